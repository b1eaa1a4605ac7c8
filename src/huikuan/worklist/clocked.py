"""Limitation periods and other legal deadlines that end, as tasks: a constant number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.accounts.queries import actors_of
from huikuan.clocks.legal_deadlines import DeadlineRow, deadlines
from huikuan.clocks.queries import clock_alarms
from huikuan.clocks.rules.warning import Level
from huikuan.customers.access import Place, watched
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
    near = [one for one in deadlines(actor=actor, today=today) if one.step is not None]
    seen = _watched([one for one in near if one.person_id not in (None, actor.user_id)])
    return [
        ending
        for one in near
        if (ending := _ending(one)).is_for(
            reader=actor.user_id, is_watched=(one.person_id, (one.customer_id, one.company_id)) in seen
        )
    ]


def _watched(rows: Collection[DeadlineRow]) -> frozenset[tuple[int, Place]]:
    """Which of the deadlines that others look after they can look after: at work, and seeing the customer still."""
    if not rows:
        return frozenset()
    actors = actors_of(user_ids={one.person_id for one in rows if one.person_id is not None})
    return watched(actors=actors.values(), places={(one.customer_id, one.company_id) for one in rows})


def _ending(one: DeadlineRow) -> EndingDeadline:
    step = Level.LAST if one.step is None else one.step
    return EndingDeadline(
        one.id, one.customer_id, one.kind.value, one.subject, one.last_day, step, one.article, one.person_id
    )
