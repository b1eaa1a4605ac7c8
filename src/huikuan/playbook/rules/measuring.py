"""PURE: what came of a strategy: the share that was paid in time, success counted, and how sure so few or many cases make us.

The interval is the score interval of E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
inference", JASA 22, 209–212: it stays within 0 and 1 and holds for few cases, where p ± z·√(p(1−p)/n) does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

Z_95 = Decimal("1.959963984540054")
"""The normal quantile of a two-sided interval of 95 %."""

WHOLE = 1_000
MOST_DAYS, MOST_CASES = 180, 1_000


@dataclass(frozen=True, slots=True)
class MeasurePolicy:
    """How success is measured: within so many days, from which paid share (per mille), and how many cases rank a strategy."""

    number: int = 0
    within_days: int = 30
    success_permille: int = 500
    enough_cases: int = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases of one strategy in one group, and how many of them succeeded."""

    strategy: str
    cause: str
    grade: str
    age: str
    cases: int
    successes: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Success with its interval, per mille; without share and interval where there are not enough cases."""

    cases: int
    successes: int
    is_enough: bool
    share_permille: int | None = None
    low_permille: int | None = None
    high_permille: int | None = None


@dataclass(frozen=True, slots=True)
class AskedItem:
    """What was open of an item when a strategy was used, minor units; `until` is the day of the next use about it, if there is one."""

    receivable_id: int
    open_minor: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Money that was used for an item: the day it came, minor units; less than zero where it went back."""

    receivable_id: int
    received_on: date
    minor: int


@dataclass(frozen=True, slots=True)
class Paid:
    """What came in time of what was asked for."""

    paid_minor: int
    permille: int
    has_succeeded: bool


def policy_fault(*, policy: MeasurePolicy) -> str | None:
    """MEASURE_DAYS, MEASURE_SHARE or MEASURE_CASES where a figure lies outside of what can be measured."""
    if not 1 <= policy.within_days <= MOST_DAYS:
        return "MEASURE_DAYS"
    if not 1 <= policy.success_permille <= WHOLE:
        return "MEASURE_SHARE"
    return None if 2 <= policy.enough_cases <= MOST_CASES else "MEASURE_CASES"


def interval(*, successes: int, cases: int) -> tuple[int, int]:
    """The Wilson interval of 95 %, per mille, rounded outwards; 0 to 1,000 where there is no case."""
    if cases == 0:
        return 0, WHOLE
    with localcontext() as exact:
        exact.prec = 40
        n, p = Decimal(cases), Decimal(successes) / Decimal(cases)
        z2 = Z_95 * Z_95
        middle = p + z2 / (2 * n)
        reach = Z_95 * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt()
        low, high = ((middle + side) / (1 + z2 / n) * WHOLE for side in (-reach, reach))
        # What the square root leaves in the last of forty places is no reason to go a step below 0 or above all.
        low, high = (side.quantize(Decimal("1e-20")) for side in (low, high))
        lowest = int(low.to_integral_value(rounding=ROUND_FLOOR))
        highest = int(high.to_integral_value(rounding=ROUND_CEILING))
    return max(0, lowest), min(WHOLE, highest)


def measured(*, tallies: Iterable[Tally], policy: MeasurePolicy) -> Measured:
    """All these cases together; below the policy's number nothing is said but how many there are."""
    known = list(tallies)
    cases, successes = sum(one.cases for one in known), sum(one.successes for one in known)
    if cases < policy.enough_cases:
        return Measured(cases, successes, is_enough=False)
    low, high = interval(successes=successes, cases=cases)
    share = successes * WHOLE // cases
    return Measured(cases, successes, is_enough=True, share_permille=share, low_permille=low, high_permille=high)


def paid_in_time(*, items: Sequence[AskedItem], money: Iterable[Money], used_on: date, policy: MeasurePolicy) -> Paid:
    """What came for these items from the day of the contact through the policy's days; never more than was open of each.

    Money that came before the contact counts for nothing, nor does what went back. A payment is credited once, to the latest
    use before it: from the day of the next use about an item its money is that one's, of two on a day the later one's.
    """
    through = last_day(used_on=used_on, policy=policy)
    until = {item.receivable_id: item.until for item in items}
    came: dict[int, int] = {}
    for one in money:
        ends = until.get(one.receivable_id)
        if used_on <= one.received_on <= through and (ends is None or one.received_on < ends):
            came[one.receivable_id] = came.get(one.receivable_id, 0) + one.minor
    paid = sum(min(max(came.get(item.receivable_id, 0), 0), item.open_minor) for item in items)
    asked = sum(item.open_minor for item in items)
    share = Fraction(paid, asked) if asked else Fraction(0)
    permille = share.numerator * WHOLE // share.denominator
    return Paid(paid, permille, permille >= policy.success_permille)


def last_day(*, used_on: date, policy: MeasurePolicy) -> date:
    """The last day on which money still counts for a contact of `used_on`."""
    return used_on + timedelta(days=policy.within_days)
