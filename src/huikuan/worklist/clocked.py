"""Limitation periods and other legal deadlines that end, as tasks: a constant number of queries, however many there are."""

from __future__ import annotations

from datetime import date

from huikuan.accounts.queries import people
from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.queries import clock_alarms
from huikuan.kernel.actor import Actor
from huikuan.worklist.rules.clocking import EndingClock, EndingDeadline, clock_tasks, deadline_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def clocks_ending(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """What of the customers `actor` sees ends within the warning days, or has lapsed and nobody dealt with it.

    A deadline that somebody else looks after is his until its last warning, then everybody's who sees the customer.
    """
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
    return [
        *clock_tasks(clocks=clocks, today=today, policy=policy),
        *deadline_tasks(deadlines=_deadlines(actor, today), today=today, policy=policy),
    ]


def _deadlines(actor: Actor, today: date) -> list[EndingDeadline]:
    due = [
        EndingDeadline(
            one.id, one.customer_id, one.kind.value, one.subject, one.last_day, one.step, one.article, one.person_id
        )
        for one in deadlines(actor=actor, today=today)
        if one.step is not None
    ]
    others = frozenset(one.person_id for one in due if one.person_id is not None) - {actor.user_id}
    at_work = people(ids=others) if others else {}
    return [one for one in due if one.is_for(reader=actor.user_id, at_work=at_work.keys())]
