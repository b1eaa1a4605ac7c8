"""The time line of a customer: contacts, every message with its state, answers to it, and money that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huikuan.activities.queries import ActivityRow
from huikuan.activities.rules import Outcome, SubjectKind
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.rules import TASKS, TO_CUSTOMERS, State
from huikuan.receipts.queries.receipts import ReceiptRow
from huikuan.web.clock import day_of
from huikuan.web.tables.columns import Text
from huikuan.wording import names
from huikuan.wording.sentences import sentence

WRITTEN = ("EMAIL", "SMS", "LETTER")
"""Kinds of contact by which a customer answers in words of his own."""

ENDED = (State.FAILED, State.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a time line."""

    day: date
    title: Text
    text: str = ""
    amount: Money | None = None
    by: str = ""
    at: datetime | None = None
    address: str = ""
    tone: str = ""
    files: tuple[str, ...] = ()
    """Where what was kept with it is handed out."""


def events_of(
    *, actor: Actor, contacts: Iterable[ActivityRow], messages: Iterable[MessageRow], receipts: Iterable[ReceiptRow]
) -> tuple[Event, ...]:
    """Newest first. A message that left has its own contact; any other stands with its state and the reason for it."""
    known = tuple(contacts)
    told = {message_id for row in known if (message_id := _message_of(row)) is not None}
    may_record = actor.may(Verb.RECORD_ACTIVITY)
    found = [_contact(row, may_record) for row in known]
    since = min((row.at for row in known), default=None)
    for message in messages:
        if message.id not in told and (message.state is not State.SENT or since is None or _moment(message) >= since):
            found.append(_message(message, may_record))
    found += [_receipt(row) for row in receipts]
    return tuple(sorted(found, key=lambda event: event.day, reverse=True))


def _contact(row: ActivityRow, may_record: bool) -> Event:
    message_id = _message_of(row)
    is_sent = row.outcome == Outcome.SENT.value
    can_answer = may_record and is_sent and message_id is not None
    return Event(
        day=_day(row.at),
        title=_title(row),
        text=_said(row),
        by=row.who_name,
        at=row.at,
        address=reverse("message_reply", args=[message_id]) if can_answer else "",
        files=_files(row),
    )


def _files(row: ActivityRow) -> tuple[str, ...]:
    kept = [one.id for one in row.subjects if one.kind is SubjectKind.DOCUMENT]
    by_us = row.outcome == Outcome.SENT.value or _message_of(row) is not None
    return () if by_us else tuple(reverse("contact_file", args=[row.id, pk]) for pk in kept)


def _title(row: ActivityRow) -> Text:
    kind = names.name_of(names=names.ACTIVITY_KINDS, code=row.kind)
    if _message_of(row) is not None and row.kind in WRITTEN and row.outcome == Outcome.REACHED.value:
        return _("%(kind)s · the customer answered") % {"kind": kind}
    if row.outcome == Outcome.NONE.value:
        return kind
    return f"{kind} · {names.name_of(names=names.OUTCOMES, code=row.outcome)}"


def _said(row: ActivityRow) -> str:
    """With whom, what was said, how it went, and what was agreed to do next."""
    said = [f"{_met(row)}: {row.text}" if _met(row) else row.text]
    if row.conversation is not None:
        told = row.conversation
        parts = ((_("Bargained"), told.bargaining), (_("Will do"), told.action), (_("Else"), told.consequence))
        said += [f"{title}: {text}" for title, text in parts if text]
    if row.next_date is not None:
        said.append(_("Next: %(action)s, %(day)s") % {"action": row.next_action, "day": row.next_date.isoformat()})
    return " · ".join(said)


def _met(row: ActivityRow) -> str:
    role = row.conversation.role if row.conversation else ""
    word = str(names.CONTACT_ROLES.get(role, "")) if role else ""
    return f"{row.met} ({word})" if row.met and word else row.met or word


def _message(row: MessageRow, may_record: bool) -> Event:
    """A message without a contact: it waits, failed, is uncertain or was kept back; or left for another room."""
    state = names.name_of(names=names.MESSAGE_STATE_NAMES, code=row.state.value)
    channel = names.name_of(names=names.CHANNELS, code=row.channel.value)
    reasons = [sentence(code=code, parameters=parameters) for code, parameters in row.reasons]
    return Event(
        day=_day(_moment(row)),
        title=f"{channel} · {state}",
        text=" · ".join([row.content.subject, *reasons]),
        at=_moment(row),
        address=_address(row) if may_record else "",
        tone="undone" if row.state in ENDED else "",
    )


def _address(row: MessageRow) -> str:
    """Where the message is dealt with: the task, the answer to it, or the list of messages."""
    if row.channel in TASKS and row.state is State.PLANNED:
        return reverse("message_task", args=[row.id])
    if row.channel in TO_CUSTOMERS and row.state is State.SENT:
        return reverse("message_reply", args=[row.id])
    return reverse("messages")


def _receipt(row: ReceiptRow) -> Event:
    return Event(
        day=row.received_on,
        title=_lazy("Money received"),
        text=row.payer_name,
        amount=Money(row.parts.amount, row.currency),
        address=reverse("receipt", args=[row.id]),
        tone="undone" if row.parts.reversed else "",
    )


def _message_of(row: ActivityRow) -> int | None:
    return next((one.id for one in row.subjects if one.kind is SubjectKind.MESSAGE), None)


def _moment(row: MessageRow) -> datetime:
    return row.sent_at or row.created_at


def _day(at: datetime) -> date:
    return day_of(moment=at)
