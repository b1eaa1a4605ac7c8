"""PURE: what an offer is worth: present value at the capital rate, times the chance that it is kept; what a plan gives up.

Present value of a payment = amount ÷ (1 + yearly rate × days ÷ 365), exact fractions; expected = chance × present value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WHOLE_RATE, WHOLE_CHANCE, YEAR = 10_000, 1_000, 365


@dataclass(frozen=True, slots=True)
class Offer:
    """Payments by day, minor units, and the chance that they come, per mille."""

    name: str
    payments: tuple[tuple[date, int], ...]
    chance_permille: int


@dataclass(frozen=True, slots=True)
class Valued:
    """What an offer is worth today, minor units, exact; `even_permille` is the chance from which it beats waiting."""

    offer: Offer
    nominal_minor: int
    present: Fraction
    expected: Fraction
    even_permille: int | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What a plan costs, minor units: the discount, interest waived, and what paying later than today costs at the capital rate."""

    discount_minor: int
    interest_minor: int
    time_minor: int

    @property
    def total_minor(self) -> int:
        """The whole loss."""
        return self.discount_minor + self.interest_minor + self.time_minor


def present_value(*, payments: Iterable[tuple[date, int]], rate_permyriad: int, today: date) -> Fraction:
    """What payments are worth on a day, minor units, exact; one that is due already counts whole."""
    rate = Fraction(rate_permyriad, WHOLE_RATE)
    return sum(
        (Fraction(minor) / (1 + rate * max(0, (day - today).days) / YEAR) for day, minor in payments), Fraction()
    )


def compared(*, offers: Sequence[Offer], waiting: Offer, rate_permyriad: int, today: date) -> tuple[Valued, ...]:
    """Waiting first, then the offers by expected value, the highest in front; equal ones stay in their order."""
    base = _valued(waiting, rate_permyriad, today)
    valued = [_valued(offer, rate_permyriad, today, base.expected) for offer in offers]
    return (base, *sorted(valued, key=lambda one: -one.expected))


def given_up(
    *, parts: Sequence[tuple[date, int]], discount_minor: int, interest_minor: int, rate_permyriad: int, today: date
) -> GivenUp:
    """What a plan gives up; the cost of time is rounded half up to whole minor units."""
    total = sum(minor for _, minor in parts)
    time = total - present_value(payments=parts, rate_permyriad=rate_permyriad, today=today)
    return GivenUp(discount_minor, interest_minor, rounded(value=time))


def rounded(*, value: Fraction) -> int:
    """To whole minor units, half up; for amounts that are shown."""
    return int((value * 2 + 1) // 2)


def _valued(offer: Offer, rate: int, today: date, base: Fraction | None = None) -> Valued:
    present = present_value(payments=offer.payments, rate_permyriad=rate, today=today)
    expected = present * offer.chance_permille / WHOLE_CHANCE
    even = None if base is None or not present else -int(-(base * WHOLE_CHANCE) // present)
    return Valued(offer, sum(minor for _, minor in offer.payments), present, expected, even)
