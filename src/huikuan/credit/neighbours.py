"""What credit asks of other rooms, in one place: groups, limits, openings, securities, rates, bills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.accounts.rates import rates_on
from huikuan.credit.ports import BillsHeld, NoBills
from huikuan.credit.rules.facts import Opening
from huikuan.customers import groups
from huikuan.customers.groups import roots_of
from huikuan.kernel.exchange import Rate, converted
from huikuan.kernel.money import Money
from huikuan.limits.queries import base_currency, limits_in_force
from huikuan.openings.queries import standing_of
from huikuan.securities.queries import securities_in_force

__all__ = [
    "BILLS",
    "NO_LIMIT",
    "LimitOf",
    "Rates",
    "base_currency",
    "limits_of",
    "members_of",
    "members_of_each",
    "openings_of",
    "roots_of",
    "securities_of",
]

BILLS: BillsHeld = NoBills()
"""Filled in by the room that will keep bills."""


@dataclass(frozen=True, slots=True)
class LimitOf:
    """The limit of a customer in force: minor units of a currency, None where none is set, 0 for cash only."""

    minor: int | None
    currency: str
    has_expired: bool = False
    valid_through: date | None = None


NO_LIMIT = LimitOf(None, "")


def members_of(*, root_id: int) -> tuple[int, ...]:
    """The customers of a group with its top, the top first."""
    return groups.members_of(root_ids=[root_id])[root_id]


def members_of_each(*, root_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The customers of each group with its top, the top first."""
    return groups.members_of(root_ids=root_ids)


def limits_of(*, customer_ids: Iterable[int], on: date, base: str, order_number: str) -> Mapping[int, LimitOf]:
    """The limits in force by customer, as the journal of limits says."""
    found = limits_in_force(customer_ids=customer_ids, on=on, order_number=order_number, currency=base)
    return {
        pk: LimitOf(limit.amount_minor, limit.currency, limit.has_expired, limit.valid_through)
        for pk, limit in found.items()
    }


def openings_of(*, customer_ids: Iterable[int], on: date) -> dict[int, Opening]:
    """How the account opening of each customer stands."""
    return {pk: Opening(found.value) for pk, found in standing_of(customer_ids=customer_ids, on=on).items()}


def securities_of(*, customer_ids: Iterable[int], on: date) -> Mapping[int, Mapping[str, int]]:
    """Eligible minor units of security in force, by customer and currency."""
    found: dict[int, dict[str, int]] = {}
    for customer_id, rows in securities_in_force(customer_ids=customer_ids, on=on).items():
        sums = found.setdefault(customer_id, {})
        for row in rows:
            sums[row.currency] = sums.get(row.currency, 0) + row.eligible_minor
    return found


class Rates:
    """Amounts put into one currency by the rates of a day; rates are read once, and only if another currency is met."""

    def __init__(self, *, on: date, base: str) -> None:
        self.on, self.base = on, base
        self.unknown: set[str] = set()
        self._rates: Mapping[str, Rate] | None = None

    def minor(self, *, minor: int, currency: str) -> int:
        """Minor units of the base currency; 0 where no rate is known, which `unknown` then names."""
        if currency == self.base or minor == 0:
            return minor
        if self._rates is None:
            self._rates = rates_on(on=self.on, to_currency=self.base)
        found = converted(money=Money(minor, currency), rates=self._rates, to_currency=self.base)
        if found is None:
            self.unknown.add(currency)
            return 0
        return found.minor
