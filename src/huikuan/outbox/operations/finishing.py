"""End a message that people bring themselves: a call made, a visit paid, a letter printed. Inside the act that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.operations.queueing import columns_of, refuse_unsafe
from huikuan.outbox.ports import MessageRow, Ready, Suppress, Verdict
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import BY_PEOPLE, TRANSITIONS, ChannelName, Event, State


def finish_message(*, act: OpenAct, message_id: int, verdict: Verdict) -> MessageRow:
    """End a waiting message of people by what its room says of it now: done with this content, suppressed, or left waiting.

    Raises Refused MESSAGE_UNKNOWN, NOT_BY_PEOPLE and what `queueing.refuse_unsafe` does, Changed MESSAGE_CHANGED.
    """
    row = Message.objects.select_for_update().filter(pk=message_id).first()
    if row is None:
        raise Refused("MESSAGE_UNKNOWN", message=message_id)
    if row.channel not in [channel.value for channel in BY_PEOPLE]:
        raise Refused("NOT_BY_PEOPLE", message=message_id)
    if not Message.objects.filter(pk=message_id, state=State.PLANNED.value).update(**_changes(act, row, verdict)):
        raise Changed("MESSAGE_CHANGED", message=message_id, state=row.state)
    row.refresh_from_db()
    return row_of(message=row)


def _changes(act: OpenAct, row: Message, verdict: Verdict) -> Mapping[str, Any]:
    if isinstance(verdict, Ready):
        refuse_unsafe(content=verdict.content, channel=ChannelName(row.channel))
        done = TRANSITIONS[State.PLANNED, Event.DONE]
        columns = columns_of(content=verdict.content)
        return {"state": done.value, "sent_at": act.now, "day": verdict.day, "reasons": [], **columns}
    reasons = [[code, dict(parameters)] for code, parameters in verdict.reasons]
    if isinstance(verdict, Suppress):
        return {"state": TRANSITIONS[State.PLANNED, Event.SUPPRESS].value, "reasons": reasons}
    return {"reasons": reasons, "next_try_at": verdict.until}
