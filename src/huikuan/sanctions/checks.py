"""Proof of what sanctions hold and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from huikuan.credit.access import stops_for
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.sanctions.models import Sanction, SanctionItem, SanctionStep
from huikuan.sanctions.rules.rungs import State


def check_sanctions() -> list[Finding]:
    """Check S30: a sanction is the sum of its items, its state that of its last step, its stop runs just while it is in force."""
    rows = list(Sanction.objects.order_by("pk"))
    return [finding(invariant="S30", checked=len(rows), broken=tuple(_broken(rows)))]


def _broken(rows: list[Sanction]) -> Iterator[Triple]:
    last = dict(SanctionStep.objects.order_by("pk").values_list("sanction_id", "state"))
    sums = dict(SanctionItem.objects.values_list("sanction_id").annotate(total=Sum("asked_minor")).order_by())
    live = set(stops_for(actor=SYSTEM).filter(lifted_at=None).values_list("pk", flat=True))
    for row in rows:
        if last.get(row.pk) != row.state:
            yield f"sanction {row.pk}", f"in state {last.get(row.pk)}, as its last step says", row.state
        if sums.get(row.pk) != row.asked_minor:
            yield f"sanction {row.pk}", f"{sums.get(row.pk)}, the sum of its items", row.asked_minor
        if row.state != State.IN_FORCE.value and row.credit_stop_id in live:
            yield f"sanction {row.pk}", "no stop of credit once it is over", f"stop {row.credit_stop_id} runs"
