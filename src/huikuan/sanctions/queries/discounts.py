"""Discounts that are stopped (停止优惠), as the rooms ask that grant some freely; what a contract grants is not touched."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.sanctions.models import Sanction
from huikuan.sanctions.rules.rungs import Rung, State


class StoppedDiscounts:
    """Fills `receivables.free_discounts.DiscountStops`."""

    def stopped(self, *, customer_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
        """The customers, each with the own company, whose stop of discounts is in force; one query."""
        rows = Sanction.objects.filter(
            customer__in=sorted(set(customer_ids)), rung=Rung.STOP_DISCOUNT.value, state=State.IN_FORCE.value
        )
        return frozenset(rows.values_list("customer_id", "company_id"))
