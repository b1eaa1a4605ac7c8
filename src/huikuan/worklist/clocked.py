"""Limitation periods and other legal deadlines that end, as tasks: four queries, however many there are."""

from __future__ import annotations

from datetime import date

from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.queries import clock_alarms
from huikuan.kernel.actor import Actor
from huikuan.worklist.rules.clocking import EndingClock, EndingDeadline, clock_tasks, deadline_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def clocks_ending(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """What of the customers `actor` sees ends within the warning days, or has lapsed and nobody dealt with it."""
    clocks = (
        EndingClock(
            customer_id=one.customer_id,
            currency=one.currency,
            minor=one.minor,
            debts=one.debts,
            invoice_id=one.invoice_id,
            invoice_number=one.invoice_number,
            day=one.day,
            step=one.step,
            action=one.action,
        )
        for one in clock_alarms(actor=actor, today=today)
    )
    due = (
        EndingDeadline(one.id, one.customer_id, one.kind.value, one.subject, one.last_day, one.step, one.article)
        for one in deadlines(actor=actor, today=today)
        if one.step is not None
    )
    return [
        *clock_tasks(clocks=clocks, today=today, policy=policy),
        *deadline_tasks(deadlines=due, today=today, policy=policy),
    ]
