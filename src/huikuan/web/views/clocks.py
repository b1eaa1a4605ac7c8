"""Limitation periods: what ends soonest, one debt with its chain of events and their papers, the warning days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.clocks.access import event_for
from huikuan.clocks.operations.ending import accept_loss, record_deadline
from huikuan.clocks.operations.policies import PolicyDraft, save_policy
from huikuan.clocks.operations.recording import Paper, record_event, withdraw_event
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.queries import ClockFilter, clock_page
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.warning import Level, WarningPolicy
from huikuan.clocks.undated import undated_debts
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.clocks import ClockEventForm, ClockPolicyForm, DeadlineForm, WhyForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import clocks as pages
from huikuan.web.pages import legal_deadlines as legal
from huikuan.web.pages import lists
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

EVENT_FIELDS = {
    "CLOCK_EVENT_AHEAD": "on",
    "CLOCK_EVENT_EVIDENCE": "file",
    "CLOCK_EVENT_ITEMS": "debts",
    "CLOCK_EVENT_SINCE": "since",
}
DEADLINE_FIELDS = {
    "DEADLINE_BASIS_AHEAD": "basis",
    "DEADLINE_NAMED": "named",
    "DEADLINE_PERSON": "person_id",
    "DEADLINE_SUBJECT": "subject",
}


@page()
def clock_list(request: PageRequest) -> HttpResponse:
    """The limitation periods of late debts, the nearest end in front."""
    state = lists.state_of(request=request, kind=pages.LIST)
    policy = policy_in_force()
    read = _reader(request, state, policy)
    opened = None
    if state.row is not None:
        opened = pages.debt_shown(actor=request.actor, invoice_id=state.row, today=request.today)
    listed = Listed(pages.LIST, state, read)
    return lists.answer(
        request=request,
        listed=listed,
        folder="clocks",
        beside={"shown": opened},
        rest=lambda: {
            "tabs": lists.tabs(state=state, name="which", titles=pages.which_titles(policy=policy), default="ALL"),
            "undated": len(undated_debts(actor=request.actor)),
        },
    )


@page()
def debt_clock(request: PageRequest, invoice_id: int) -> HttpResponse:
    """One debt: its clock, each event with its evidence and why it counts or not."""
    return _debt(request, invoice_id)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def record(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Record an event with its paper."""
    shown = pages.debt_shown(actor=request.actor, invoice_id=invoice_id, today=request.today)
    debts = pages.debt_choices(actor=request.actor, shown=shown, today=request.today)
    items = {one.code: one.receivable_ids for one in debts}
    form = ClockEventForm(request.POST, request.FILES, debts=[(one.code, one.name) for one in debts])

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = EventDraft(
            company_id=shown.debt.company_id,
            customer_id=shown.debt.customer_id,
            kind=EventKind(typed["kind"]),
            on=typed["on"],
            receivable_ids=tuple(item for pk in typed["debts"] for item in items[pk]),
            note=typed["note"],
            since=typed["since"],
        )
        paper = Paper(typed["file"].name, typed["file"].read())
        return record_event(**_who(request), today=request.today, draft=draft, paper=paper)

    done = Done(_("Recorded with its evidence."), reverse("debt_clock", args=[invoice_id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _debt(request, invoice_id, event=form),
        fields=EVENT_FIELDS,
    )


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def accept(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Accept that a debt lapses."""

    def call(form: Form) -> Mapping[str, Any]:
        reason = form.cleaned_data["reason"]
        return accept_loss(**_who(request), today=request.today, invoice_id=invoice_id, reason=reason)

    return _why(request, invoice_id, call, _("Accepted. Nobody is warned of this end again."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def withdraw(request: PageRequest, invoice_id: int, event_id: int) -> HttpResponse:
    """Withdraw an event that was recorded by mistake."""
    event_for(actor=request.actor, event_id=event_id, need=Verb.RECORD_ACTIVITY)

    def call(form: Form) -> Mapping[str, Any]:
        reason = form.cleaned_data["reason"]
        return withdraw_event(**_who(request), today=request.today, event_id=event_id, reason=reason)

    return _why(request, invoice_id, call, _("Withdrawn. It no longer counts."))


@page()
def event_file(request: PageRequest, event_id: int) -> HttpResponse:
    """Hand out the paper of an event."""
    row = event_for(actor=request.actor, event_id=event_id)
    if row.document_id is None:
        raise NotPermitted("CLOCK_EVENT_NOT_VISIBLE", event=event_id)
    kept, content = open_document(document_id=row.document_id, purpose=Purpose.CLOCK, owner_id=row.customer_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def add_deadline(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Enter another legal deadline of the debtor."""
    shown = pages.debt_shown(actor=request.actor, invoice_id=invoice_id, today=request.today)
    form = DeadlineForm(request.POST, people=legal.person_choices(nobody=_("me")))

    def call() -> Mapping[str, Any]:
        typed = {**form.cleaned_data, "kind": DeadlineKind(form.cleaned_data["kind"])}
        draft = DeadlineDraft(company_id=shown.debt.company_id, customer_id=shown.debt.customer_id, **typed)
        return record_deadline(**_who(request), today=request.today, draft=draft)

    done = Done(_("Entered. It is warned of in time."), reverse("legal_deadlines"))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _debt(request, invoice_id, deadline=form),
        fields=DEADLINE_FIELDS,
    )


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def policy(request: PageRequest) -> HttpResponse:
    """How long before an end people are warned."""
    now = policy_in_force()
    form = ClockPolicyForm(request.POST or None, initial=ClockPolicyForm.typed_as(policy=now))

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        draft = PolicyDraft(form.policy(), form.cleaned_data["reason"], seen)
        return save_policy(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/clocks/policy.html", {"form": form, "policy": now})

    if request.method == "GET":
        return again()
    done = Done(_("Saved."), reverse("clocks"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _reader(request: PageRequest, state: ListState, policy: WarningPolicy) -> lists.Reader[pages.ClockLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.which_titles(policy=policy)), default="ALL")
    narrowed = ClockFilter(
        within=policy.long.days(level=Level(int(which))) if which.isdigit() else None,
        is_over=which == "OVER",
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
    )

    def read(number: int, size: int) -> Page[pages.ClockLine]:
        found = clock_page(actor=request.actor, today=request.today, narrowed=narrowed, number=number, size=size)
        rows = pages.clock_lines(rows=found.rows, today=request.today, policy=policy)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _why(request: PageRequest, invoice_id: int, call: Callable[[Form], Mapping[str, Any]], said: str) -> HttpResponse:
    form = WhyForm(request.POST)
    done = Done(said, reverse("debt_clock", args=[invoice_id]))
    again = lambda: _debt(request, invoice_id, why=form)  # noqa: E731
    return act(request=request, form=form, call=lambda: call(form), done=lambda _: done, again=again)


def _debt(
    request: PageRequest,
    invoice_id: int,
    *,
    event: ClockEventForm | None = None,
    why: Form | None = None,
    deadline: DeadlineForm | None = None,
) -> HttpResponse:
    shown = pages.debt_shown(actor=request.actor, invoice_id=invoice_id, today=request.today)
    said = event or why or deadline
    forms: dict[str, Any] = {"why": why or WhyForm(), "deadline": deadline}
    if shown.may_handle and deadline is None:
        forms["deadline"] = DeadlineForm(people=legal.person_choices(nobody=_("me")))
    if shown.may_record and event is None:
        debts = pages.debt_choices(actor=request.actor, shown=shown, today=request.today)
        first = {"on": request.today, "debts": [str(invoice_id)]}
        event = ClockEventForm(debts=[(one.code, one.name) for one in debts], initial=first)
    forms["event"] = event
    return render(request, "web/clocks/page.html", {"shown": shown, "said": said, **forms})


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
