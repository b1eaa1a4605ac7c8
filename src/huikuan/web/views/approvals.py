"""The inbox of requests: one page for everything that waits for me; the owner of a kind carries the decision out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.approvals.queries import RequestRow, open_request, requests_by_id
from huikuan.approvals.rules import RequestKind
from huikuan.credit.operations.waivers import decide_waiver, withdraw_waiver
from huikuan.interest.operations.waiving import decide_interest_waiver, withdraw_interest_waiver
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.limits.operations import decide_limit, withdraw_limit
from huikuan.openings.operations.deciding import decide_opening
from huikuan.provisions.operations.proposing import decide_provision, withdraw_provision
from huikuan.provisions.operations.writing_off import decide_write_off, withdraw_write_off
from huikuan.ratings.operations.deciding import decide_rating
from huikuan.ratings.operations.versions import decide_scorecard
from huikuan.sanctions.operations.deciding import decide_sanction, withdraw_sanction
from huikuan.settlements.operations.planning import decide_plan, withdraw_plan
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.approvals import DecisionForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import approvals as pages
from huikuan.web.pages import lists
from huikuan.web.pages.beside import next_row, state_at
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.web.tables.table import BulkAct
from huikuan.web.toasts import say

MOST_AT_ONCE = 200
SAID_AT_THE_FORM = frozenset({"APPROVER_IS_REQUESTER", "APPROVER_ROLE"})
"""Who sees a request is told why it is not his to decide."""


Decider = Callable[..., Mapping[str, Any]]
"""Decides a request in the act of the room that owns its subject: actor, now, today, key, request_id, approve, note."""


Withdrawer = Callable[..., Mapping[str, Any]]
"""Takes a request back: actor, now, key, request_id."""

DECIDERS: dict[RequestKind, Decider] = {
    RequestKind.LIMIT: decide_limit,
    RequestKind.OPENING: decide_opening,
    RequestKind.WAIVER: decide_waiver,
    RequestKind.RATING: decide_rating,
    RequestKind.SCORECARD: decide_scorecard,
    RequestKind.SANCTION: decide_sanction,
    RequestKind.INTEREST_WAIVER: decide_interest_waiver,
    RequestKind.SETTLEMENT: decide_plan,
    RequestKind.PROVISION: decide_provision,
    RequestKind.WRITE_OFF: decide_write_off,
}
WITHDRAWERS: dict[RequestKind, Withdrawer] = {
    RequestKind.LIMIT: withdraw_limit,
    RequestKind.WAIVER: withdraw_waiver,
    RequestKind.SANCTION: withdraw_sanction,
    RequestKind.INTEREST_WAIVER: withdraw_interest_waiver,
    RequestKind.SETTLEMENT: withdraw_plan,
    RequestKind.PROVISION: withdraw_provision,
    RequestKind.WRITE_OFF: withdraw_write_off,
}
LOOKERS: dict[RequestKind, pages.Looker] = {
    RequestKind.LIMIT: lambda row: reverse("customer_limits", args=[row.customer_id]),
    RequestKind.OPENING: lambda row: reverse("opening", args=[row.subject_id]),
    RequestKind.WAIVER: lambda row: reverse("customer_credit", args=[row.customer_id]),
    RequestKind.RATING: lambda row: reverse("rating", args=[row.customer_id]),
    RequestKind.INTEREST_WAIVER: lambda row: reverse("interest_item", args=[row.parameters["receivable"]]),
    RequestKind.SANCTION: lambda row: reverse("customer_sanctions", args=[row.customer_id]),
    RequestKind.SCORECARD: lambda row: reverse("scorecard_version", args=[row.subject_id]),
    RequestKind.SETTLEMENT: lambda row: reverse("plan", args=[row.subject_id]),
    RequestKind.PROVISION: lambda row: reverse("provision", args=[row.subject_id]),
    RequestKind.WRITE_OFF: lambda row: reverse("write_off_request", args=[row.subject_id]),
}


@dataclass(frozen=True, slots=True)
class NotDone:
    """A request that could not be decided, and why."""

    title: str
    why: str


@page()
def approval_list(request: PageRequest) -> HttpResponse:
    """What waits for me, what I asked for, what was decided; the request beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=_reader(request, state))
    if lists.only_panel(request=request):
        return render(request, "web/approvals/panel.html", _panel(request, state, DecisionForm()))
    return _list(request, state, DecisionForm())


@page(methods=("POST",))
def decide_request(request: PageRequest, request_id: int) -> HttpResponse:
    """Approve or reject one request, with a note, and open the next."""
    form = DecisionForm(request.POST)
    approve = request.POST.get("decision") == "approve"
    row = open_request(actor=request.actor, request_id=request_id, today=request.today).row
    state = replace(_posted_state(request), row=request_id)
    following = state.with_row(_following(request, state, request_id))

    def call() -> Mapping[str, Any]:
        return _decide(request, row, key_of(request=request), approve=approve, note=form.cleaned_data["note"])

    def done(_result: Mapping[str, Any]) -> Done:
        return Done(_("Approved.") if approve else _("Rejected."), following)

    codes = {"REQUEST_NOTE_MISSING": "note", "REQUEST_NOTE_LONG": "note"}
    return act(
        request=request, form=form, call=call, done=done, again=lambda: _list(request, state, form), fields=codes
    )


@page(methods=("POST",))
def approve_requests(request: PageRequest) -> HttpResponse:
    """Approve the chosen requests, each on its own; what was refused is listed with its reason."""
    key = key_of(request=request)
    ids = [pk for text in request.POST.getlist("ids")[:MOST_AT_ONCE] if (pk := number_in(text=text)) is not None]
    rows = requests_by_id(ids=ids)
    refused: dict[int, str] = {}
    for pk in dict.fromkeys(ids):
        try:
            row = open_request(actor=request.actor, request_id=pk, today=request.today).row
            _decide(request, row, f"{key}:{pk}", approve=True, note="")
        except Refused as refusal:
            refused[pk] = worded(code=refusal.code, parameters=refusal.parameters)
    count = len(dict.fromkeys(ids)) - len(refused)
    if count or not refused:
        text = ngettext("%(count)s request approved.", "%(count)s requests approved.", count) % {"count": count}
        say(request=request, text=text)
    if not refused:
        return HttpResponseRedirect(reverse("approvals"), status=303)
    named = pages.titles(rows=[row for row in rows.values() if row.id in refused])
    report = [NotDone(named.get(pk, str(pk)), why) for pk, why in refused.items()]
    return _list(request, _posted_state(request), DecisionForm(), report=report)


@page(methods=("POST",))
def withdraw_request(request: PageRequest, request_id: int) -> HttpResponse:
    """Take one's own request back while it waits."""
    form = Form(request.POST)
    row = open_request(actor=request.actor, request_id=request_id, today=request.today).row
    state = replace(_posted_state(request), row=request_id)

    def call() -> Mapping[str, Any]:
        withdrawer = WITHDRAWERS.get(row.kind)
        if withdrawer is None:
            raise Refused("REQUEST_WITHOUT_DECIDER", kind=row.kind.value)
        return withdrawer(actor=request.actor, now=request.now, key=key_of(request=request), request_id=request_id)

    def done(_result: Mapping[str, Any]) -> Done:
        return Done(_("Taken back."), state.address)

    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, state, form))


def _decide(request: PageRequest, row: RequestRow, key: str, *, approve: bool, note: str) -> Mapping[str, Any]:
    """Let the owner of the kind decide. Raises Refused REQUEST_WITHOUT_DECIDER where none is named, and what he raises."""
    decider = DECIDERS.get(row.kind)
    if decider is None:
        raise Refused("REQUEST_WITHOUT_DECIDER", kind=row.kind.value)
    try:
        return decider(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key,
            request_id=row.id,
            approve=approve,
            note=note,
        )
    except NotPermitted as refusal:
        if refusal.code not in SAID_AT_THE_FORM:
            raise
        raise Refused(refusal.code, **refusal.parameters) from refusal


def _list(request: PageRequest, state: ListState, form: Form, report: list[NotDone] | None = None) -> HttpResponse:
    which = _which(state)
    bulk = (BulkAct(_("Approve"), reverse("approve_requests")),) if which == pages.WAITING else ()
    shown = _panel(request, state, form) | {
        "table": lists.table_page(kind=pages.LIST, state=state, read=_reader(request, state), bulk=bulk),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=pages.WAITING),
        "which": which,
        "report": report or [],
    }
    return render(request, "web/approvals/list.html", shown, status=422 if report else 200)


def _panel(request: PageRequest, state: ListState, form: Form) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": state, "form": form}
    if state.row is None:
        return shown
    found = pages.request_shown(actor=request.actor, today=request.today, request_id=state.row, lookers=LOOKERS)
    decision = form if isinstance(form, DecisionForm) else DecisionForm()
    return shown | {"shown": found, "decision": decision, "may_withdraw": found.may_withdraw and _has_withdrawer(found)}


def _has_withdrawer(found: pages.RequestShown) -> bool:
    return found.line.row.kind in WITHDRAWERS


def _following(request: PageRequest, state: ListState, request_id: int) -> int | None:
    shown = _reader(request, state)(state.page, PAGE_SIZE)
    return next_row(rows=shown.rows, id_of=lambda line: line.row.id, after=request_id)


def _posted_state(request: PageRequest) -> ListState:
    return state_at(address=request.POST.get("list", ""), path=reverse("approvals"), kind=pages.LIST)


def _which(state: ListState) -> str:
    return lists.chosen(state=state, name="which", codes=tuple(pages.WHICH), default=pages.WAITING)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.RequestLine]:
    which = _which(state)
    return lambda number, size: pages.request_lines(
        actor=request.actor, today=request.today, which=which, number=number, size=size
    )
