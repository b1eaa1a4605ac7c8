"""Money that waits for a person as tasks: one query."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Min, Q, Sum

from huikuan.kernel.actor import Actor, Verb
from huikuan.receipts.access import receipts_for
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind


def money_tasks(*, actor: Actor) -> list[Task]:
    """Money that waits for a person: proposals to confirm and payers to find, one task per currency."""
    if not actor.may(Verb.ALLOCATE):
        return []
    rows = (
        receipts_for(actor=actor)
        .filter(unapplied_minor__gt=0, bank_account__isnull=False)
        .annotate(proposed=Q(match__decision="PROPOSED"))
        .values_list("currency", "proposed")
        .annotate(total=Sum("unapplied_minor"), lines=Count("pk"), oldest=Min(F("received_on")))
        .order_by("currency", "proposed")
    )
    return [_money_task(*row) for row in rows]


def _money_task(currency: str, proposed: bool, total: int, lines: int, oldest: date) -> Task:
    return Task(
        kind=TaskKind.MONEY_PROPOSED if proposed else TaskKind.MONEY_UNKNOWN,
        score=total,
        currency=currency,
        amount_minor=total,
        customer_id=None,
        reason="MONEY_WAITS",
        next_step=NextStep.CONFIRM_MATCHES if proposed else NextStep.FIND_PAYER,
        parameters={"lines": lines, "date": oldest.isoformat()},
    )
