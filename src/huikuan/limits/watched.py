"""Reads for oversight: limits that were raised since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.limits.models import LimitEntry


@dataclass(frozen=True, slots=True)
class RaiseRow:
    """An entry that is higher than the one before it in its line; `before_minor` 0 where there was none."""

    id: int
    customer_id: int
    at: datetime
    valid_from: date
    before_minor: int
    after_minor: int
    currency: str
    user_id: int | None
    name: str
    asked_by_id: int | None
    asked_by: str


def raises_since(*, since: datetime) -> tuple[RaiseRow, ...]:
    """Raised limits since a moment, with who entered and who asked; two queries."""
    fresh = list(LimitEntry.objects.filter(at__gte=since).select_related("line", "act", "request").order_by("pk"))
    lines = {row.line_id for row in fresh}
    before: dict[int, int] = {}
    last: dict[int, int] = {}
    for pk, line_id, minor in (
        LimitEntry.objects.filter(line__in=lines).order_by("pk").values_list("pk", "line_id", "amount_minor")
    ):
        before[pk] = last.get(line_id, 0)
        last[line_id] = minor or 0
    return tuple(_row(row, before[row.pk]) for row in fresh if (row.amount_minor or 0) > before[row.pk])


def _row(row: LimitEntry, before_minor: int) -> RaiseRow:
    return RaiseRow(
        id=row.pk,
        customer_id=row.line.customer_id,
        at=row.at,
        valid_from=row.valid_from,
        before_minor=before_minor,
        after_minor=row.amount_minor or 0,
        currency=row.currency,
        user_id=row.act.actor_user_id,
        name=row.act.actor_name,
        asked_by_id=row.request.requested_by_id if row.request else None,
        asked_by=row.request.requested_by_name if row.request else "",
    )
