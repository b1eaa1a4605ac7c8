"""What customers told us and nobody has dealt with yet, as tasks: six queries, however many there are."""

from __future__ import annotations

from datetime import date, timedelta

from huikuan.disputes.queries import holding_disputes
from huikuan.kernel.actor import Actor
from huikuan.promises.queries import broken_promises, extensions, still_missing
from huikuan.promises.rules import ExtensionState
from huikuan.worklist.rules.answering import Asked, Disputed, Missed, answering_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy

BROKEN_LATELY = timedelta(days=30)
"""How long a broken promise stays among the tasks; after that the debt itself says enough."""


def answers_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """Disputes to decide, promises broken lately, requests for more time, of the customers `actor` sees."""
    disputed = (
        Disputed(row.id, row.customer_id, row.currency, row.amount_minor, row.owner, row.deadline)
        for row in holding_disputes(actor=actor)
    )
    broken = broken_promises(actor=actor, since=today - BROKEN_LATELY)
    missing = still_missing(promises=broken)
    missed = (
        Missed(row.id, row.customer_id, row.currency, missing[row.id], row.day, row.said_by, row.paid_minor > 0)
        for row in broken
        if missing[row.id] > 0
    )
    asked = (
        Asked(row.id, row.customer_id, row.currency, row.amount_minor, row.day, row.asked_on)
        for row in extensions(actor=actor, state=ExtensionState.ASKED)
    )
    return answering_tasks(disputed=disputed, missed=missed, asked=asked, today=today, policy=policy)
