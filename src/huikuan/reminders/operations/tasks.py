"""Calls and visits of the ladder: a person does them and writes down what came of it; that settles the step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind, activity_faults
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.finishing import finish_message
from huikuan.outbox.ports import MessageRow, Ready, Suppress
from huikuan.outbox.rules import TASKS, ChannelName, State
from huikuan.reminders.access import message_for
from huikuan.reminders.operations.delivering import settle_reminder

_KINDS = {ChannelName.CALL: ActivityKind.CALL, ChannelName.VISIT: ActivityKind.VISIT}


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What came of a call or visit, and what follows."""

    message_id: int
    text: str
    outcome: Outcome
    next_step: NextStep


def settle_task(*, actor: Actor, now: datetime, today: date, key: str, result: TaskResult) -> dict[str, Json]:
    """Write down a call or visit of the ladder: the step is settled, the contact on the time line; `{"activity_id"}`.

    Whoever was not reached leaves the task open, with the attempt on the time line. Raises NotPermitted, Refused
    NOT_A_TASK and as `activities.rules.activity_faults`, Changed MESSAGE_CHANGED.
    """
    message = message_for(actor=actor, message_id=result.message_id, need=Verb.RECORD_ACTIVITY)
    if message.channel not in TASKS or message.customer_id is None:
        raise Refused("NOT_A_TASK", message=message.id)
    kind = _KINDS[message.channel]
    faults = activity_faults(kind=kind, outcome=result.outcome, text=result.text, next_step=result.next_step, on=today)
    if faults:
        raise Refused(faults[0], kind=kind.value)
    detail: dict[str, Json] = {"message_id": message.id, "outcome": result.outcome.value}
    intent = Intent("settle_task", actor, now, key, message.company_id, detail)
    return perform(intent=intent, work=lambda act: {"activity_id": _settle(act, message, kind, result, today)})


def drop_task(*, act: OpenAct, message: MessageRow, reasons: Suppress) -> None:
    """End a task that is not to be done any more, inside an open act, and release its step."""
    ended = finish_message(act=act, message_id=message.id, verdict=reasons)
    settle_reminder(act=act, message=ended, state=State.SUPPRESSED)


def _settle(act: OpenAct, message: MessageRow, kind: ActivityKind, result: TaskResult, today: date) -> int:
    if result.outcome is not Outcome.NOT_REACHED:
        ended = finish_message(act=act, message_id=message.id, verdict=Ready(message.content, today))
        settle_reminder(act=act, message=ended, state=State.SENT)
    subjects = [Subject(SubjectKind.MESSAGE, message.id)]
    subjects += [Subject(SubjectKind.RECEIVABLE, item[0]) for item in message.content.snapshot.get("items", ())]
    draft = ActivityDraft(
        customer_id=message.customer_id or 0,
        company_id=message.company_id,
        kind=kind,
        at=act.now,
        text=result.text.strip(),
        outcome=result.outcome,
        next_step=result.next_step,
        subjects=tuple(subjects),
    )
    return add_activities(act=act, drafts=[draft])[0]
