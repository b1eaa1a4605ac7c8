"""What only a named person may decide of a message: uncertain ones, failed ones, and those not yet gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.operations.delivering import Settle
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import TRANSITIONS, Event, State


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a person found out about an uncertain message (CONFIRM_SENT, CONFIRM_LOST, SEND_AGAIN), and how."""

    message_id: int
    event: Event
    note: str


def resolve_uncertain(
    *, actor: Actor, now: datetime, key: str, resolution: Resolution, settle: Settle
) -> dict[str, Json]:
    """Say what became of an uncertain message; `{"state"}`.

    Raises Refused PERSON_NEEDED, NOTE_NEEDED, NOT_A_RESOLUTION, MESSAGE_UNKNOWN, Changed MESSAGE_CHANGED.
    """
    event, message_id = resolution.event, resolution.message_id
    if event not in (Event.CONFIRM_SENT, Event.CONFIRM_LOST, Event.SEND_AGAIN):
        raise Refused("NOT_A_RESOLUTION", event=event.value)
    if not resolution.note.strip():
        raise Refused("NOTE_NEEDED")
    changes: dict[str, Any] = {"sent_at": now} if event is Event.CONFIRM_SENT else {}
    if event is Event.SEND_AGAIN:
        changes = {"next_try_at": now, "attempts": 0, "reasons": []}
    detail = {"message_id": message_id, "event": event.value, "note": resolution.note}
    intent = _intent("resolve_uncertain", actor, now, key, detail)
    return _decide(intent, message_id, (event, State.UNCERTAIN), changes, settle)


def send_again(*, actor: Actor, now: datetime, key: str, message_id: int, settle: Settle) -> dict[str, Json]:
    """Put a failed message (known not to be accepted) into the queue again; `{"state"}`. Raises Refused, Changed."""
    changes: dict[str, Any] = {"next_try_at": now, "attempts": 0, "reasons": []}
    intent = _intent("send_again", actor, now, key, {"message_id": message_id})
    return _decide(intent, message_id, (Event.SEND_AGAIN, State.FAILED), changes, settle)


def cancel_message(
    *, actor: Actor, now: datetime, key: str, message_id: int, reason: str, settle: Settle
) -> dict[str, Json]:
    """Take a message that has not gone yet out of the queue, or give a failed one up; `{"state"}`.

    Raises Refused REASON_NEEDED, PERSON_NEEDED, MESSAGE_UNKNOWN, Changed MESSAGE_CHANGED.
    """
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    changes = {"reasons": [["CANCELLED_BY_PERSON", {"person": actor.name, "reason": reason}]]}
    intent = _intent("cancel_message", actor, now, key, {"message_id": message_id, "reason": reason})
    return _decide(intent, message_id, (Event.SUPPRESS, State.PLANNED, State.FAILED), changes, settle)


def _intent(verb: str, actor: Actor, now: datetime, key: str, detail: Mapping[str, Json]) -> Intent:
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    return Intent(verb, actor, now, key, None, detail)


def _decide(
    intent: Intent, message_id: int, step: tuple[Event, *tuple[State, ...]], changes: dict[str, Any], settle: Settle
) -> dict[str, Json]:
    """Take the step (an event, and the states in which it may be said) or refuse it; they all lead to one state."""
    event, *befores = step
    (after,) = {TRANSITIONS[before, event] for before in befores}

    def work(act: OpenAct) -> dict[str, Json]:
        row = Message.objects.filter(pk=message_id).first()
        if row is None:
            raise Refused("MESSAGE_UNKNOWN", message=message_id)
        if not Message.objects.filter(pk=message_id, state__in=[one.value for one in befores]).update(
            state=after.value, **changes
        ):
            raise Changed("MESSAGE_CHANGED", message=message_id, state=row.state)
        row.refresh_from_db()
        settle(act=act, message=row_of(message=row), state=after)
        return {"state": after.value}

    return perform(intent=intent, work=work)
