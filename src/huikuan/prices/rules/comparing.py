"""PURE: invoice lines against what the customer confirmed: above, below, not confirmed, nothing confirmed at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, rounded_half_up
from huikuan.prices.rules.confirming import item_key

SHIPPED_TOLERANCE_PERMILLE = 0
"""Before anybody decides otherwise every deviation counts."""
MOST_TOLERANCE_PERMILLE = 500


class Deviation(StrEnum):
    """How an invoice line differs from the confirmation in force on the invoice's day."""

    ABOVE = "ABOVE"
    BELOW = "BELOW"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    NO_CONFIRMATION = "NO_CONFIRMATION"


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of an invoice; millionths, tax included."""

    line_id: int
    item_code: str
    name: str
    specification: str
    quantity_micros: int
    unit_price_micros: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A confirmation as it held: its days, both included, and its prices in millionths by item key (and by name alone)."""

    id: int
    number: str
    valid_from: date
    ends_on: date
    prices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that deviates: the confirmed price (None where there is none) and what the deviation amounts to, minor units.

    Positive: billed more than confirmed.
    """

    line_id: int
    deviation: Deviation
    confirmation_id: int | None
    confirmed_micros: int | None
    effect_minor: int


def in_force(*, confirmed: Sequence[Confirmed], on: date) -> Confirmed | None:
    """The confirmation that held on a day; of several the one that began last, then the one written last."""
    held = [one for one in confirmed if one.valid_from <= on <= one.ends_on]
    return max(held, key=lambda one: (one.valid_from, one.id), default=None)


def differences(
    *, billed: Sequence[Billed], confirmed: Confirmed | None, tolerance_permille: int, currency: str
) -> tuple[Difference, ...]:
    """The lines that deviate by more than the tolerance from a confirmation, in their order.

    A line with a negative quantity is compared like any other: a discount that nobody confirmed is NOT_CONFIRMED.
    """
    found = (_difference(line, confirmed, tolerance_permille, currency) for line in billed)
    return tuple(one for one in found if one is not None)


def is_within(*, price: int, confirmed: int, tolerance_permille: int) -> bool:
    """Whether a price lies within so many per mille of the confirmed one, the bound included."""
    return 1_000 * abs(price - confirmed) <= tolerance_permille * confirmed


def _difference(line: Billed, confirmed: Confirmed | None, tolerance_permille: int, currency: str) -> Difference | None:
    if confirmed is None:
        return Difference(line.line_id, Deviation.NO_CONFIRMATION, None, None, 0)
    price = _price_of(line, confirmed.prices)
    if price is None:
        return Difference(line.line_id, Deviation.NOT_CONFIRMED, confirmed.id, None, 0)
    if is_within(price=line.unit_price_micros, confirmed=price, tolerance_permille=tolerance_permille):
        return None
    kind = Deviation.ABOVE if line.unit_price_micros > price else Deviation.BELOW
    return Difference(line.line_id, kind, confirmed.id, price, _effect(line, price, currency))


def _price_of(line: Billed, prices: Mapping[str, int]) -> int | None:
    """By code where both papers have one, else by name and specification."""
    by_code = item_key(item_code=line.item_code, name="", specification="") if line.item_code.strip() else ""
    by_name = item_key(item_code="", name=line.name, specification=line.specification)
    return prices[by_code] if by_code in prices else prices.get(by_name)


def _effect(line: Billed, confirmed: int, currency: str) -> int:
    decimals = exponent_of(currency=currency)
    scale = 10 ** (2 if decimals is None else decimals)
    apart = (line.unit_price_micros - confirmed) * line.quantity_micros
    return rounded_half_up(numerator=apart * scale, denominator=MICRO * MICRO)
