"""End a message that a person brought himself: a call made, a visit paid. Inside the act that says what came of it."""

from __future__ import annotations

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import TASKS, TRANSITIONS, Event, State


def finish_task(*, act: OpenAct, message_id: int) -> MessageRow:
    """Say that a task was done now. Raises Refused MESSAGE_UNKNOWN, NOT_A_TASK, Changed MESSAGE_CHANGED."""
    row = Message.objects.filter(pk=message_id).first()
    if row is None:
        raise Refused("MESSAGE_UNKNOWN", message=message_id)
    if row.channel not in [channel.value for channel in TASKS]:
        raise Refused("NOT_A_TASK", message=message_id)
    after = TRANSITIONS[State.PLANNED, Event.DONE]
    waiting = Message.objects.filter(pk=message_id, state=State.PLANNED.value)
    if not waiting.update(state=after.value, sent_at=act.now):
        raise Changed("MESSAGE_CHANGED", message=message_id, state=row.state)
    row.refresh_from_db()
    return row_of(message=row)
