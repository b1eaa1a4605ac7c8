"""PURE: numbers of bills and their sub-ranges (子票区间) of 0.01 each (RULES_CN §5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from huikuan.kernel.text_normal import narrow
from huikuan.receipts.rules import ReceiptMethod

RANGE_DIGITS = 12
PACKAGE_MAX_MINOR = 10**11
"""A package of sub-bills is at most 1 billion yuan."""
_RANGE = re.compile(r"([0-9]{1,12})\s*[-–—~至]\s*([0-9]{1,12})")
_BANK = frozenset({ReceiptMethod.BANK_BILL, ReceiptMethod.FINANCE_BILL})
_KINDS = {
    "1": _BANK,
    "5": _BANK,
    "8": _BANK,
    "2": frozenset({ReceiptMethod.COMMERCIAL_BILL}),
    "6": frozenset({ReceiptMethod.COMMERCIAL_BILL}),
    "7": frozenset({ReceiptMethod.COMMERCIAL_BILL}),
}
"""First digit → what may be behind it: 5 and 8 (supply chain) bank or finance company, 6 and 7 commercial, 1 and 2 before 2022."""


class NumberFault(StrEnum):
    """Why a number cannot be that of a bill."""

    SHAPE = "BILL_NUMBER_SHAPE"
    TYPE = "BILL_NUMBER_TYPE"
    DAY = "BILL_NUMBER_DAY"


class RangeFault(StrEnum):
    """Why a sub-range has no amount."""

    SHAPE = "BILL_RANGE_SHAPE"
    ORDER = "BILL_RANGE_ORDER"
    WHOLE = "BILL_RANGE_WHOLE"
    TOO_LARGE = "BILL_RANGE_TOO_LARGE"


@dataclass(frozen=True, slots=True)
class BillNumber:
    """A number that may be a bill's; `is_old` is one of the paper forms before electronic bills, accepted with a caution."""

    number: str
    kinds: frozenset[ReceiptMethod]
    registered_on: date | None = None
    is_old: bool = False


@dataclass(frozen=True, slots=True, order=True)
class BillRange:
    """Units of 0.01 from `start` to `end`, both included."""

    start: int
    end: int

    @property
    def amount_minor(self) -> int:
        """Fen: a unit is one."""
        return self.end - self.start + 1

    def covers(self, other: BillRange) -> bool:
        """Whether every unit of `other` is in it."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: BillRange) -> bool:
        """Whether the two share a unit."""
        return self.start <= other.end and other.start <= self.end

    def without(self, part: BillRange) -> tuple[BillRange, ...]:
        """What is left before and after a part of it."""
        rest = (BillRange(self.start, part.start - 1), BillRange(part.end + 1, self.end))
        return tuple(one for one in rest if one.start <= one.end)


def parse_number(*, text: str) -> BillNumber | NumberFault:
    """The number without blanks: 30 digits (type, bank, day of registration, serial, check) or the 8 to 16 of a paper bill.

    How the last digit is computed is not published: it is kept, not proved (docs/decisions/0025).
    """
    number = re.sub(r"[\s-]", "", narrow(text=text))
    if not number.isascii() or not number.isdigit():
        return NumberFault.SHAPE
    if 8 <= len(number) <= 16:
        return BillNumber(number, _BANK | {ReceiptMethod.COMMERCIAL_BILL}, is_old=True)
    if len(number) != 30:
        return NumberFault.SHAPE
    kinds = _KINDS.get(number[0])
    if kinds is None:
        return NumberFault.TYPE
    day = number[13:21]
    try:
        registered = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return NumberFault.DAY
    return BillNumber(number, kinds, registered) if 2009 <= registered.year < 2100 else NumberFault.DAY


def range_of(*, start: int, end: int) -> BillRange | RangeFault:
    """The sub-range of two serials; 0 says that the bill cannot be divided, its amount is on its face."""
    if start == 0 and end == 0:
        return RangeFault.WHOLE
    if start < 1 or end < start:
        return RangeFault.ORDER
    if end >= 10**RANGE_DIGITS:
        return RangeFault.SHAPE
    found = BillRange(start, end)
    return found if found.amount_minor <= PACKAGE_MAX_MINOR else RangeFault.TOO_LARGE


def parse_range(*, text: str) -> BillRange | RangeFault | None:
    """A range as printed, "1-100000"; None for "0" or nothing: the bill cannot be divided."""
    plain = narrow(text=text).strip().replace(",", "")
    if plain in ("", "0"):
        return None
    found = _RANGE.fullmatch(plain)
    return RangeFault.SHAPE if found is None else range_of(start=int(found[1]), end=int(found[2]))


def overlapping(*, ranges: Iterable[BillRange]) -> tuple[BillRange, BillRange] | None:
    """The first two ranges that share a unit."""
    ordered = sorted(ranges)
    return next(((a, b) for a, b in pairwise(ordered) if a.meets(b)), None)


def tiles(*, whole: BillRange, parts: Iterable[BillRange]) -> bool:
    """Whether parts cover the whole, each unit once."""
    at = whole.start
    for part in sorted(parts):
        if part.start != at:
            return False
        at = part.end + 1
    return at == whole.end + 1
