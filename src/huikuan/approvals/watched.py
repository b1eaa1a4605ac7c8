"""Reads for oversight: who decided whose requests since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.approvals.models import Request


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A request that was decided: who asked, who decided, when."""

    id: int
    decided_at: datetime
    asked_by_id: int | None
    asked_by: str
    decided_by_id: int | None
    decided_by: str


def decided_since(*, since: datetime) -> tuple[DecidedRow, ...]:
    """Requests decided since a moment; one query."""
    rows = Request.objects.filter(decided_at__gte=since).order_by("pk")
    return tuple(
        DecidedRow(
            row.pk,
            row.decided_at or since,
            row.requested_by_id,
            row.requested_by_name,
            row.decided_by_id,
            row.decided_by_name,
        )
        for row in rows
    )
