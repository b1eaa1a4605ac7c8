"""Pause reminders to a customer or for one of his invoices, see the pauses in force, end one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.reminders.operations.pausing import end_pause, pause_reminders
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.reminders import PauseForm
from huikuan.web.pages.pauses import pause_lines, pause_page
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.toasts import Undo

USUAL_DAYS = timedelta(days=7)


@page()
def pause_list(request: PageRequest) -> HttpResponse:
    """The pauses in force, those that end first first."""
    return _list(request, Form())


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def pause(request: PageRequest, customer_id: int) -> HttpResponse:
    """Keep letters from a customer, or from asking for one invoice, through a day."""
    shown = pause_page(actor=request.actor, today=request.today, customer_id=customer_id)
    first = {"through": min(request.today + USUAL_DAYS, shown.latest), "item": request.GET.get("item", "")}
    form = PauseForm(request.POST or None, initial=first, items=shown.items, latest=shown.latest)
    home = reverse("customer", args=[customer_id])

    def call() -> Mapping[str, Any]:
        return pause_reminders(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            pause=form.draft(customer_id=customer_id),
        )

    def done(result: Mapping[str, Any]) -> Done:
        undo = Undo(reverse("end_pause", args=[result["pause_id"]]), {})
        return Done(_("Paused. What waits already is kept back too."), home, undo)

    def again() -> HttpResponse:
        back = safe_next(request=request, otherwise=home)
        return render(request, "web/reminders/pause.html", {"shown": shown, "form": form, "back": back})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def stop_pause(request: PageRequest, pause_id: int) -> HttpResponse:
    """End a pause before its last day."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return end_pause(actor=request.actor, now=request.now, key=key_of(request=request), pause_id=pause_id)

    done = Done(_("The pause is over."), reverse("pauses"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _list(request, form))


def _list(request: PageRequest, form: Form) -> HttpResponse:
    lines = pause_lines(actor=request.actor, today=request.today)
    return render(request, "web/reminders/pauses.html", {"lines": lines, "form": form})
