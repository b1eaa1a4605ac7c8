"""Put the messages of a run into the outbox: messages, steps and run change in one transaction (D1, X5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import MessageDraft
from huikuan.outbox.rules import TASKS, ChannelName
from huikuan.reminders.access import run_to_move
from huikuan.reminders.composing import LetterOrder
from huikuan.reminders.models import Run, RunRow, StepTaken
from huikuan.reminders.operations.planning import move_run
from huikuan.reminders.orders import order_of_row
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.runs import Decision, RunEvent
from huikuan.reminders.writing import Writer

PURPOSE = "REMINDER"
"""The purpose of these messages in the outbox."""


_BY_A_PERSON = frozenset(channel.value for channel in TASKS)


def send_run(*, actor: Actor, now: datetime, key: str, run_id: int, today: date) -> dict[str, Json]:
    """Queue every message of a run on the day it was planned for; `{"state", "queued", "suppressed"}`.

    A row whose step was taken meanwhile is suppressed. What goes out is looked at again when a message is claimed.
    Raises NotPermitted, Refused RUN_UNKNOWN, RUN_BEYOND, RUN_OUTDATED, Changed RUN_CHANGED (held, sent or superseded).
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("send_reminders", actor, now, key, None, {"run_id": run_id, "today": today.isoformat()})
    return perform(intent=intent, work=lambda act: _send(act, run_id, today))


def _send(act: OpenAct, run_id: int, today: date) -> dict[str, Json]:
    run = run_to_move(actor=act.actor, run_id=run_id)
    if run.day != today:
        raise Refused("RUN_OUTDATED", run=run_id, day=run.day.isoformat())
    state = move_run(run=run, event=RunEvent.QUEUE)
    rows = list(RunRow.objects.filter(run=run, decision=Decision.SEND.value).order_by("pk"))
    orders = {row.pk: order_of_row(row=row, today=today) for row in rows}
    taken = _taken(orders.values())
    late = [row for row in rows if any(step in taken for step in orders[row.pk].steps)]
    _suppress(late)
    kept_back = {row.pk for row in late}
    going = [row for row in rows if row.pk not in kept_back]
    _queue(act, going, orders, today)
    Run.objects.filter(pk=run_id).update(queued_at=act.now, messages=len(going))
    return {"state": state.value, "queued": len(going), "suppressed": len(late)}


def _queue(act: OpenAct, rows: Sequence[RunRow], orders: Mapping[int, LetterOrder], today: date) -> None:
    writer = Writer(customer_ids={row.customer_id for row in rows})
    drafts = [
        MessageDraft(
            key=message_key(order=orders[row.pk]),
            purpose=PURPOSE,
            is_automatic=row.channel not in _BY_A_PERSON,
            channel=ChannelName(row.channel),
            day=today,
            not_before=act.now,
            content=writer.content(order=orders[row.pk]),
            company_id=row.company_id,
            customer_id=row.customer_id,
        )
        for row in rows
    ]
    ids = queue_messages(act=act, drafts=drafts)
    sent = list(zip(rows, ids, strict=True))
    for row, message_id in sent:
        row.message_id = message_id
    RunRow.objects.bulk_update(rows, ["message"], batch_size=200)
    StepTaken.objects.bulk_create(
        [
            StepTaken(
                receivable_id=receivable_id,
                due_date=due_date,
                phase=phase,
                ordinal=ordinal,
                policy_id=row.policy_id,
                message_id=message_id,
            )
            for row, message_id in sent
            for receivable_id, due_date, phase, ordinal in orders[row.pk].steps
        ],
        batch_size=500,
    )


def message_key(*, order: LetterOrder) -> str:
    """The business key of a reminder: customer, company, currency, policy version, and the very steps it takes."""
    steps = digest(value=[[pk, due.isoformat(), phase, ordinal] for pk, due, phase, ordinal in sorted(order.steps)])
    who = f"c{order.customer_id}/o{order.company_id}/{order.currency}"
    return f"reminder/{who}/p{order.policy_id}/{order.kind.value}-{order.ordinal}/{steps[:32]}"


def _taken(orders: Iterable[LetterOrder]) -> set[tuple[int, date, str, int]]:
    ids = sorted({step[0] for order in orders for step in order.steps})
    columns = ("receivable_id", "due_date", "phase", "ordinal")
    found: set[tuple[int, date, str, int]] = set()
    for some in portions(values=ids):
        rows = StepTaken.objects.filter(released_at=None, receivable_id__in=some)
        found |= set(rows.values_list(*columns))
    return found


def _suppress(rows: Sequence[RunRow]) -> None:
    reason = list(Reason("STEP_TAKEN_ALREADY").pair)
    for row in rows:
        row.decision = Decision.SUPPRESS.value
        row.reasons = [reason]
    RunRow.objects.bulk_update(rows, ["decision", "reasons"], batch_size=200)
