"""Reads for oversight: orders placed since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.credit.models import Commitment


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """An order that was let through, minor units."""

    id: int
    number: str
    company_id: int
    customer_id: int
    placed_on: date
    ordered_minor: int
    currency: str
    user_id: int | None
    name: str


def orders_placed_since(*, since: date) -> tuple[PlacedRow, ...]:
    """Orders placed on or after a day; one query."""
    return tuple(
        PlacedRow(
            row.pk,
            row.number,
            row.company_id,
            row.customer_id,
            row.placed_on,
            row.ordered_minor,
            row.currency,
            row.placed_by_id,
            row.placed_by_name,
        )
        for row in Commitment.objects.filter(placed_on__gte=since).order_by("pk")
    )
