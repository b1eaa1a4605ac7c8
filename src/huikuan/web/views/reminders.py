"""Reminders: plan a run, look at who gets what and why not, read the letter, send; what left and what is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.jobs.day import configured_post
from huikuan.jobs.owners import resolve_uncertain
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.resolving import Resolution
from huikuan.outbox.rules import Event, State
from huikuan.reminders.access import message_for
from huikuan.reminders.operations.planning import Exclusion, approve_run, cancel_run, exclude_rows, plan_run
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.previews import letter_of_row
from huikuan.reminders.queries import RunRowView, RunView, run, runs
from huikuan.reminders.rules.runs import Decision
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.reminders import ExcludeForm, ResolveForm
from huikuan.web.pages import lists
from huikuan.web.pages import reminders as pages
from huikuan.web.requests import PageRequest, page

RESOLUTIONS = {event.value: event for event in (Event.CONFIRM_SENT, Event.CONFIRM_LOST, Event.SEND_AGAIN)}
Call = Callable[[], Mapping[str, Any]]


@page()
def reminder_runs(request: PageRequest) -> HttpResponse:
    """All runs, today's first, and what waits in the outbox."""
    found = runs(actor=request.actor, number=_number(request))
    shown = {
        "lines": [pages.run_line(run=row) for row in found.rows],
        "found": found,
        "may_remind": request.actor.may(Verb.REMIND),
        "has_mail_server": configured_post().channel is not None,
        "today": request.today,
    }
    return render(request, "web/reminders/runs.html", shown)


@page(need=Verb.REMIND, methods=("POST",))
def plan_reminders(request: PageRequest) -> HttpResponse:
    """Plan today's reminders anew: a preview, nothing leaves."""

    def call() -> Mapping[str, Any]:
        return plan_run(actor=request.actor, now=request.now, key=key_of(request=request), today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Planned. Nothing has left yet."), reverse("reminder_run", args=[result["run_id"]]))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=lambda: reminder_runs(request))


@page()
def reminder_run(request: PageRequest, run_id: int) -> HttpResponse:
    """One run: what would be sent and what is kept back, each with its reasons; the letter beside it."""
    return _run(request, run_id, ExcludeForm())


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
    """Let a held run go on; a second person."""

    def call() -> Mapping[str, Any]:
        return approve_run(actor=request.actor, now=request.now, key=key_of(request=request), run_id=run_id)

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
    form = ExcludeForm(request.POST)

    def call() -> Mapping[str, Any]:
        exclusion = Exclusion(run_id, (row_id,), form.cleaned_data["reason"])
        return exclude_rows(actor=request.actor, now=request.now, key=key_of(request=request), exclusion=exclusion)

    done = Done(_("Taken out of this run."), reverse("reminder_run", args=[run_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _run(request, run_id, form))


@page()
def messages(request: PageRequest) -> HttpResponse:
    """Messages to customers, newest first; the uncertain ones wait for a named person."""
    return _messages(request, ResolveForm())


@page(need=Verb.REMIND, methods=("POST",))
def resolve(request: PageRequest, message_id: int) -> HttpResponse:
    """Say what became of an uncertain message."""
    message_for(actor=request.actor, message_id=message_id)
    form = ResolveForm(request.POST)

    def call() -> Mapping[str, Any]:
        resolution = Resolution(message_id, RESOLUTIONS[form.cleaned_data["event"]], form.cleaned_data["note"])
        return resolve_uncertain(
            actor=request.actor, now=request.now, key=key_of(request=request), resolution=resolution
        )

    done = Done(_("Noted."), reverse("messages"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _messages(request, form))


def _messages(request: PageRequest, form: ResolveForm) -> HttpResponse:
    wanted = request.GET.get("state", "")
    states = (State(wanted),) if wanted in State.__members__ else ()
    found = pages.message_lines(actor=request.actor, states=states, number=_number(request))
    shown = {"found": found, "form": form, "states": pages.MESSAGE_STATES, "wanted": wanted}
    return render(request, "web/reminders/messages.html", shown | {"may_remind": request.actor.may(Verb.REMIND)})


def _run(request: PageRequest, run_id: int, form: ExcludeForm) -> HttpResponse:
    view = run(actor=request.actor, run_id=run_id)
    if view is None:
        raise Refused("RUN_UNKNOWN", run=run_id)
    state = lists.state_of(request=request, kind=pages.ROWS)
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Decision.SEND.value)

    def read(number: int, size: int) -> Page[RunRowView]:
        return pages.rows_page(
            actor=request.actor, run_id=run_id, decision=Decision(which), sort=state.sort, number=number, size=size
        )

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.ROWS, state=state, read=read)
    shown: dict[str, Any] = {"state": state, "line": pages.run_line(run=view), "form": form}
    shown |= {"may_remind": request.actor.may(Verb.REMIND), "is_waiting": _is_waiting(view)}
    if state.row is not None:
        shown |= {"row_id": state.row, "letter": letter_of_row(actor=request.actor, row_id=state.row)}
    if lists.only_panel(request=request):
        return render(request, "web/reminders/panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=pages.ROWS, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Decision.SEND.value),
        "kept_back": pages.kept_back(actor=request.actor, run_id=run_id),
        "hold_reasons": pages.words(reasons=view.hold_reasons),
    }
    return render(request, "web/reminders/run.html", shown)


def _is_waiting(view: RunView) -> bool:
    return view.state in ("PLANNED", "HELD", "APPROVED")


def _act(request: PageRequest, run_id: int, call: Call, said: str) -> HttpResponse:
    form = Form(request.POST)
    done = Done(said, reverse("reminder_run", args=[run_id]))

    def again() -> HttpResponse:
        if form.errors:
            return render(request, "web/reminders/refused.html", {"form": form, "run_id": run_id})
        return HttpResponseRedirect(reverse("reminder_run", args=[run_id]))

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _number(request: PageRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
