"""PURE: letters on paper: printed in one pile, given to a courier with their content named, delivered or returned.

Delivery counts as a demand from the stub together with the content it names (民法典 195, 诉讼时效规定 8; practice presumes
delivery from both). So the words on the waybill say what the letter is: the demand, the documents, the amount.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.reminders.rules.letter_words import CHINESE, money_text


class PostState(StrEnum):
    """Where a printed letter is."""

    PRINTED = "PRINTED"
    HANDED_OVER = "HANDED_OVER"
    DELIVERED = "DELIVERED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"


class PostEvent(StrEnum):
    """What may happen to it."""

    HAND_OVER = "HAND_OVER"
    DELIVER = "DELIVER"
    RETURN = "RETURN"
    WITHDRAW = "WITHDRAW"
    UNDO = "UNDO"


TRANSITIONS: dict[tuple[PostState, PostEvent], PostState] = {
    (PostState.PRINTED, PostEvent.HAND_OVER): PostState.HANDED_OVER,
    (PostState.PRINTED, PostEvent.WITHDRAW): PostState.WITHDRAWN,
    (PostState.HANDED_OVER, PostEvent.DELIVER): PostState.DELIVERED,
    (PostState.HANDED_OVER, PostEvent.RETURN): PostState.RETURNED,
    (PostState.HANDED_OVER, PostEvent.UNDO): PostState.PRINTED,
    (PostState.WITHDRAWN, PostEvent.UNDO): PostState.PRINTED,
    (PostState.DELIVERED, PostEvent.UNDO): PostState.HANDED_OVER,
    (PostState.RETURNED, PostEvent.UNDO): PostState.HANDED_OVER,
}

LONGEST_ON_WAYBILL = 100
"""Couriers' forms take about a hundred characters of content."""

_NUMBER = re.compile(r"[A-Za-z0-9-]{6,40}")
_COLUMNS = ("letter", "courier", "number", "day")


@dataclass(frozen=True, slots=True)
class Waybill:
    """One line of a courier's list: our letter, who carries it under which number, since when."""

    letter_id: int
    courier: str
    number: str
    handed_on: date


@dataclass(frozen=True, slots=True)
class WaybillFault:
    """A line of a list that cannot be used: where, what stood there, why."""

    line: int
    column: str
    value: str
    code: str


def waybill_text(*, language: str, documents: Sequence[str], minor: int, currency: str, is_overdue: bool) -> str:
    """What the sender writes as content: kind of letter, amount, documents; no more than fits, the amount never cut."""
    amount = money_text(minor=minor, currency=currency, language=language)
    if language == CHINESE:
        head = f"{'催款函' if is_overdue else '付款提示函'}：应付款本金{amount}，发票"
    else:
        head = f"{'Demand for payment' if is_overdue else 'Reminder of payment'}: principal {amount}, documents "
    named, left = "", list(documents)
    while left and len(head + named + left[0]) + 8 <= LONGEST_ON_WAYBILL:
        named += ("、" if language == CHINESE else ", ") * bool(named) + left.pop(0)
    rest = (f"等{len(documents)}张" if language == CHINESE else f" and {len(left)} more") if left else ""
    return head + named + rest


def waybill_fault(*, courier: str, number: str, handed_on: date, printed_on: date, today: date) -> str:
    """Why a hand-over cannot be noted: COURIER_MISSING, WAYBILL_NUMBER_WRONG, HANDED_ON_WRONG; empty if it can."""
    if not courier.strip() or len(courier) > 60:
        return "COURIER_MISSING"
    if not _NUMBER.fullmatch(number):
        return "WAYBILL_NUMBER_WRONG"
    return "" if printed_on <= handed_on <= today else "HANDED_ON_WRONG"


def read_waybills(*, text: str) -> tuple[tuple[Waybill, ...], tuple[WaybillFault, ...]]:
    """The lines of a CSV list `letter,courier,number,day`, and every line that cannot be used; blank lines count for nothing."""
    good: list[Waybill] = []
    faults: list[WaybillFault] = []
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    for line, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and cells[:1] == ["letter"]):
            continue
        found = _waybill(line, cells)
        if isinstance(found, WaybillFault):
            faults.append(found)
        elif any(one.letter_id == found.letter_id for one in good):
            faults.append(WaybillFault(line, "letter", cells[0], "LETTER_TWICE"))
        else:
            good.append(found)
    return tuple(good), tuple(faults)


def _waybill(line: int, cells: list[str]) -> Waybill | WaybillFault:
    if len(cells) < len(_COLUMNS):
        return WaybillFault(line, _COLUMNS[len(cells)], "", "CELL_MISSING")
    letter, courier, number, day = cells[:4]
    if not letter.isascii() or not letter.isdigit() or len(letter) > 18:
        return WaybillFault(line, "letter", letter[:40], "LETTER_UNKNOWN")
    if not courier or len(courier) > 60:
        return WaybillFault(line, "courier", courier[:40], "COURIER_MISSING")
    if not _NUMBER.fullmatch(number):
        return WaybillFault(line, "number", number[:40], "WAYBILL_NUMBER_WRONG")
    try:
        return Waybill(int(letter), courier, number, date.fromisoformat(day))
    except ValueError:
        return WaybillFault(line, "day", day[:40], "DAY_WRONG")
