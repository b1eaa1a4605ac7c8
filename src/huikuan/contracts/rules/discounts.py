"""A discount for early payment (现金折扣): how much less, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class AgreedDiscount:
    """So many thousandths less for paying within `days` of the invoice."""

    permille: int
    days: int

    def is_earned(self, *, issue_date: date, paid_on: date) -> bool:
        """Whether money of that day comes in time; the last day counts."""
        return paid_on <= issue_date + timedelta(days=self.days)
