"""Which room owns a message, by its purpose; and what a person may decide of a message, with that room told of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Json, OpenAct
from huikuan.guests.operations import code_messages
from huikuan.invoicing.operations import sending as invoices
from huikuan.jobs.telling import only_to_his_group
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed
from huikuan.outbox.operations import resolving
from huikuan.outbox.operations.delivering import Settle
from huikuan.outbox.ports import Attachment, MessageRow, Ready, Verdict
from huikuan.outbox.rules import State
from huikuan.reminders.access import message_for
from huikuan.reminders.operations import forewarning, group_forewarning, sending
from huikuan.reminders.operations.delivering import attach_reminder, prepare_reminder, settle_reminder
from huikuan.reminders.operations.forewarning import prepare_forewarning
from huikuan.reminders.queries import messages
from huikuan.sanctions.operations import writing as sanctions
from huikuan.sanctions.operations.delivering import attach_sanction_letter, prepare_sanction_letter
from huikuan.statements.operations import sending as statements
from huikuan.statements.operations.delivering import attach_statement, prepare_statement, settle_statement
from huikuan.worklist import operations as day_summaries


def _as_it_is(message: MessageRow, local_now: datetime, today: date) -> Verdict:
    return Ready(message.content, today)


def _without_files(message: MessageRow, now: datetime) -> tuple[tuple[int, Attachment], ...]:
    return ()


def _nothing_follows(*, act: OpenAct, message: MessageRow, state: State) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Owner:
    """What the room of a message does: decides at the claim, makes the attachments, lets its rows follow the message."""

    prepare: Callable[[MessageRow, datetime, date], Verdict] = _as_it_is
    attach: Callable[[MessageRow, datetime], tuple[tuple[int, Attachment], ...]] = _without_files
    settle: Settle = _nothing_follows


OWNERS = {
    invoices.PURPOSE: Owner(
        attach=lambda message, now: invoices.attach_invoice(message=message, now=now),
        settle=invoices.settle_invoice,
    ),
    statements.PURPOSE: Owner(
        prepare=lambda message, local_now, today: prepare_statement(message=message, today=today),
        attach=lambda message, now: attach_statement(message=message),
        settle=settle_statement,
    ),
    sanctions.PURPOSE: Owner(
        prepare=lambda message, local_now, today: prepare_sanction_letter(message=message, today=today),
        attach=lambda message, now: attach_sanction_letter(message=message),
    ),
    code_messages.PURPOSE: Owner(
        prepare=lambda message, local_now, today: code_messages.prepare_code(
            message=message, now=local_now, today=today
        )
    ),
    sending.PURPOSE: Owner(
        prepare=lambda message, local_now, today: prepare_reminder(message=message, local_now=local_now, today=today),
        attach=lambda message, now: attach_reminder(message=message, now=now),
        settle=settle_reminder,
    ),
    forewarning.PURPOSE: Owner(
        prepare=lambda message, local_now, today: prepare_forewarning(message=message, today=today)
    ),
    group_forewarning.PURPOSE: Owner(
        prepare=lambda message, local_now, today: only_to_his_group(
            message=message,
            prepare=lambda: group_forewarning.prepare_group_forewarning(message=message, today=today),
        )
    ),
    day_summaries.PURPOSE: Owner(
        prepare=lambda message, local_now, today: only_to_his_group(
            message=message, prepare=lambda: day_summaries.prepare_summary(message=message, today=today)
        )
    ),
}


def owner_of(*, message: MessageRow) -> Owner:
    """The owner of a message; messages of a purpose nobody owns go out as they were queued."""
    return OWNERS.get(message.purpose, Owner())


def settle(*, act: OpenAct, message: MessageRow, state: State) -> None:
    """Tell the owner of a message that its state changed, inside the act that changes it."""
    owner_of(message=message).settle(act=act, message=message, state=state)


def resolve_uncertain(*, actor: Actor, now: datetime, key: str, resolution: resolving.Resolution) -> dict[str, Json]:
    """A named person says what became of an uncertain message; see `outbox.operations.resolving.resolve_uncertain`."""
    message_for(actor=actor, message_id=resolution.message_id, need=Verb.REMIND)
    return resolving.resolve_uncertain(actor=actor, now=now, key=key, resolution=resolution, settle=settle)


def send_again(*, actor: Actor, now: datetime, key: str, message_id: int) -> dict[str, Json]:
    """A named person puts a failed message into the queue again."""
    message_for(actor=actor, message_id=message_id, need=Verb.REMIND)
    return resolving.send_again(actor=actor, now=now, key=key, message_id=message_id, settle=settle)


def send_failed_again(*, actor: Actor, now: datetime, key: str) -> dict[str, Json]:
    """A named person puts every failed message he may see into the queue again, an act each; `{"messages"}`.

    One that somebody else decided about meanwhile is left. Raises NotPermitted, Refused PERSON_NEEDED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    first = messages(actor=actor, states=(State.FAILED,))
    failed = [row.id for row in first.rows]
    for number in range(2, first.pages + 1):
        failed += [row.id for row in messages(actor=actor, states=(State.FAILED,), number=number).rows]
    count = 0
    for message_id in failed:
        with suppress(Changed):
            send_again(actor=actor, now=now, key=f"{key}/{message_id}", message_id=message_id)
            count += 1
    return {"messages": count}


def cancel_message(*, actor: Actor, now: datetime, key: str, message_id: int, reason: str) -> dict[str, Json]:
    """A named person takes a message that has not gone yet out of the queue, or gives a failed one up."""
    message_for(actor=actor, message_id=message_id, need=Verb.REMIND)
    return resolving.cancel_message(actor=actor, now=now, key=key, message_id=message_id, reason=reason, settle=settle)
