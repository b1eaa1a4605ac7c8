"""PURE: whether the whole price may be asked for at once, and which fact is missing if not.

Civil Code Art. 634: where the buyer in an instalment sale has not paid due instalments of one fifth of the whole price, and does
not pay them within a reasonable time after a demand, the seller may ask for the whole price or dissolve the contract. 法释
买卖合同解释 Art. 27: an instalment sale has at least three payments; terms that put the buyer worse are void at his request.
What was due before a plan is due again when the plan breaks: only what the contract does not yet make due needs this gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST_PAYMENTS = 3
SHARE_OF_PRICE = 5
"""Arrears of one part in so many of the price open the gate."""
ARTICLE = "CC_634_SALE_27"


class Lacking(StrEnum):
    """Which fact of Art. 634 is missing."""

    PAYMENTS = "ACCELERATION_PAYMENTS"
    ARREARS = "ACCELERATION_ARREARS"
    DEMAND = "ACCELERATION_DEMAND"
    TIME = "ACCELERATION_TIME"


@dataclass(frozen=True, slots=True)
class InstalmentSale:
    """The facts: how many payments, the whole price, what is in arrears of it (minor units), when it was demanded.

    `demanded_on` is `demand_that_counts`, `reasonable_days` the time given by the demand.
    """

    payments: int
    price_minor: int
    arrears_minor: int
    demanded_on: date | None = None
    reasonable_days: int = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """Open, or what is missing in the order of the article; `threshold_minor` is the least arrears, minor units."""

    missing: tuple[Lacking, ...]
    threshold_minor: int
    opens_on: date | None
    article: str = ARTICLE

    @property
    def is_open(self) -> bool:
        """Whether the whole price may be asked for."""
        return not self.missing


def demand_that_counts(*, demands: Iterable[date], unpaid: Iterable[tuple[date, int]], price_minor: int) -> date | None:
    """The first demand of arrears of one fifth that are unpaid still; None without one (Civil Code Art. 634).

    `unpaid` is what is unpaid today of each payment with its day, minor units: what fell due only after a demand was not
    demanded by it, and does not help it to its fifth.
    """
    known = list(unpaid)
    for day in sorted(demands):
        if 0 < price_minor <= SHARE_OF_PRICE * sum(minor for due, minor in known if due < day):
            return day
    return None


def acceleration_gate(*, sale: InstalmentSale, today: date) -> Gate:
    """Whether the whole price may be asked for on a day (Civil Code Art. 634, 买卖合同解释 Art. 27).

    One fifth is compared in integers: arrears × 5 ≥ price. The day of the demand is not counted (Art. 201); the time must
    have passed wholly.
    """
    last = None if sale.demanded_on is None else sale.demanded_on + timedelta(days=sale.reasonable_days)
    facts = (
        (sale.payments >= LEAST_PAYMENTS, Lacking.PAYMENTS),
        (0 < sale.price_minor <= sale.arrears_minor * SHARE_OF_PRICE, Lacking.ARREARS),
        (last is not None, Lacking.DEMAND),
        (last is None or today > last, Lacking.TIME),
    )
    return Gate(
        missing=tuple(lacking for is_there, lacking in facts if not is_there),
        threshold_minor=-(-sale.price_minor // SHARE_OF_PRICE),
        opens_on=None if last is None else last + timedelta(days=1),
    )
