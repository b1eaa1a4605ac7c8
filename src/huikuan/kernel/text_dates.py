"""Days as people and programs write them; the order of month and day is never guessed from a single text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

__all__ = [
    "DateOrder",
    "DateOrderEvidence",
    "ExcelEpoch",
    "TextFault",
    "TextFaultCode",
    "date_order_evidence",
    "detect_date_order",
    "excel_serial_date",
    "parse_date",
]

FIRST_YEAR = 1990
LAST_YEAR = 2100
LONGEST_TEXT = 60
EVIDENCE_SHOWN = 5

ExcelEpoch = Literal[1900, 1904]


class DateOrder(StrEnum):
    """The order of year, month and day in a column."""

    YMD = "YMD"
    MDY = "MDY"
    DMY = "DMY"
    AMBIGUOUS = "AMBIGUOUS"  # the samples do not say, or contradict each other


@dataclass(frozen=True, slots=True)
class DateOrderEvidence:
    """The first samples that show each order, and those with the year last that fit both month-first and day-first."""

    year_first: tuple[str, ...]
    month_first: tuple[str, ...]
    day_first: tuple[str, ...]
    either: tuple[str, ...]

    @property
    def verdict(self) -> DateOrder:
        """Return the order all samples agree on; a column in which nothing depends on it counts as YMD."""
        if self.month_first and self.day_first:
            return DateOrder.AMBIGUOUS
        if self.month_first:
            return DateOrder.MDY
        if self.day_first:
            return DateOrder.DMY
        return DateOrder.AMBIGUOUS if self.either else DateOrder.YMD


_TIME = (
    r"(?:[T\s]\s*(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})(?:\.0|\s*[0-9]{{6}}|{_TIME})")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})\s*([-/.])\s*([0-9]{{1,2}})\s*\2\s*([0-9]{{1,2}}){_TIME}")
_CHINESE = re.compile(rf"([0-9]{{4}})\s*年\s*([0-9]{{1,2}})\s*月\s*([0-9]{{1,2}})\s*[日号]?{_TIME}")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})\s*([-/.])\s*([0-9]{{1,2}})\s*\2\s*([0-9]{{4}}){_TIME}")
_SHORT_YEAR = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = _MONTH_NAMES.split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NAME = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-/\s.]*{_MONTH}[-/\s.,]*([0-9]{{4}}){_TIME}", re.IGNORECASE)
_NAME_DAY = re.compile(rf"{_MONTH}[-/\s.]*([0-9]{{1,2}})(?:st|nd|rd|th)?[-/\s.,]+([0-9]{{4}}){_TIME}", re.IGNORECASE)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_BLANKS = frozenset({"", "-", "--", "---", "/", "\\"})


def parse_date(
    *, text: str, date_order: DateOrder | None = None, excel_epoch: ExcelEpoch | None = None
) -> date | TextFault:
    """Return the day a text names; a time of day behind it is checked and dropped, a zone is not applied.

    `date_order` decides 3/4/2026 and two-digit years; without it only what cannot mean two days is read. Five digits
    are an Excel serial only when the caller names the workbook's epoch.
    Faults: BLANK, TOO_LONG, UNREADABLE, NO_SUCH_DAY, AMBIGUOUS_ORDER, TWO_DIGIT_YEAR, EXCEL_SERIAL, OUT_OF_RANGE (years
    outside 1990–2100).
    """
    if len(text) > LONGEST_TEXT:
        return text_fault(code=TextFaultCode.TOO_LONG, value=text)
    plain = narrow(text=text)
    if plain in _BLANKS:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    match = _YEAR_FIRST.fullmatch(plain)
    if match is not None:
        return _day(match[1], match[3], match[4], text)
    match = _COMPACT.fullmatch(plain) or _CHINESE.fullmatch(plain)
    if match is not None:
        return _day(match[1], match[2], match[3], text)
    match = _YEAR_LAST.fullmatch(plain)
    if match is not None:
        return _year_last(match[1], match[3], match[4], date_order, text)
    if _SERIAL.fullmatch(plain):
        if excel_epoch is None:
            return text_fault(code=TextFaultCode.EXCEL_SERIAL, value=text)
        return excel_serial_date(text=text, excel_epoch=excel_epoch)
    return _named_month_or_short_year(plain, date_order, text)


def excel_serial_date(*, text: str, excel_epoch: ExcelEpoch) -> date | TextFault:
    """Return the day of a workbook's serial number (46027 in the 1900 system is 2026-01-05); the time is dropped.

    Faults: UNREADABLE, OUT_OF_RANGE. Excel's false 29 February 1900 lies outside the years the product keeps.
    """
    match = _SERIAL.fullmatch(narrow(text=text))
    if match is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    start = date(1899, 12, 30) if excel_epoch == 1900 else date(1904, 1, 1)
    day = start + timedelta(days=int(match[1]))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
    return day


def date_order_evidence(*, samples: Iterable[str]) -> DateOrderEvidence:
    """Return which samples of a column show the year first, the month first or the day first, and which fit both."""
    found: dict[str, list[str]] = {"year": [], "month": [], "day": [], "either": []}
    for sample in samples:
        kind = _order_shown(sample)
        if kind and len(found[kind]) < EVIDENCE_SHOWN:
            found[kind].append(sample)
    return DateOrderEvidence(
        year_first=tuple(found["year"]),
        month_first=tuple(found["month"]),
        day_first=tuple(found["day"]),
        either=tuple(found["either"]),
    )


def detect_date_order(*, samples: Iterable[str]) -> DateOrder:
    """Return the order of a column: YMD, MDY, DMY, or AMBIGUOUS (see `date_order_evidence` for why)."""
    return date_order_evidence(samples=samples).verdict


def _order_shown(sample: str) -> str:
    if len(sample) > LONGEST_TEXT:
        return ""
    plain = narrow(text=sample)
    if _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain) or _CHINESE.fullmatch(plain):
        return "year"
    match = _YEAR_LAST.fullmatch(plain)
    if match is None:
        return _order_of_short_year(plain)
    first, second = int(match[1]), int(match[3])
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return ""
    if first > 12:
        return "day"
    if second > 12:
        return "month"
    return "" if first == second else "either"


def _order_of_short_year(plain: str) -> str:
    """Which order a year of two digits allows: 31/12/99 only one, 05/03/26 several, and then nobody may guess."""
    match = _SHORT_YEAR.fullmatch(plain)
    if match is None:
        return ""
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    orders = {
        "year": (second, third),
        "month": (first, second),
        "day": (second, first),
    }
    fitting = [kind for kind, (month, day) in orders.items() if 1 <= month <= 12 and 1 <= day <= 31]
    return "either" if len(fitting) > 1 else "".join(fitting)


def _year_last(first: str, second: str, year: str, date_order: DateOrder | None, text: str) -> date | TextFault:
    if date_order is DateOrder.MDY:
        return _day(year, first, second, text)
    if date_order is DateOrder.DMY:
        return _day(year, second, first, text)
    if int(first) > 12:
        return _day(year, second, first, text)
    if int(second) > 12 or int(first) == int(second):
        return _day(year, first, second, text)
    return text_fault(code=TextFaultCode.AMBIGUOUS_ORDER, value=text)


def _named_month_or_short_year(plain: str, date_order: DateOrder | None, text: str) -> date | TextFault:
    match = _DAY_NAME.fullmatch(plain)
    if match is not None:
        return _day(match[3], str(_MONTHS.index(match[2][:3].lower()) + 1), match[1], text)
    match = _NAME_DAY.fullmatch(plain)
    if match is not None:
        return _day(match[3], str(_MONTHS.index(match[1][:3].lower()) + 1), match[2], text)
    match = _SHORT_YEAR.fullmatch(plain)
    if match is None:
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    first, second, third = match[1], match[3], match[4]
    if date_order is DateOrder.MDY:
        return _day(_full_year(third), first, second, text)
    if date_order is DateOrder.DMY:
        return _day(_full_year(third), second, first, text)
    if date_order is DateOrder.YMD:
        return _day(_full_year(first), second, third, text)
    return text_fault(code=TextFaultCode.TWO_DIGIT_YEAR, value=text)


def _full_year(short: str) -> str:
    """Complete a two-digit year inside the years the product keeps: 90–99 are 1990s, the others 2000s."""
    return str(1900 + int(short) if int(short) >= FIRST_YEAR % 100 else 2000 + int(short))


def _day(year: str, month: str, day: str, text: str) -> date | TextFault:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return text_fault(code=TextFaultCode.NO_SUCH_DAY, value=text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
    return found
