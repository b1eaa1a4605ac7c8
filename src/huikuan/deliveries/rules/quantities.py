"""PURE: quantities of goods in millionths and what a part of them is worth; sums are exact to the minor unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, rounded_half_up

PERMILLE = 1_000


@dataclass(frozen=True, slots=True)
class Rest:
    """A delivery note with what may still be billed of it, minor units."""

    note_id: int
    open_minor: int


def line_amount(*, quantity_micros: int, unit_price_micros: int, currency: str) -> int:
    """What a quantity costs at a unit price, minor units, halves up: the one place where an amount is rounded."""
    decimals = exponent_of(currency=currency)
    scale = 10 ** (2 if decimals is None else decimals)
    return rounded_half_up(numerator=quantity_micros * unit_price_micros * scale, denominator=MICRO * MICRO)


def part_of(*, amount_minor: int, part_micros: int, whole_micros: int) -> int:
    """What a part of a line is worth, minor units; the parts that make up the whole sum to its amount when taken one by one.

    The caller takes the difference of two such values for a step: what was worth 0 and becomes all is the amount to the fen.
    """
    return rounded_half_up(numerator=amount_minor * part_micros, denominator=whole_micros)


def most_delivered(*, quantity_micros: int, over_permille: int) -> int:
    """The most that may be delivered of an ordered quantity, millionths: rounded down, never below the quantity itself."""
    return quantity_micros + quantity_micros * over_permille // PERMILLE


def is_complete(*, quantity_micros: int, delivered_micros: int, short_permille: int) -> bool:
    """Whether a quantity counts as delivered in full though up to so many per mille are missing."""
    return delivered_micros * PERMILLE >= quantity_micros * (PERMILLE - short_permille)


def shares_of(*, amount_minor: int, rests: Sequence[Rest]) -> Mapping[int, int]:
    """An invoice laid on what is open of delivery notes, the first one first; what is left over is laid on none."""
    found: dict[int, int] = {}
    left = amount_minor
    for rest in rests:
        share = min(left, max(0, rest.open_minor))
        if share:
            found[rest.note_id] = share
            left -= share
    return found
