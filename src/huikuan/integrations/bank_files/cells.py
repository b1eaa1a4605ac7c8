"""Texts of a statement → exact amounts, days, moments and currencies. The one place where an amount is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from huikuan.kernel.currencies import exponent_of, parse_currency
from huikuan.kernel.text_amounts import NumberFormat, detect_number_format, format_amount, parse_amount
from huikuan.kernel.text_dates import DateOrder, detect_date_order, parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode

_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{2}")
_NO_TEXT = re.compile(r"[\s\-/\\_*—–·.。]*")
_CODE_IN_BRACKETS = re.compile(r"[(（\[]\s*([A-Za-z]{3})\s*[)）\]]|^([A-Z]{3})\b")
_DAY_AND_TIME = re.compile(r"(.*?[0-9日号])[\sT_-]+([0-2]?[0-9][:.][0-5][0-9].*)", re.DOTALL)
_COMPACT_MOMENT = re.compile(r"([0-9]{8})\s*([0-9]{6})(?:[0-9]{3})?")
_CLOCK = re.compile(
    r"([0-2]?[0-9])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]|60))?(?:[.,:][0-9]{1,9})?\s*([AaPp]\.?[Mm]\.?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_COMPACT_CLOCK = re.compile(r"([0-2]?[0-9])([0-5][0-9])([0-5][0-9])")
_TIME_ONLY_DAY = ("1899-12-30", "1899-12-31", "1900-01-00")
NUMERIC_CODES = {"01": "CNY", "001": "CNY", "156": "CNY", "840": "USD", "344": "HKD", "978": "EUR", "392": "JPY"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day where the text has one (the bank's wall clock)."""

    day: date
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ColumnForms:
    """How a column writes its numbers and days; None where every text must speak for itself."""

    number_format: NumberFormat | None = None
    date_order: DateOrder | None = None


def column_forms(*, amounts: Iterable[str], days: Iterable[str]) -> ColumnForms:
    """Return the forms whole columns agree on: 1.234 or 3/4/2026 is read only with evidence from other rows."""
    number_format = detect_number_format(samples=amounts)
    date_order = detect_date_order(samples=days)
    return ColumnForms(
        number_format=None if number_format is NumberFormat.AMBIGUOUS else number_format,
        date_order=None if date_order is DateOrder.AMBIGUOUS else date_order,
    )


def amount_minor(
    *, text: str, currency: str, number_format: NumberFormat | None = None, unit_power: int = 0
) -> int | TextFault:
    """Return the exact minor units of a cell; the faults of `kernel.text_amounts.parse_amount`, nothing is rounded.

    `unit_power` is 4 in a column headed 万元. Thousands commas before two decimals have one meaning and are taken out
    beforehand: half the amounts of a Chinese statement have them, and the plain form is read five times faster.
    """
    if number_format is not NumberFormat.COMMA and _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return parse_amount(text=text, currency=currency, number_format=number_format, unit_power=unit_power)


def amount_text(*, minor: int, currency: str) -> str:
    """Return minor units as a text for a message."""
    return format_amount(minor=minor, currency=currency, grouped=False)


def currency_code(*, text: str, default: str) -> str | TextFault:
    """Return the ISO code of a currency cell: 人民币, RMB, 美元(USD), 156; the default when it is blank."""
    if is_blank(text=text):
        return default
    plain = NUMERIC_CODES.get(text.strip(), text)
    found = parse_currency(text=plain)
    if isinstance(found, str):
        return found
    bracketed = _CODE_IN_BRACKETS.search(plain)
    if bracketed is not None:
        code = (bracketed[1] or bracketed[2]).upper()
        if exponent_of(currency=code) is not None:
            return code
    return found


def is_blank(*, text: str) -> bool:
    """Return whether a cell says nothing: empty, or only dashes, slashes, stars."""
    if not text:
        return True
    return not text[0].isalnum() and _NO_TEXT.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def moment(*, text: str, date_order: DateOrder | None = None) -> Moment | TextFault:
    """Return the day and time of a cell such as 20260410 17:07:09, 2021-01-01-10.10.10.123456 or 2026年4月10日.

    Faults: those of `kernel.text_dates.parse_date`, and UNREADABLE for a time that is none.
    """
    plain = text.strip()
    compact = _COMPACT_MOMENT.fullmatch(plain)
    if compact is not None:
        return _joined(compact[1], compact[2], plain, date_order)
    parts = _DAY_AND_TIME.fullmatch(plain)
    if parts is not None:
        return _joined(parts[1], parts[2], plain, date_order)
    day = parse_date(text=plain, date_order=date_order)
    return day if isinstance(day, TextFault) else Moment(day=day, at=None)


@lru_cache(maxsize=8192)
def clock_time(*, text: str) -> time | None:
    """Return the time of day of 14:22:52, 14.22, 080024, 80024 or 3:05 PM; None when it is none."""
    plain = text.strip()
    for prefix in _TIME_ONLY_DAY:
        plain = plain.removeprefix(prefix).strip()
    match = _COMPACT_CLOCK.fullmatch(plain)
    half = ""
    if match is None:
        match = _CLOCK.fullmatch(plain)
        if match is None:
            return None
        half = (match[4] or "").replace(".", "").upper()
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3] or 0), 59)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    return time(hour, minute, second) if hour < 24 else None


def _joined(day_text: str, time_text: str, text: str, date_order: DateOrder | None) -> Moment | TextFault:
    day = parse_date(text=day_text, date_order=date_order)
    if isinstance(day, TextFault):
        return day
    at = clock_time(text=time_text)
    if at is None:
        return TextFault(code=TextFaultCode.UNREADABLE, value=text)
    return Moment(day=day, at=datetime.combine(day, at))
