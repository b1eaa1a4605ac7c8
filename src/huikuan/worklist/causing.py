"""Causes that are missing, what is ours to mend, and judgements of debtors to decide, as tasks: a constant number of queries."""

from __future__ import annotations

from datetime import date

from huikuan.causes.queries.causes import causes_to_mend
from huikuan.causes.queries.requiring import missing_causes
from huikuan.conduct.queries.judgements import judgements_in_force, open_appeals
from huikuan.kernel.actor import Actor, Verb
from huikuan.worklist.rules.causing import Appealed, Reviewed, ToMend, Uncaused, causing_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def causes_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """Debts without a cause, one line a currency; what is ours to mend; reviews and appeals for who may judge."""
    missing: tuple[Uncaused, ...] = ()
    if actor.may(Verb.RECORD_ACTIVITY):
        found = missing_causes(actor=actor, today=today)
        missing = tuple(Uncaused(row.currency, row.missing.overdue_minor) for row in found)
    mending = (
        ToMend(row.id, row.customer_id, row.currency, row.still_minor, row.mend.what, row.mend.who, row.mend.until)
        for row in causes_to_mend(actor=actor)
        if row.mend is not None
    )
    reviews: tuple[Reviewed, ...] = ()
    appeals: tuple[Appealed, ...] = ()
    if actor.may(Verb.JUDGE_CONDUCT):
        judged = judgements_in_force(actor=actor, review_until=today)
        reviews = tuple(Reviewed(row.customer_id, row.judge, row.review_on) for row in judged)
        waiting = (row for row in open_appeals(actor=actor) if row.judge_id != actor.user_id)
        appeals = tuple(Appealed(row.customer_id, row.filed_on) for row in waiting)
    return causing_tasks(missing=missing, mending=mending, reviews=reviews, appeals=appeals, today=today, policy=policy)
