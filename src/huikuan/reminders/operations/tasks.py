"""Calls and visits of the ladder: a person does them and writes down what came of it; that settles the step."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind, activity_faults
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.finishing import finish_message
from huikuan.outbox.ports import MessageRow, Ready, Suppress
from huikuan.outbox.rules import TASKS, ChannelName, State
from huikuan.promises.operations.contacting import ContactDraft, add_contact
from huikuan.promises.rules import LONGEST_TEXT as LONGEST_SAID
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.reminders.access import message_for
from huikuan.reminders.operations.delivering import settle_reminder

_KINDS = {ChannelName.CALL: ActivityKind.CALL, ChannelName.VISIT: ActivityKind.VISIT}


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised in a call or visit of the ladder: minor units of a currency, the day, and by whom."""

    amount_minor: int
    currency: str
    day: date
    said_by: str


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What came of a call or visit, what was promised in it if anything was, and what follows."""

    message_id: int
    text: str
    outcome: Outcome
    next_step: NextStep
    promised: Promised | None = None


def settle_task(*, actor: Actor, now: datetime, today: date, key: str, result: TaskResult) -> dict[str, Json]:
    """Write down a call or visit of the ladder: the step is settled, the contact on the time line; `{"activity_id", "promise_id"}`
    (0: nothing was promised).

    Whoever was not reached leaves the task open, with the attempt on the time line. Raises NotPermitted, Refused NOT_A_TASK,
    PROMISE_WITHOUT_TERMS, PROMISE_IN_ANOTHER_OUTCOME and as `activities.rules.activity_faults` and `add_promise`, Changed
    MESSAGE_CHANGED.
    """
    message = message_for(actor=actor, message_id=result.message_id, need=Verb.RECORD_ACTIVITY)
    if message.channel not in TASKS or message.customer_id is None:
        raise Refused("NOT_A_TASK", message=message.id)
    kind = _KINDS[message.channel]
    faults = activity_faults(kind=kind, outcome=result.outcome, text=result.text, next_step=result.next_step, on=today)
    if faults:
        raise Refused(faults[0], kind=kind.value)
    if (result.outcome is Outcome.PROMISED) != (result.promised is not None):
        raise Refused("PROMISE_IN_ANOTHER_OUTCOME" if result.promised else "PROMISE_WITHOUT_TERMS")
    promised = plain(value=asdict(result.promised)) if result.promised else None
    detail: dict[str, Json] = {"message_id": message.id, "outcome": result.outcome.value, "promised": promised}
    intent = Intent("settle_task", actor, now, key, message.company_id, detail)
    return perform(intent=intent, work=lambda act: _settle(act, message, kind, result, today))


def drop_task(*, act: OpenAct, message: MessageRow, reasons: Suppress) -> None:
    """End a task that is not to be done any more, inside an open act, and release its step."""
    ended = finish_message(act=act, message_id=message.id, verdict=reasons)
    settle_reminder(act=act, message=ended, state=State.SUPPRESSED)


def _settle(act: OpenAct, message: MessageRow, kind: ActivityKind, result: TaskResult, today: date) -> dict[str, Json]:
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
    promise = _promise(message, kind, result.promised, draft.text) if result.promised else None
    return add_contact(act=act, today=today, contact=ContactDraft(draft, promise))


def _promise(message: MessageRow, kind: ActivityKind, said: Promised, text: str) -> PromiseDraft:
    """The promise as one about what the customer owes there; the oldest of it, as no items were named."""
    return PromiseDraft(
        customer_id=message.customer_id or 0,
        company_id=message.company_id or 0,
        currency=said.currency,
        amount_minor=said.amount_minor,
        day=said.day,
        said_by=said.said_by,
        channel=Channel(kind.value),
        text=text[:LONGEST_SAID],
    )
