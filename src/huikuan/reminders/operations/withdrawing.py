"""Withdraw calls, visits and letters that are not to be done any more: paid, disputed, promised, opted out, do not contact."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.ports import MessageRow, Suppress
from huikuan.outbox.queries import message_row
from huikuan.outbox.rules import State
from huikuan.reminders.operations.delivering import prepare_reminder
from huikuan.reminders.operations.tasks import drop_task
from huikuan.reminders.rules.waiting import is_withdrawn
from huikuan.reminders.waiting import waiting_tasks


def withdraw_settled(*, now: datetime, local_now: datetime, today: date) -> int:
    """End the tasks of which nothing may be asked for any more, by a look that costs the same for any number; how many."""
    settled = [one.message_id for one in waiting_tasks(actor=SYSTEM, today=today) if one.asked_minor <= 0]
    return sum(_withdraw(message_id, now, local_now, today) for message_id in settled)


def withdraw_outdated(*, now: datetime, local_now: datetime, today: date) -> int:
    """Look at every waiting task as a claim does, and end those that may not be done any more; how many.

    `local_now` is in the company's zone.
    """
    waiting = [one.message_id for one in waiting_tasks(actor=SYSTEM, today=today)]
    return sum(_withdraw(message_id, now, local_now, today) for message_id in waiting)


def _withdraw(message_id: int, now: datetime, local_now: datetime, today: date) -> int:
    """End one task if its room says so, then once more on facts read in the act's transaction: no payment slips in between."""
    if _ending(message_id, local_now, today) is None:
        return 0
    key = f"withdraw-task:{message_id}:{now.isoformat()}"
    intent = Intent("withdraw_task", SYSTEM, now, key, None, {"message_id": message_id})

    def work(act: OpenAct) -> dict[str, Json]:
        found = _ending(message_id, local_now, today)
        if found is None:
            return {"withdrawn": 0}
        message, verdict = found
        drop_task(act=act, message=message, reasons=verdict)
        return {"withdrawn": 1}

    return int(perform(intent=intent, work=work)["withdrawn"])


def _ending(message_id: int, local_now: datetime, today: date) -> tuple[MessageRow, Suppress] | None:
    """The task with why it ends; None if it is to be done still, or was done."""
    message = message_row(message_id=message_id)
    if message is None or message.state is not State.PLANNED:
        return None
    verdict = prepare_reminder(message=message, local_now=local_now, today=today)
    if not isinstance(verdict, Suppress) or not is_withdrawn(codes=[code for code, _ in verdict.reasons]):
        return None
    return message, verdict
