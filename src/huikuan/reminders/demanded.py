"""Reads of demands that went out about overdue items, with what proves that they arrived: for the limitation period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huikuan.outbox.queries import accepted_replies
from huikuan.outbox.rules import ChannelName, State
from huikuan.reminders.models import PostedLetter, StepTaken
from huikuan.reminders.rules.policy import Phase
from huikuan.reminders.rules.posting import PostState


@dataclass(frozen=True, slots=True)
class Demanded:
    """One message that asked for an overdue item: on which day it went out, or a letter arrived.

    `proof` is the reply of the server that took it, or the letter's waybill; empty where nothing proves that it arrived.
    `has_stub` where the courier's stub is kept.
    """

    receivable_id: int
    message_id: int
    channel: ChannelName
    on: date
    proof: str
    has_stub: bool = False


def demanded(*, receivable_ids: Collection[int]) -> tuple[Demanded, ...]:
    """What was sent about these items after they were due; three queries."""
    rows = StepTaken.objects.filter(
        receivable_id__in=receivable_ids,
        released_at=None,
        phase=Phase.OVERDUE.value,
        message__state=State.SENT.value,
        message__channel__in=[ChannelName.EMAIL.value, ChannelName.SMS.value, ChannelName.LETTER.value],
    )
    columns = ("receivable_id", "message_id", "message__channel", "message__day")
    steps = list(rows.order_by("pk").values_list(*columns))
    ids = sorted({message_id for _, message_id, _, _ in steps})
    replies = accepted_replies(message_ids=ids)
    letters = _letters(ids)
    found = []
    for receivable_id, message_id, channel, day in steps:
        if channel != ChannelName.LETTER.value:
            proof = replies.get(message_id, "")
            found.append(Demanded(receivable_id, message_id, ChannelName(channel), day, proof))
        elif message_id in letters:
            on, waybill, has_stub = letters[message_id]
            found.append(Demanded(receivable_id, message_id, ChannelName.LETTER, on or day, waybill, has_stub))
    return tuple(found)


def _letters(ids: list[int]) -> dict[int, tuple[date | None, str, bool]]:
    """By message: the day it was delivered and its waybill, which is empty while it is on its way or came back."""
    rows = PostedLetter.objects.filter(message_id__in=ids)
    found = {}
    for message_id, state, ended_on, courier, number, stubs in rows.values_list(
        "message_id", "state", "ended_on", "courier", "waybill_number", "stub_ids"
    ):
        arrived = state == PostState.DELIVERED.value
        found[message_id] = (ended_on, f"{courier} {number}".strip() if arrived else "", bool(stubs))
    return found
