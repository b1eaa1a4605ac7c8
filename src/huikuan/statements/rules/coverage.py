"""PURE: confirmation coverage (对账确认率): closing balances confirmed over closing balances stated (KPI of HANDBOOK D)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement in force: whose, by which own company and salesperson, its month, what it closes with, what was confirmed."""

    month: date
    company_id: int
    salesperson_id: int | None
    currency: str
    closing_minor: int
    confirmed_minor: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Confirmed and stated closing balances of a group, minor units without sign, and how many statements there are."""

    key: tuple[object, ...]
    currency: str
    confirmed_minor: int
    stated_minor: int
    confirmed: int
    statements: int

    @property
    def hundredths(self) -> int | None:
        """The share in hundredths of a per cent, rounded down; None where nothing is stated."""
        return None if not self.stated_minor else self.confirmed_minor * 10_000 // self.stated_minor


def coverage_by(*, rows: Iterable[Stated], by: str) -> tuple[Coverage, ...]:
    """Coverage by `month`, `company`, `salesperson` or `` (all together), each currency apart; balances of zero say nothing."""
    sums: dict[tuple[object, str], list[int]] = {}
    for row in rows:
        if row.closing_minor:
            found = sums.setdefault((_key(row, by), row.currency), [0, 0, 0, 0])
            found[0] += abs(row.confirmed_minor)
            found[1] += abs(row.closing_minor)
            found[2] += bool(row.confirmed_minor)
            found[3] += 1
    ordered = sorted(sums.items(), key=lambda pair: (str(pair[0][0]), pair[0][1]), reverse=by == "month")
    return tuple(Coverage((key,), currency, *found) for (key, currency), found in ordered)


def _key(row: Stated, by: str) -> object:
    return {"month": row.month, "company": row.company_id, "salesperson": row.salesperson_id}.get(by, "")
