"""What a payment may fall short of an item, why, and whether it is given up by itself: policy as data, by currency.

A difference that no line of the policy names stays open on the item. Only what the policy books by itself may be booked
without a person: rounding and the fees of banks within narrow bounds. A discount was agreed with the customer or it was not,
which no amount can tell: the run gives one up by itself only where a contract in force grants it (operations.discounting).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.receipts.matching.records import Difference, DifferenceKind, Id

DEFAULT_VERSION = "tolerances-1"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One line of the policy: up to `most_minor` and `most_permille` of the item, in one currency ("" = any).

    `booked` says that it is given up without a person; `why` is the ground for the bounds.
    """

    name: str
    kind: DifferenceKind
    currency: str
    most_minor: int
    most_permille: int
    why: str
    booked: bool = False


_FEE, _DISCOUNT = DifferenceKind.BANK_FEE, DifferenceKind.EARLY_PAYMENT_DISCOUNT
TOLERANCES: tuple[Tolerance, ...] = (
    Tolerance("rounding", DifferenceKind.ROUNDING, "", 99, 10, "amounts rounded down to whole units", booked=True),
    Tolerance("bank fee CNY", _FEE, "CNY", 5_000, 10, "a transfer costs up to 50 yuan", booked=True),
    Tolerance("bank fee USD", _FEE, "USD", 3_000, 10, "intermediary banks take 10 to 30 dollars", booked=True),
    Tolerance("bank fee EUR", _FEE, "EUR", 3_000, 10, "intermediary banks take 10 to 30 euros", booked=True),
    Tolerance("bank fee HKD", _FEE, "HKD", 20_000, 10, "a telegraphic transfer costs up to 200 dollars", booked=True),
    Tolerance("bank fee", _FEE, "", 20_000, 50, "the largest fee a payment is recognised with"),
    Tolerance("discount", _DISCOUNT, "", 10**13, 30, "cash discount is 0.5 to 3 % by usage"),
)


def difference(
    *,
    item_id: Id,
    open_minor: int,
    short_minor: int,
    currency: str,
    discount_rates_permille: Sequence[int],
    tolerances: Sequence[Tolerance] = TOLERANCES,
) -> Difference:
    """Say what a payment that falls `short_minor` of an item's open amount means, by the first line that allows it.

    Just what a usual rate of discount takes off is a discount, whatever it would be as a fee.
    """
    rated = any(
        is_discount_of(open_minor=open_minor, short_minor=short_minor, permille=rate)
        for rate in discount_rates_permille
    )
    for line in sorted(tolerances, key=lambda line: rated and line.kind is not DifferenceKind.EARLY_PAYMENT_DISCOUNT):
        within = short_minor <= line.most_minor and short_minor * 1000 <= open_minor * line.most_permille
        if within and line.currency in {"", currency}:
            return Difference(item_id, short_minor, line.kind, line.name, line.booked)
    return Difference(item_id, short_minor, DifferenceKind.LEFT_OPEN, tolerance="", booked=False)


def is_discount_of(*, open_minor: int, short_minor: int, permille: int) -> bool:
    """Say whether a payment falls short just by an agreed discount, both in minor units, rounded down or up to one."""
    return short_minor > 0 and abs(open_minor * permille - short_minor * 1000) < 1000
