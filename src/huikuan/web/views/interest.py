"""Late-payment interest: the late items with what they cost, one with its table and claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.interest.access import charge_for
from huikuan.interest.operations.claiming import (
    Claim,
    charge_interest,
    drop_interest,
    propose_interest,
    reverse_interest,
)
from huikuan.interest.operations.pausing import PauseDraft, stop_interest, void_stop
from huikuan.interest.operations.waiving import ask_interest_waiver
from huikuan.interest.queries import LateFilter, late_items
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import Terms
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receivables.access import receivable_for
from huikuan.receivables.queries.items import receivable_rows
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.interest import ClaimForm, PauseForm, WhyForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import interest as pages
from huikuan.web.pages import lists
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.web.tables.table import BulkAct
from huikuan.web.toasts import say


@page()
def interest_list(request: PageRequest) -> HttpResponse:
    """What is late or was paid late, the longest first."""
    state = lists.state_of(request=request, kind=pages.LIST)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=_reader(request, state))
    if lists.only_panel(request=request):
        return render(request, "web/interest/panel.html", {"state": state, "shown": _opened(request, state)})
    return _list(request, state, [])


@page(need=Verb.CHARGE_INTEREST, methods=("POST",))
def propose_chosen(request: PageRequest) -> HttpResponse:
    """Propose interest through today on the chosen items, by the terms that hold for each; what was refused is listed."""
    ids = [pk for text in request.POST.getlist("ids")[:200] if (pk := number_in(text=text)) is not None]
    by_company: dict[int, list[int]] = {}
    for row in receivable_rows(actor=request.actor, ids=ids, as_of=request.today):
        by_company.setdefault(row.company_id, []).append(row.id)
    count, report = 0, []
    for company_id, own in by_company.items():
        claim = Claim(company_id, tuple(own), request.today)
        who = _who(request) | {"key": f"{key_of(request=request)}:{company_id}"}
        try:
            count += len(propose_interest(**who, today=request.today, claim=claim)["charge_ids"])
        except NotPermitted:
            raise
        except Refused as refusal:
            report.append(worded(code=refusal.code, parameters=refusal.parameters))
    if count:
        text = ngettext("%(count)s claim proposed.", "%(count)s claims proposed.", count) % {"count": count}
        say(request=request, text=text)
    if not report:
        return HttpResponseRedirect(reverse("interest"), status=303)
    return _list(request, lists.state_of(request=request, kind=pages.LIST), report)


@page()
def item(request: PageRequest, receivable_id: int) -> HttpResponse:
    """One item: its table by the terms that hold or by others, its claims, its pauses."""
    asked = ClaimForm(request.GET) if "basis" in request.GET else None
    return _item(request, receivable_id, {"asked": asked} if asked is not None else {})


@page(need=Verb.CHARGE_INTEREST, methods=("POST",))
def propose(request: PageRequest, receivable_id: int) -> HttpResponse:
    """Propose the interest of one item as it was shown."""
    row = receivable_for(actor=request.actor, receivable_id=receivable_id, need=Verb.CHARGE_INTEREST)
    form: Form = ClaimForm(request.POST) if request.POST.get("basis") else Form(request.POST)

    def call() -> Mapping[str, Any]:
        through = form.cleaned_data.get("until", request.today)
        claim = Claim(row.company_id, (receivable_id,), through, form.cleaned_data.get("terms"))
        return propose_interest(**_who(request), today=request.today, claim=claim)

    return _done(request, receivable_id, {"asked": form}, call, _("Proposed. Charge it, or ask for a waiver."))


@page(need=Verb.CHARGE_INTEREST, methods=("POST",))
def decide(request: PageRequest, charge_id: int, what: str) -> HttpResponse:
    """Charge a claim, take it back, ask for its waiver, or reverse its charge."""
    row = charge_for(actor=request.actor, charge_id=charge_id, need=Verb.CHARGE_INTEREST)
    form = WhyForm(request.POST)

    def call() -> Mapping[str, Any]:
        who, today, note = _who(request), request.today, form.cleaned_data["note"]
        if what == "charge":
            return charge_interest(**who, today=today, charge_ids=[charge_id])
        if what == "drop":
            return drop_interest(**who, charge_ids=[charge_id], note=note)
        if what == "waive":
            return ask_interest_waiver(**who, today=today, charge_id=charge_id, reason=note)
        return reverse_interest(**who, today=today, charge_id=charge_id, note=note)

    said = {"charge": _("Charged as an item of its own."), "waive": _("Asked. Somebody else decides.")}
    return _done(request, row.receivable_id, {"why": form}, call, said.get(what, _("Taken back.")))


@page(need=Verb.CHARGE_INTEREST, methods=("POST",))
def stop(request: PageRequest, receivable_id: int) -> HttpResponse:
    """Let no interest run for some days: on everything the customer owes where a petition was accepted, else on this item."""
    row = receivable_for(actor=request.actor, receivable_id=receivable_id, need=Verb.CHARGE_INTEREST)
    form = PauseForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        reason = PauseReason(typed["reason"])
        draft = PauseDraft(
            company_id=row.company_id,
            customer_id=row.customer_id,
            from_day=typed["from_day"],
            reason=reason,
            note=typed["note"],
            through_day=typed["through_day"],
            receivable_ids=() if reason is PauseReason.BANKRUPTCY else (receivable_id,),
        )
        return stop_interest(**_who(request), draft=draft)

    return _done(request, receivable_id, {"pause": form}, call, _("Noted. No interest runs on these days."))


@page(need=Verb.CHARGE_INTEREST, methods=("POST",))
def void(request: PageRequest, receivable_id: int, pause_id: int) -> HttpResponse:
    """Take a pause back as if it had never been."""
    receivable_for(actor=request.actor, receivable_id=receivable_id, need=Verb.CHARGE_INTEREST)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return void_stop(**_who(request), pause_id=pause_id)

    return _done(request, receivable_id, {"why": form}, call, _("Taken back."))


def _done(
    request: PageRequest, receivable_id: int, forms: dict[str, Form], call: Callable[[], Mapping[str, Any]], text: str
) -> HttpResponse:
    (form,) = forms.values()
    done = Done(text, reverse("interest_item", args=[receivable_id]))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _item(request, receivable_id, forms)
    )


def _item(request: PageRequest, receivable_id: int, forms: Mapping[str, Form]) -> HttpResponse:
    asked = forms.get("asked")
    terms: Terms | None = None
    until: date = request.today
    if isinstance(asked, ClaimForm) and (asked.is_valid() or asked.is_bound):
        typed = asked.cleaned_data
        terms, until = typed.get("terms"), min(typed.get("until") or request.today, request.today)
    shown = pages.item_shown(
        actor=request.actor, receivable_id=receivable_id, until=until, terms=terms, today=request.today
    )
    first = {"until": until, "basis": shown.terms.basis.value if shown.terms else "", "year": 365}
    context = {
        "shown": shown,
        "asked": asked if isinstance(asked, ClaimForm) else ClaimForm(initial=first),
        "refused": next((form for form in forms.values() if form.errors), None),
        "why": forms.get("why", WhyForm()),
        "pause": forms.get("pause", PauseForm()),
    }
    return render(request, "web/interest/item.html", context)


def _list(request: PageRequest, state: ListState, report: list[str]) -> HttpResponse:
    may = request.actor.may(Verb.CHARGE_INTEREST)
    bulk = (BulkAct(_("Propose through today"), reverse("propose_chosen_interest")),) if may else ()
    shown = {
        "state": state,
        "shown": _opened(request, state),
        "table": lists.table_page(kind=pages.LIST, state=state, read=_reader(request, state), bulk=bulk),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="ALL"),
        "report": report,
    }
    return render(request, "web/interest/list.html", shown, status=422 if report else 200)


def _opened(request: PageRequest, state: ListState) -> pages.InterestShown | None:
    if state.row is None:
        return None
    return pages.item_shown(
        actor=request.actor, receivable_id=state.row, until=request.today, terms=None, today=request.today
    )


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.LateLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="ALL")
    narrowed = LateFilter(
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        claimed="" if which == "ALL" else which,
    )

    def read(number: int, size: int) -> Page[pages.LateLine]:
        found = late_items(actor=request.actor, today=request.today, narrowed=narrowed, number=number, size=size)
        rows = tuple(pages.LateLine(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
