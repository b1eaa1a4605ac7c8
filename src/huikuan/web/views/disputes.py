"""Disputes: the list, one of them, what is decided, files of evidence, a new one for a customer, the deadlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.disputes.access import dispute_for
from huikuan.disputes.operations import add_evidence, assign_dispute, decide_dispute, open_dispute, save_policy
from huikuan.disputes.queries import DisputeFilter, dispute_page, policy_in_force
from huikuan.disputes.rules import DisputeDraft, Event, Reason
from huikuan.documents.queries import DocumentRow, documents_of, open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.follow_up import DeadlinesForm, DisputeDecisionForm, DisputeFileForm, DisputeForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import disputes as pages
from huikuan.web.pages import lists
from huikuan.web.pages.dispute_board import dispute_board
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.open_items import chosen_group
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording import disputes as words

LONGEST_SEARCH = 60


@page()
def dispute_list(request: PageRequest) -> HttpResponse:
    """The disputes, the one to be decided first in front."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    listed = Listed(pages.LIST, state, read)
    return lists.answer(
        request=request,
        listed=listed,
        folder="disputes",
        beside={"shown": _opened(request, state.row)},
        rest=lambda: {"tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="HOLDING")},
    )


@page()
def board(request: PageRequest) -> HttpResponse:
    """What stands where, what is late, and how long disputes took."""
    search, reason = request.GET.get("q", "")[:LONGEST_SEARCH], request.GET.get("reason", "")
    asked = {"q": search, "reason": reason if reason in Reason.__members__ else ""}
    shown = dispute_board(
        actor=request.actor,
        today=request.today,
        currency=request.company.currency if request.company else "CNY",
        search=search,
        reason=asked["reason"],
    )
    file = f"{reverse('disputes')}?{urlencode({'which': 'HOLDING', **asked})}&format="
    context = {"shown": shown, "asked": asked, "reasons": words.REASONS.items()}
    context |= {"csv": f"{file}csv", "xlsx": f"{file}xlsx"}
    return render(request, "web/disputes/board.html", context)


@page()
def dispute(request: PageRequest, dispute_id: int) -> HttpResponse:
    """One dispute."""
    return _dispute(request, dispute_id, Form())


@page(need=Verb.HANDLE_DISPUTE, methods=("POST",), takes_file=True)
def decide(request: PageRequest, dispute_id: int) -> HttpResponse:
    """Accept, reject, settle a dispute, or say that it was taken back."""
    dispute_for(actor=request.actor, dispute_id=dispute_id, need=Verb.HANDLE_DISPUTE)
    form = DisputeDecisionForm(request.POST, request.FILES, kept=_kept(dispute_id))
    event = Event.__members__.get(request.POST.get("event", ""))

    def call() -> Mapping[str, Any]:
        if event is None:
            raise Refused("DISPUTE_CHANGED", dispute=dispute_id)
        decision = form.decision(event=event)
        return decide_dispute(**_who(request), today=request.today, dispute_id=dispute_id, decision=decision)

    return _done(request, dispute_id, form, call, _("Decided."))


@page(need=Verb.HANDLE_DISPUTE, methods=("POST",))
def assign(request: PageRequest, dispute_id: int) -> HttpResponse:
    """Give a dispute to one of our people."""
    owner = people().get(number_in(text=request.POST.get("owner", "")) or 0)
    if owner is None:
        raise NotPermitted("DISPUTE_NOT_VISIBLE", dispute=dispute_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return assign_dispute(**_who(request), dispute_id=dispute_id, owner_id=owner.id, owner_name=owner.name)

    return _done(request, dispute_id, form, call, _("%(name)s decides it.") % {"name": owner.name})


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def add_file(request: PageRequest, dispute_id: int) -> HttpResponse:
    """Keep a file of evidence."""
    dispute_for(actor=request.actor, dispute_id=dispute_id, need=Verb.RECORD_ACTIVITY)
    form = DisputeFileForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        sent = form.cleaned_data["file"]
        return add_evidence(**_who(request), dispute_id=dispute_id, name=sent.name, content=sent.read())

    return _done(request, dispute_id, form, call, _("File kept."))


@page()
def file(request: PageRequest, dispute_id: int, document_id: int) -> HttpResponse:
    """Hand out a file of evidence; never shown inside our pages (TRUST S25)."""
    dispute_for(actor=request.actor, dispute_id=dispute_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.DISPUTE, owner_id=dispute_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"), takes_file=True)
def add_dispute(request: PageRequest, customer_id: int) -> HttpResponse:
    """Raise what a customer told us."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY))
    group = chosen_group(request=request, customer_id=customer_id)
    form = DisputeForm(request.POST or None, request.FILES or None, items=group.items, currency=group.currency)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        sent = typed["file"]
        draft = DisputeDraft(
            customer_id=customer.id,
            company_id=group.company_id,
            currency=group.currency,
            reason=Reason(typed["reason"]),
            text=typed["text"],
            items=form.disputed(),
            files=((sent.name, sent.read()),) if sent else (),
            said_by=typed["said_by"],
        )
        return open_dispute(**_who(request), today=request.today, draft=draft)

    def again() -> HttpResponse:
        shown = {"customer": customer, "form": form, "group": group, "opened": number_in(text=request.GET.get("item"))}
        return render(request, "web/disputes/add.html", shown)

    def done(result: Mapping[str, Any]) -> Done:
        said = _("Raised. Reminders ask for the undisputed part only.")
        return Done(said, reverse("dispute", args=[result["dispute_id"]]))

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def deadlines(request: PageRequest) -> HttpResponse:
    """How many business days each reason may take."""
    policy = policy_in_force()
    initial = {f"days_{code.value}": days for code, days in policy.days.items()}
    form = DeadlinesForm(request.POST or None, initial=initial)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        days = {code: typed[f"days_{code.value}"] for code in Reason}
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_policy(**_who(request), days=days, reason=typed["reason"], seen=seen)

    def again() -> HttpResponse:
        return render(request, "web/disputes/deadlines.html", {"form": form, "policy": policy})

    done = Done(_("Saved. It holds for disputes raised from now on."), reverse("disputes"))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.DisputeLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="HOLDING")
    narrowed = DisputeFilter(
        holding=which == "HOLDING",
        state="" if which in ("HOLDING", "ALL") else which,
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        reason=state.filters.get("reason", ""),
    )

    def read(number: int, size: int) -> Page[pages.DisputeLine]:
        found = dispute_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)
        rows = tuple(pages.DisputeLine(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _opened(request: PageRequest, row_id: int | None) -> pages.DisputeShown | None:
    if row_id is None:
        return None
    return pages.dispute_shown(actor=request.actor, dispute_id=row_id, today=request.today)


def _dispute(request: PageRequest, dispute_id: int, form: Form) -> HttpResponse:
    shown = pages.dispute_shown(actor=request.actor, dispute_id=dispute_id, today=request.today)
    decision = form if isinstance(form, DisputeDecisionForm) else DisputeDecisionForm(kept=shown.files)
    files = form if isinstance(form, DisputeFileForm) else DisputeFileForm()
    return render(
        request, "web/disputes/page.html", {"shown": shown, "form": form, "decision": decision, "files": files}
    )


def _kept(dispute_id: int) -> tuple[DocumentRow, ...]:
    return documents_of(purpose=Purpose.DISPUTE, owner_ids=[dispute_id])


def _done(
    request: PageRequest, dispute_id: int, form: Form, call: Callable[[], Mapping[str, Any]], said: str
) -> HttpResponse:
    done = Done(said, reverse("dispute", args=[dispute_id]))
    again = lambda: _dispute(request, dispute_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
