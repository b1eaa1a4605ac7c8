"""Proof of what plans hold and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, Sum

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.settlements.models import Hold, Instalment, Plan, PlanItem, PlanStep
from huikuan.settlements.rules.plans import LIVE

_LIVE = Q(plan__state__in=[state.value for state in LIVE])


def check_settlements() -> list[Finding]:
    """Check S30: a plan settles exactly its items, its state is that of its last step, it holds its items while it is live."""
    rows = list(Plan.objects.order_by("pk").values_list("pk", "state", "settled_minor", "discount_minor"))
    return [finding(invariant="S30", checked=len(rows), broken=(*_sums(rows), *_holds()))]


def _sums(rows: list[tuple[int, str, int, int]]) -> Iterator[Triple]:
    last = dict(PlanStep.objects.order_by("pk").values_list("plan_id", "state"))
    items = dict(PlanItem.objects.values_list("plan_id").annotate(total=Sum("amount_minor")).order_by())
    parts = dict(Instalment.objects.values_list("plan_id").annotate(total=Sum("amount_minor")).order_by())
    for pk, state, settled, discount in rows:
        if last.get(pk) != state:
            yield f"plan {pk}", f"in state {last.get(pk)}, as its last step says", state
        if items.get(pk) != settled:
            yield f"plan {pk}", f"{items.get(pk)}, the sum of its items", settled
        if parts.get(pk, 0) + discount != settled:
            yield f"plan {pk}", f"{settled}, the sum of its instalments and discount", parts.get(pk, 0) + discount


def _holds() -> Iterator[Triple]:
    held = Hold.objects.filter(released_at=None)
    for plan_id in held.exclude(_LIVE).values_list("plan_id", flat=True).distinct().order_by("plan_id"):
        yield f"plan {plan_id}", "no hold, as it is over", "items held"
    holding = dict(held.values_list("plan_id").annotate(times=Count("pk")).order_by())
    live = PlanItem.objects.filter(_LIVE).values_list("plan_id").annotate(times=Count("pk")).order_by("plan_id")
    for plan_id, times in live:
        if holding.get(plan_id, 0) != times:
            yield f"plan {plan_id}", f"{times} items held", holding.get(plan_id, 0)
