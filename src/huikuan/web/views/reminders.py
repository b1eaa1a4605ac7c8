"""Reminders: plan a run, look at who gets what and why not, read the letter, send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.jobs.day import configured_post
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Changed, NotPermitted
from huikuan.reminders.access import LONGEST_REASON, second_person
from huikuan.reminders.operations.planning import Exclusion, approve_run, cancel_run, exclude_rows, plan_run
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.previews import letter_of_row
from huikuan.reminders.queries import RunRowView, RunView, run, run_row, runs
from huikuan.reminders.rules.runs import Decision
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.reminders import AloneForm, ExcludeForm
from huikuan.web.numbers import page_asked
from huikuan.web.pages import lists
from huikuan.web.pages import reminders as pages
from huikuan.web.pages.beside import state_at
from huikuan.web.pages.letters import shown_letter
from huikuan.web.pages.our_side import our_side_shown
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

Call = Callable[[], Mapping[str, Any]]


@page()
def reminder_runs(request: PageRequest) -> HttpResponse:
    """All runs, today's first, and what waits in the outbox."""
    return _runs(request, Form())


@page(need=Verb.REMIND, methods=("POST",))
def plan_reminders(request: PageRequest) -> HttpResponse:
    """Plan today's reminders anew: a preview, nothing leaves."""

    def call() -> Mapping[str, Any]:
        return plan_run(actor=request.actor, now=request.now, key=key_of(request=request), today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Planned. Nothing has left yet."), reverse("reminder_run", args=[result["run_id"]]))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=lambda: _runs(request, form))


@page()
def reminder_run(request: PageRequest, run_id: int) -> HttpResponse:
    """One run: what would be sent and what is kept back, each with its reasons; the letter beside it."""
    state = lists.state_of(request=request, kind=pages.KINDS[Decision.SUPPRESS])
    decision = _decision(state)
    if lists.asked_file(request=request):
        read = _reader(request, run_id, state)
        return lists.file_of(request=request, kind=pages.KINDS[decision], state=state, read=read)
    if lists.only_panel(request=request):
        return render(request, "web/reminders/panel.html", _panel(request, run_id, state, ExcludeForm()))
    return _run(request, run_id, state, ExcludeForm())


@page(need=Verb.REMIND, methods=("POST",))
def send_reminders(request: PageRequest, run_id: int) -> HttpResponse:
    """Put the run's messages into the outbox."""

    def call() -> Mapping[str, Any]:
        return send_run(
            actor=request.actor, now=request.now, key=key_of(request=request), run_id=run_id, today=request.today
        )

    return _act(request, run_id, call, _("The messages are on their way; each is looked at once more before it goes."))


@page(need=Verb.REMIND, methods=("POST",))
def approve_reminders(request: PageRequest, run_id: int) -> HttpResponse:
    """Let a held run go on; a second person, or with a reason the only one who can."""
    reason = request.POST.get("reason", "")[:LONGEST_REASON]

    def call() -> Mapping[str, Any]:
        return approve_run(
            actor=request.actor, now=request.now, key=key_of(request=request), run_id=run_id, reason=reason
        )

    return _act(request, run_id, call, _("Approved."))


@page(need=Verb.REMIND, methods=("POST",))
def cancel_reminders(request: PageRequest, run_id: int) -> HttpResponse:
    """Give the run up."""

    def call() -> Mapping[str, Any]:
        return cancel_run(actor=request.actor, now=request.now, key=key_of(request=request), run_id=run_id)

    return _act(request, run_id, call, _("Cancelled. Nothing was sent."))


@page(need=Verb.REMIND, methods=("POST",))
def exclude_reminder(request: PageRequest, run_id: int, row_id: int) -> HttpResponse:
    """Take one message out of the run, with a reason."""
    if run_row(actor=request.actor, run_id=run_id, row_id=row_id) is None:
        raise NotPermitted("ROW_UNKNOWN", row=row_id)
    form = ExcludeForm(request.POST)
    state = _posted_state(request, run_id)

    def call() -> Mapping[str, Any]:
        exclusion = Exclusion(run_id, (row_id,), form.cleaned_data["reason"])
        return exclude_rows(actor=request.actor, now=request.now, key=key_of(request=request), exclusion=exclusion)

    def done(result: Mapping[str, Any]) -> Done:
        if not result["excluded"]:
            raise Changed("RUN_CHANGED", run=run_id)
        return Done(_("Taken out of this run."), state.closed)

    def again() -> HttpResponse:
        return _run(request, run_id, replace(state, row=row_id), form)

    return act(request=request, form=form, call=call, done=done, again=again)


def _runs(request: PageRequest, form: Form) -> HttpResponse:
    found = runs(actor=request.actor, number=page_asked(request=request))
    shown = {
        "lines": [pages.run_line(run=row) for row in found.rows],
        "found": found,
        "form": form,
        "may_remind": request.actor.may(Verb.REMIND),
        "has_mail_server": configured_post().channel is not None,
        "today": request.today,
    }
    return render(request, "web/reminders/runs.html", shown)


def _run(request: PageRequest, run_id: int, state: ListState, form: Form) -> HttpResponse:
    shown = _panel(request, run_id, state, form)
    decision = _decision(state)
    kind, read = pages.with_our_side(
        kind=pages.KINDS[decision], read=_reader(request, run_id, state), today=request.today
    )
    shown |= {
        "table": lists.table_page(kind=kind, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Decision.SEND.value),
        "is_kept_back": decision is Decision.SUPPRESS,
        "kept_back": pages.kept_back(actor=request.actor, run_id=run_id),
        "hold_reasons": pages.words(reasons=shown["line"].run.hold_reasons),
        "unpublished": pages.unpublished(today=request.today) if shown["is_waiting"] else (),
    }
    return render(request, "web/reminders/run.html", shown)


def _panel(request: PageRequest, run_id: int, state: ListState, form: Form) -> dict[str, Any]:
    """The run, and the row that is open with its letter or why there is none."""
    view = run(actor=request.actor, run_id=run_id)
    if view is None:
        raise NotPermitted("RUN_UNKNOWN", run=run_id)
    shown: dict[str, Any] = {"state": state, "line": pages.run_line(run=view), "form": form}
    shown |= {"may_remind": request.actor.may(Verb.REMIND), "is_waiting": _is_waiting(view)}
    shown["beyond"] = pages.beyond(actor=request.actor, run_id=run_id)
    shown["is_mine"] = view.planner_id is not None and view.planner_id == request.actor.user_id
    if view.state == "HELD" and shown["is_mine"] and not shown["beyond"]:
        shown["second"] = second_person(actor=request.actor, verb=Verb.REMIND)
        shown["alone"] = AloneForm()
    if state.row is None:
        return shown
    row = run_row(actor=request.actor, run_id=run_id, row_id=state.row)
    if row is None:
        raise NotPermitted("ROW_UNKNOWN", row=state.row)
    is_listed = any(item["listed"] for item in row.items)
    content = letter_of_row(actor=request.actor, row_id=row.id) if is_listed else None
    letter = shown_letter(content=content, name=row.customer_name) if content else None
    ours = our_side_shown(customer_ids=[row.customer_id], today=request.today)
    shown["blockers"] = ours.get(row.customer_id, ())
    return shown | {"open": pages.open_row(row=row), "letter": letter}


def _reader(request: PageRequest, run_id: int, state: ListState) -> lists.Reader[RunRowView]:
    def read(number: int, size: int) -> Page[RunRowView]:
        return pages.rows_page(
            actor=request.actor, run_id=run_id, decision=_decision(state), sort=state.sort, number=number, size=size
        )

    return read


def _decision(state: ListState) -> Decision:
    return Decision(lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Decision.SEND.value))


def _posted_state(request: PageRequest, run_id: int) -> ListState:
    path = reverse("reminder_run", args=[run_id])
    return state_at(address=request.POST.get("list", ""), path=path, kind=pages.KINDS[Decision.SUPPRESS])


def _is_waiting(view: RunView) -> bool:
    return view.state in ("PLANNED", "HELD", "APPROVED")


def _act(request: PageRequest, run_id: int, call: Call, said: str) -> HttpResponse:
    form = Form(request.POST)
    done = Done(said, reverse("reminder_run", args=[run_id]))

    def again() -> HttpResponse:
        return _run(request, run_id, _posted_state(request, run_id), form)

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)
