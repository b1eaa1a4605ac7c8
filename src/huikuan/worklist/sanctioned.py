"""Sanctions as tasks: what is done by hand, what waits for its letter or for coming into force; one query, seldom two."""

from __future__ import annotations

from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.sanctions.queries.tasks import ladder_waits
from huikuan.worklist.rules.sanctioning import by_hand_task, step_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def sanctions_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """The tasks of the person responsible, and of whoever sanctions those of every customer he sees."""
    tasks, steps = ladder_waits(actor=actor, today=today)
    by_hand = [
        by_hand_task(
            asked=(one.customer_id, one.currency, one.asked_minor),
            what=(one.rung, one.duty, one.responsible),
            opened_on=one.opened_on,
            policy=policy,
        )
        for one in tasks
    ]
    waiting = (((one.customer_id, one.currency, one.asked_minor), one.rung, one.is_told, one.since) for one in steps)
    return [*by_hand, *step_tasks(steps=waiting, policy=policy)]
