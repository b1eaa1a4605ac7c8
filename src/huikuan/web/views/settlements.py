"""Plans to pay: the list, one with its acts, a new one for a customer, the paper to sign, offers compared, the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.settlements.access import plan_for
from huikuan.settlements.operations.accelerating import Demand, accelerate, demand_payment, take_call_back
from huikuan.settlements.operations.planning import cancel_plan, make_plan, propose_plan, save_policy
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.printing import agreement_pdf
from huikuan.settlements.queries import PlanFilter, plan_page, policy_in_force
from huikuan.settlements.rules.offers import compared
from huikuan.settlements.rules.policy import SettlementPolicy
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download, sheet
from huikuan.web.forms.settlements import (
    OFFERS,
    CompareForm,
    DemandForm,
    PlanActForm,
    PlanForm,
    SettlementPolicyForm,
    SignedForm,
)
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import settlements as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.offers import OfferLine, Proposed, offer_lines, proposed_for
from huikuan.web.pages.open_items import chosen_group
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

LANGUAGES = ("zh-hans", "en")


@page()
def plan_list(request: PageRequest) -> HttpResponse:
    """The plans, the next day in front."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    opened = None
    if state.row is not None:
        opened = pages.plan_shown(actor=request.actor, plan_id=state.row, today=request.today)
    listed = Listed(pages.LIST, state, read)
    return lists.answer(
        request=request,
        listed=listed,
        folder="settlements",
        beside={"shown": opened},
        rest=lambda: {"tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="LIVE")},
    )


@page()
def plan(request: PageRequest, plan_id: int) -> HttpResponse:
    """One plan: its curve, instalments, items, history, and what can be done now."""
    return _plan(request, plan_id, PlanActForm())


@page(need=Verb.SETTLE, methods=("GET", "POST"))
def add_plan(request: PageRequest, customer_id: int) -> HttpResponse:
    """Draw up a plan about a customer's open items."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.SETTLE))
    group = chosen_group(request=request, customer_id=customer_id)
    first = {"items": [str(item.id) for item in group.items if (item.days_overdue or 0) > 0]}
    form = PlanForm(request.POST or None, items=group.items, currency=group.currency, initial=first)

    def call() -> Mapping[str, Any]:
        draft = form.draft(customer_id=customer.id, company_id=group.company_id, today=request.today)
        return make_plan(**_who(request), today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Drawn up. It binds nobody until it is signed."), reverse("plan", args=[result["plan_id"]]))

    def again() -> HttpResponse:
        return render(request, "web/settlements/add.html", {"customer": customer, "form": form, "group": group})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.SETTLE, methods=("POST",))
def plan_act(request: PageRequest, plan_id: int, what: str) -> HttpResponse:
    """Propose a plan, give it up, ask for the whole rest, take that back."""
    if what not in ACTS:
        raise Http404
    plan_for(actor=request.actor, plan_id=plan_id, need=Verb.SETTLE)
    form = PlanActForm(request.POST)

    def call() -> Mapping[str, Any]:
        return ACTS[what](request, plan_id, form)

    done = Done(str(pages.SAID[what]), reverse("plan", args=[plan_id]))
    again = lambda: _plan(request, plan_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.SETTLE, methods=("POST",), takes_file=True)
def sign(request: PageRequest, plan_id: int) -> HttpResponse:
    """Keep the signed paper: the plan is agreed."""
    plan_for(actor=request.actor, plan_id=plan_id, need=Verb.SETTLE)
    form = SignedForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        paper = Signature(typed["by"], typed["on"], typed["file"].name, typed["file"].read())
        return sign_plan(**_who(request), today=request.today, plan_id=plan_id, signature=paper)

    done = Done(_("Agreed. Its items are not asked for while it is kept."), reverse("plan", args=[plan_id]))
    again = lambda: _plan(request, plan_id, PlanActForm(), signing=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.SETTLE, methods=("POST",), takes_file=True)
def demand(request: PageRequest, plan_id: int) -> HttpResponse:
    """Keep a demand of the arrears with the paper that proves it."""
    plan_for(actor=request.actor, plan_id=plan_id, need=Verb.SETTLE)
    form = DemandForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        asked = Demand(typed["on"], typed["note"], typed["file"].name, typed["file"].read())
        return demand_payment(**_who(request), today=request.today, plan_id=plan_id, demand=asked)

    done = Done(_("The demand is kept in its history."), reverse("plan", args=[plan_id]))
    again = lambda: _plan(request, plan_id, PlanActForm(), demanding=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def plan_paper(request: PageRequest, plan_id: int) -> HttpResponse:
    """The acknowledgement of debt and plan as PDF, to sign."""
    asked = request.GET.get("language", "")
    content = agreement_pdf(actor=request.actor, plan_id=plan_id, language=asked if asked in LANGUAGES else "")
    return sheet(name=f"HK-P{plan_id:06}.pdf", content=content)


@page()
def plan_signed(request: PageRequest, plan_id: int) -> HttpResponse:
    """Hand out the signed paper."""
    row = plan_for(actor=request.actor, plan_id=plan_id)
    if row.signed_document_id is None:
        raise Http404
    kept, content = open_document(document_id=row.signed_document_id, purpose=Purpose.PLAN, owner_id=plan_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page()
def plan_demand(request: PageRequest, plan_id: int, document_id: int) -> HttpResponse:
    """Hand out the paper that proves a demand."""
    plan_for(actor=request.actor, plan_id=plan_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.PLAN, owner_id=plan_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page()
def compare_offers(request: PageRequest) -> HttpResponse:
    """Waiting against offers, by present value and chance; everything stands in the address."""
    found = _proposed(request)
    typed = request.GET if "amount_0" in request.GET else None
    currency = found.currency if found else "CNY"
    initial = found.initial if found else {}
    form = CompareForm(typed, rate_permyriad=_rate(), currency=currency, initial=initial)
    lines: tuple[OfferLine, ...] = ()
    if form.is_bound and form.is_valid():
        waiting, *offers = (form.offer(place) for place in (0, *OFFERS))
        named = {str(place): str(line[0]) for place, line in enumerate(form.lines())}
        if waiting is not None:
            given = [one for one in offers if one is not None]
            valued = compared(offers=given, waiting=waiting, rate_permyriad=form.rate_permyriad, today=request.today)
            lines = offer_lines(valued=valued, names=named, currency=currency)
    shown = {"form": form, "lines": lines, "policy": policy_in_force(), "proposed": found}
    return render(request, "web/settlements/compare.html", shown, status=422 if form.errors else 200)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def settlement_policy(request: PageRequest) -> HttpResponse:
    """Grace, capital rate, who approves from which amount and loss on."""
    now = policy_in_force()
    form = SettlementPolicyForm(request.POST or None, initial=asdict(now) | ({} if now.number else {"source": ""}))

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_policy(**_who(request), policy=SettlementPolicy(number=seen, **form.cleaned_data))

    def again() -> HttpResponse:
        return render(request, "web/settlements/policy.html", {"form": form, "policy": now})

    done = Done(_("Saved. It holds for plans made from now on."), reverse("plans"))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _plan(
    request: PageRequest, plan_id: int, form: Form, *, signing: Form | None = None, demanding: Form | None = None
) -> HttpResponse:
    shown = {
        "shown": pages.plan_shown(actor=request.actor, plan_id=plan_id, today=request.today),
        "form": form,
        "signing": signing or SignedForm(initial={"on": request.today}),
        "demanding": demanding or DemandForm(initial={"on": request.today}),
    }
    return render(request, "web/settlements/page.html", shown)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.PlanLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="LIVE")
    narrowed = PlanFilter(
        state="" if which == "ALL" else which,
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
    )

    def read(number: int, size: int) -> Page[pages.PlanLine]:
        found = plan_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)
        rows = tuple(pages.PlanLine(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _proposed(request: PageRequest) -> Proposed | None:
    """What is proposed for the customer in the address; None without one."""
    customer_id = number_in(text=request.GET.get("customer"))
    if customer_id is None:
        return None
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    group = chosen_group(request=request, customer_id=customer_id)
    return proposed_for(actor=request.actor, customer=(customer.id, customer.name), group=group, today=request.today)


def _rate() -> int:
    return policy_in_force().capital_rate_permyriad


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}


def _propose(request: PageRequest, plan_id: int, form: Form) -> Mapping[str, Any]:
    return propose_plan(**_who(request), today=request.today, plan_id=plan_id, reason=form.cleaned_data["note"])


def _cancel(request: PageRequest, plan_id: int, form: Form) -> Mapping[str, Any]:
    return cancel_plan(**_who(request), today=request.today, plan_id=plan_id, note=form.cleaned_data["note"])


def _accelerate(request: PageRequest, plan_id: int, form: Form) -> Mapping[str, Any]:
    return accelerate(**_who(request), today=request.today, plan_id=plan_id, note=form.cleaned_data["note"])


def _uncall(request: PageRequest, plan_id: int, form: Form) -> Mapping[str, Any]:
    return take_call_back(**_who(request), today=request.today, plan_id=plan_id, note=form.cleaned_data["note"])


Work = Callable[[PageRequest, int, Form], Mapping[str, Any]]
ACTS: Mapping[str, Work] = {
    "propose": _propose,
    "cancel": _cancel,
    "accelerate": _accelerate,
    "uncall": _uncall,
}
