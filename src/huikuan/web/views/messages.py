"""Messages that left, wait or failed, and what a named person decides of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.jobs.owners import cancel_message, resolve_uncertain, send_again, send_failed_again
from huikuan.kernel.actor import Verb
from huikuan.outbox.operations.resolving import Resolution
from huikuan.outbox.rules import Event
from huikuan.reminders.access import message_for
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.reminders import CancelForm, ResolveForm
from huikuan.web.numbers import page_asked
from huikuan.web.pages import reminders as pages
from huikuan.web.requests import PageRequest, page
from huikuan.wording import names

RESOLUTIONS = {event.value: event for event in (Event.CONFIRM_SENT, Event.CONFIRM_LOST, Event.SEND_AGAIN)}
Call = Callable[[], Mapping[str, Any]]


@page()
def messages(request: PageRequest) -> HttpResponse:
    """Messages to customers, newest first; the uncertain and the failed ones wait for a named person."""
    return _messages(request, request.GET.get("state", ""), None)


@page(need=Verb.REMIND, methods=("POST",))
def resolve(request: PageRequest, message_id: int) -> HttpResponse:
    """Say what became of an uncertain message."""
    form = ResolveForm(request.POST, auto_id=f"message_{message_id}_%s")

    def call() -> Mapping[str, Any]:
        resolution = Resolution(message_id, RESOLUTIONS[form.cleaned_data["event"]], form.cleaned_data["note"])
        return resolve_uncertain(
            actor=request.actor, now=request.now, key=key_of(request=request), resolution=resolution
        )

    return _decide(request, message_id, form, call, _("Noted."))


@page(need=Verb.REMIND, methods=("POST",))
def send_message_again(request: PageRequest, message_id: int) -> HttpResponse:
    """Put a failed message into the queue again."""

    def call() -> Mapping[str, Any]:
        return send_again(actor=request.actor, now=request.now, key=key_of(request=request), message_id=message_id)

    said = _("It is in the queue again, and is looked at once more before it goes.")
    return _decide(request, message_id, Form(request.POST), call, said)


@page(need=Verb.REMIND, methods=("POST",))
def cancel(request: PageRequest, message_id: int) -> HttpResponse:
    """Take a message that has not gone out of the queue, or give a failed one up, with a reason."""
    form = CancelForm(request.POST, auto_id=f"cancel_{message_id}_%s")

    def call() -> Mapping[str, Any]:
        return cancel_message(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            message_id=message_id,
            reason=form.cleaned_data["reason"],
        )

    return _decide(request, message_id, form, call, _("Cancelled. The next run may plan its step again."))


@page(need=Verb.REMIND, methods=("POST",))
def send_all_again(request: PageRequest) -> HttpResponse:
    """Put every failed message into the queue again."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return send_failed_again(actor=request.actor, now=request.now, key=key_of(request=request))

    def done(result: Mapping[str, Any]) -> Done:
        count = result["messages"]
        said = ngettext("%(count)s message is in the queue again.", "%(count)s messages are in the queue again.", count)
        return Done(said % {"count": count}, reverse("messages"))

    return act(request=request, form=form, call=call, done=done, again=lambda: _messages(request, "FAILED", (0, form)))


def _decide(request: PageRequest, message_id: int, form: Form, call: Call, said: str) -> HttpResponse:
    """Carry out what a person decided of one message he may see; back to the list he looked at."""
    message_for(actor=request.actor, message_id=message_id)
    wanted = request.POST.get("state", "")
    done = Done(said, _address(wanted, _search(request)))

    def again() -> HttpResponse:
        return _messages(request, wanted, (message_id, form))

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _messages(request: PageRequest, wanted: str, typed: pages.Typed | None) -> HttpResponse:
    """The list as it was asked for; the addresses of its forms ask for the same, so that it comes back with what was typed."""
    wanted = wanted if wanted in pages.FILTERS else ""
    search, number = _search(request), page_asked(request=request)
    channel = request.GET.get("channel", "")
    found = pages.message_lines(
        actor=request.actor, wanted=wanted, search=search, number=number, typed=typed, channel=channel
    )
    shown = {
        "found": found,
        "form": typed[1] if typed else None,
        "tabs": [(tab[0], _address(code, search), code == wanted) for code, tab in pages.FILTERS.items()],
        "wanted": wanted,
        "search": search,
        "here": _address(wanted, search),
        "asked": f"?{request.GET.urlencode()}" if request.GET else "",
        "may_remind": request.actor.may(Verb.REMIND),
        "may_record": request.actor.may(Verb.RECORD_ACTIVITY),
        "channels": [(code, name, code == channel) for code, name in names.CHANNELS.items()],
    }
    return render(request, "web/reminders/messages.html", shown)


def _search(request: PageRequest) -> str:
    return request.GET.get("q", "").strip()


def _address(wanted: str, search: str = "") -> str:
    asked = {name: value for name, value in (("state", wanted), ("q", search)) if value}
    return f"{reverse('messages')}?{urlencode(asked)}" if asked else reverse("messages")
