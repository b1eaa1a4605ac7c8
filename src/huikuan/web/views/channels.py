"""Messages on every channel: replies, calls and visits done, letters on paper, what people want."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.customers.people import person_for
from huikuan.customers.permissions import permissions_of, record_permission
from huikuan.kernel.actor import Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import Refused
from huikuan.outbox.rules import ChannelName, State
from huikuan.reminders.access import message_for
from huikuan.reminders.operations.posting import PostResult, Stub, hand_over_letters, settle_letter, undo_letter
from huikuan.reminders.operations.printing import print_letters
from huikuan.reminders.operations.replying import record_reply
from huikuan.reminders.operations.tasks import settle_task
from huikuan.reminders.posted import pile_pdf, posted_letters
from huikuan.reminders.queries import messages
from huikuan.reminders.rules.posting import PostEvent, read_waybills
from huikuan.reminders.rules.waiting import WaitingTask
from huikuan.reminders.waiting import waiting_tasks
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.channels import (
    PermissionForm,
    PostResultForm,
    ReplyForm,
    TaskForm,
    UndoLetterForm,
    WaybillForm,
    WaybillListForm,
)
from huikuan.web.numbers import page_asked
from huikuan.web.requests import PageRequest, page
from huikuan.wording import names

MOST_STUB = 10_000_000


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def message_reply(request: PageRequest, message_id: int) -> HttpResponse:
    """Write down what a customer answered to a message."""
    message = message_for(actor=request.actor, message_id=message_id, need=Verb.RECORD_ACTIVITY)
    form = ReplyForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        return record_reply(**_who(request), today=request.today, reply=form.draft(message_id=message_id))

    def done(result: Mapping[str, Any]) -> Done:
        said = _("Noted; he gets no more messages on this channel.") if result["opted_out"] else _("Noted.")
        return Done(said, reverse("messages"))

    return _about(request, message.content, form, call, done, _("Write down a reply"))


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def message_task(request: PageRequest, message_id: int) -> HttpResponse:
    """Do a call or visit of the ladder: what to say, the items behind it, and what came of it."""
    message = message_for(actor=request.actor, message_id=message_id, need=Verb.RECORD_ACTIVITY)
    left = waiting_tasks(actor=request.actor, today=request.today, message_id=message_id)
    currency = left[0].currency if left else "CNY"
    form = TaskForm(
        request.POST or None,
        currency=currency,
        initial={"outcome": "REACHED", "said_by": message.content.recipient_name},
    )

    def call() -> Mapping[str, Any]:
        return settle_task(**_who(request), today=request.today, result=form.draft(message_id=message_id))

    done = Done(_("Noted on the customer's time line."), reverse("messages"))
    title = names.name_of(names=names.CHANNELS, code=message.channel.value)
    return _about(request, message.content, form, call, lambda _: done, title, left)


@page()
def letter_post(request: PageRequest) -> HttpResponse:
    """Letters to print, and where the printed ones are."""
    return _post(request, Form())


@page(need=Verb.REMIND, methods=("POST",))
def print_pile(request: PageRequest) -> HttpResponse:
    """Print the letters that wait as one pile."""
    local = request.now.astimezone(ZoneInfo(settings.TIME_ZONE))

    def call() -> Mapping[str, Any]:
        return print_letters(**_who(request), local_now=local, today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        count = result["letters"]
        said = ngettext("%(count)s letter is ready to print.", "%(count)s letters are ready to print.", count)
        return Done(said % {"count": count}, reverse("letter_post"))

    form = Form(request.POST)
    return act(request=request, form=form, call=call, done=done, again=lambda: _post(request, form))


@page(need=Verb.REMIND)
def letter_pile(request: PageRequest, batch_id: int) -> HttpResponse:
    """The PDF of a pile."""
    name, content = pile_pdf(actor=request.actor, batch_id=batch_id)
    return download(name=name, kind="application/pdf", content=content)


@page(need=Verb.REMIND, methods=("POST",))
def hand_over(request: PageRequest, letter_id: int) -> HttpResponse:
    """Note the courier and number of one letter."""
    form = WaybillForm(request.POST, auto_id=f"letter_{letter_id}_%s")

    def call() -> Mapping[str, Any]:
        return hand_over_letters(**_who(request), today=request.today, waybills=[form.draft(letter_id=letter_id)])

    done = Done(_("Noted."), reverse("letter_post"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _post(request, form))


@page(need=Verb.REMIND, methods=("POST",))
def hand_over_list(request: PageRequest) -> HttpResponse:
    """Note a courier's list; nothing is noted while a line of it cannot be used."""
    form = WaybillListForm(request.POST, auto_id="list_%s")

    def call() -> Mapping[str, Any]:
        good, faults = read_waybills(text=form.cleaned_data["listed"])
        if faults:
            first = faults[0]
            raise Refused(
                "WAYBILL_LIST_FAULTY", line=first.line, column=first.column, value=first.value, count=len(faults)
            )
        return hand_over_letters(**_who(request), today=request.today, waybills=good)

    done = Done(_("Noted."), reverse("letter_post"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _post(request, form))


@page(need=Verb.REMIND, methods=("POST",))
def end_letter(request: PageRequest, letter_id: int) -> HttpResponse:
    """Note that a letter was delivered, came back or was not posted, with a photo of the stub."""
    form = PostResultForm(request.POST, request.FILES, auto_id=f"end_{letter_id}_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        file = typed["stub"]
        stubs = (Stub(file.name or "stub", file.read(MOST_STUB)),) if file else ()
        result = PostResult(letter_id, PostEvent(typed["event"]), typed["on"], typed["note"], stubs)
        return settle_letter(**_who(request), today=request.today, result=result)

    done = Done(_("Noted on the customer's time line."), reverse("letter_post"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _post(request, form))


@page(need=Verb.REMIND, methods=("POST",))
def take_back_letter(request: PageRequest, letter_id: int) -> HttpResponse:
    """Take back what was noted last of a letter."""
    form = UndoLetterForm(request.POST, auto_id=f"undo_{letter_id}_%s")

    def call() -> Mapping[str, Any]:
        return undo_letter(**_who(request), letter_id=letter_id, reason=form.cleaned_data["reason"])

    done = Done(_("Taken back; the time line keeps both."), reverse("letter_post"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _post(request, form))


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def contact_permissions(request: PageRequest, contact_id: int) -> HttpResponse:
    """What a person at a customer said about being written to, and his next word."""
    row = person_for(actor=request.actor, contact_id=contact_id, need=Verb.RECORD_ACTIVITY)
    form = PermissionForm(request.POST or None, initial={"said_on": request.today, "channel": "SMS"})

    def call() -> Mapping[str, Any]:
        return record_permission(**_who(request), today=request.today, contact_id=contact_id, permission=form.draft())

    def again() -> HttpResponse:
        shown = {
            "contact": row,
            "form": form,
            "words": [
                (
                    one,
                    names.CHANNELS[one.channel.value],
                    names.STANDS[one.stand.value],
                    names.name_of(names=names.TOLD_BY, code=one.told_by),
                )
                for one in permissions_of(actor=request.actor, contact_id=contact_id)
            ],
        }
        return render(request, "web/channels/permissions.html", shown)

    if request.method == "GET":
        return again()
    done = Done(_("Noted."), reverse("contact_permissions", args=[contact_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _post(request: PageRequest, form: Form) -> HttpResponse:
    waiting = messages(actor=request.actor, states=(State.PLANNED,), channels=(ChannelName.LETTER,))
    found = posted_letters(actor=request.actor, number=page_asked(request=request))
    shown = {
        "waiting": waiting,
        "found": found,
        "form": form,
        "listing": WaybillListForm(auto_id="list_%s"),
        "may_remind": request.actor.may(Verb.REMIND),
        "lines": [
            (
                row,
                names.POST_STATES[row.state],
                WaybillForm(auto_id=f"letter_{row.id}_%s", initial={"handed_on": request.today})
                if row.state == "PRINTED"
                else None,
                PostResultForm(auto_id=f"end_{row.id}_%s", initial={"on": request.today})
                if row.state in ("PRINTED", "HANDED_OVER")
                else None,
                UndoLetterForm(auto_id=f"undo_{row.id}_%s") if row.state != "PRINTED" else None,
            )
            for row in found.rows
        ],
    }
    return render(request, "web/channels/letters.html", shown)


def _about(  # noqa: PLR0913
    request: PageRequest,
    content: Any,
    form: Form,
    call: Any,
    done: Any,
    title: str,
    left: tuple[WaitingTask, ...] = (),
) -> HttpResponse:
    """A message with a form about it; of a task, what of it may still be asked for."""

    def again() -> HttpResponse:
        shown = {"content": content, "form": form, "title": title}
        shown |= {"left": [(one, Money(one.asked_minor, one.currency)) for one in left]}
        return render(request, "web/channels/message.html", shown)

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
