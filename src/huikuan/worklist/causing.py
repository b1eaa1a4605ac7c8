"""Causes that are missing, what is ours to mend, and debtors to judge, as tasks: a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Sum

from huikuan.causes.queries.causes import causes_to_mend
from huikuan.causes.queries.requiring import missing_causes
from huikuan.conduct.queries.grounds import malice_proposed
from huikuan.conduct.queries.judgements import judgements_in_force, open_appeals, policy_in_force
from huikuan.kernel.actor import Actor, Verb
from huikuan.receivables.access import receivables_for
from huikuan.settlements.queries import planned_customers, planned_items
from huikuan.worklist.exchanging import exchange_of
from huikuan.worklist.rules.causing import (
    Appealed,
    Owed,
    Proposed,
    Reviewed,
    ToJudge,
    ToMend,
    Uncaused,
    causing_tasks,
)
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def causes_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """Debts without a cause, one line a currency; what is ours to mend; debtors to judge for who may judge."""
    missing: tuple[Uncaused, ...] = ()
    if actor.may(Verb.RECORD_ACTIVITY):
        found = missing_causes(actor=actor, today=today, planned=planned_items(today=today))
        missing = tuple(Uncaused(row.currency, row.missing.overdue_minor) for row in found)
    mending = (
        ToMend(row.id, row.customer_id, row.currency, row.still_minor, row.mend.what, row.mend.who, row.mend.until)
        for row in causes_to_mend(actor=actor)
        if row.mend is not None
    )
    judging = _to_judge(actor, today) if actor.may(Verb.JUDGE_CONDUCT) else ToJudge()
    return causing_tasks(missing=missing, mending=mending, judging=judging, today=today, policy=policy)


def _to_judge(actor: Actor, today: date) -> ToJudge:
    """Malice proposed and not judged, reviews that are due, appeals against others' judgements; two queries where there is none."""
    judged = judgements_in_force(actor=actor)
    due = [row for row in judged if row.review_on <= today]
    appeals = [row for row in open_appeals(actor=actor) if row.judge_id != actor.user_id] if judged else []
    known = {row.customer_id for row in judged}
    policy = policy_in_force()
    proposed = malice_proposed(
        actor=actor, today=today, policy=policy, but=known, with_plan=lambda: planned_customers(today=today)
    )
    owed = _owed(actor, today, {*proposed, *(row.customer_id for row in due), *(row.customer_id for row in appeals)})
    return ToJudge(
        tuple(Proposed(pk, owed[pk], one.points, len(one.reasons)) for pk, one in proposed.items() if pk in owed),
        tuple(Reviewed(row.customer_id, owed.get(row.customer_id, Owed()), row.judge, row.review_on) for row in due),
        tuple(Appealed(row.customer_id, owed.get(row.customer_id, Owed()), row.filed_on) for row in appeals),
    )


def _owed(actor: Actor, today: date, customer_ids: Collection[int]) -> dict[int, Owed]:
    """What these customers owe that is overdue; who owes nothing of it is missing."""
    if not customer_ids:
        return {}
    rows = receivables_for(actor=actor).filter(
        customer_id__in=customer_ids, outstanding_minor__gt=0, due_date__lt=today
    )
    sums = rows.values_list("customer_id", "currency").annotate(total=Sum("outstanding_minor")).order_by()
    owed = [(pk, Owed(currency, minor)) for pk, currency, minor in sums]
    exchange = exchange_of(currencies={one.currency for _, one in owed}, today=today)
    found: dict[int, Owed] = {}
    for pk, one in sorted(owed, key=lambda row: exchange.place(currency=row[1].currency, minor=row[1].overdue_minor)):
        found.setdefault(pk, one)
    return found
