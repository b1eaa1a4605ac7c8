"""A SWIFT MT940/MT942 text → tags with their line numbers, and the two tags that hold amounts read exactly.

The library mt-940 is the reference the tests compare with, not the reader: it takes ":61:…D1.000,00" for 1.00, gives up a
whole file for one bad tag, knows no line numbers, and opens the file a short text happens to name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huikuan.integrations.bank_files.cells import amount_minor
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_faults import TextFault, TextFaultCode

KNOWN_TAGS = frozenset("13 13C 13D 20 21 25 25P 28 28C 34F 34 60 60F 60M 61 62 62F 62M 64 65 86 90 90C 90D NS".split())
_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)", re.DOTALL)
_END_OF_MESSAGE = re.compile(r"-\}?(?:\{5:.*)?|-XXX")
_ENVELOPE = re.compile(r"\{[1-5]:.*|:94[02]:.*")
_BALANCE = re.compile(r"([DC])([0-9]{6})([A-Z]{3})?([0-9]+(?:[.,][0-9]*)?)")
_LINE = re.compile(
    r"(?P<day>[0-9]{6})(?P<entry>[0-9]{4}|[ ]{4})?\s?(?P<mark>[RE]?[DC])(?P<funds>[A-Z])?\s?"
    r"(?P<amount>[0-9]+(?:[.,][0-9]*)?)(?:(?P<type>[A-Z][A-Z0-9 ]{3})(?P<rest>[^\n]*))?(?:\n(?P<more>.*))?",
    re.DOTALL,
)
_MT_AMOUNT = re.compile(r"([0-9]{1,30}),([0-9]{0,4})")
_POINT_AMOUNT = re.compile(r"([0-9]{1,30})\.([0-9]{2})")
FIRST_SHORT_YEAR = 80
HALF_YEAR_DAYS = 183


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a message: its name without colons, its text over all its lines, its first line in the file."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class MtBalance:
    """A balance tag: signed minor units, currency ("" where the bank left it out), day."""

    minor: int
    currency: str
    day: date


@dataclass(frozen=True, slots=True)
class MtLine:
    """The statement line tag :61:; a mark of expected entries makes it pending."""

    value_day: date
    booked_on: date
    minor: int
    is_reversal: bool
    is_expected: bool
    day_was_moved: bool
    customer_reference: str
    bank_reference: str
    details: str


def messages_of(*, text: str) -> Iterator[list[Tag]]:
    """Yield the tags of each message; a message ends with "-" or with the next :20:.

    Inside :86: a line that begins with an unknown tag number (":12:11" of a wrapped time) is text.
    """
    tags: list[Tag] = []
    lines: list[str] = []
    number, start = "", 0
    for index, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.strip("\x01\x03\x02\ufeff").rstrip()
        found = _TAG.fullmatch(line)
        is_end = _END_OF_MESSAGE.fullmatch(line) is not None
        if (found is not None and found[1] in KNOWN_TAGS) or is_end or _ENVELOPE.fullmatch(line):
            if number:
                tags.append(Tag(name=number, text="\n".join(lines).strip("\n"), line=start))
            number, lines = "", []
        elif number:
            lines.append(line)
        if (is_end or (found is not None and found[1] == "20")) and tags:
            yield tags
            tags = []
        if found is not None and found[1] in KNOWN_TAGS:
            number, lines, start = found[1], [found[2]], index
    if number:
        tags.append(Tag(name=number, text="\n".join(lines).strip("\n"), line=start))
    if tags:
        yield tags


def looks_like_mt(*, text: str) -> bool:
    """Return whether a text begins as an MT message: a block header, or tags at the start of its first lines."""
    head = [line.strip() for line in text[:2000].splitlines() if line.strip("\x01\x03\ufeff \t")][:12]
    return any(_TAG.match(line.lstrip("\x01\ufeff")) or line.startswith("{1:") for line in head)


def balance_of(*, tag: Tag, currency: str = "") -> MtBalance | None:
    """Return a balance tag read exactly, None when it cannot be; `currency` serves a tag that leaves it out."""
    found = _BALANCE.fullmatch(tag.text.split("\n", 1)[0].strip())
    if found is None:
        return None
    day = _day(found[2])
    stated = found[3] or currency
    minor = _minor(found[4], stated)
    if day is None or isinstance(minor, TextFault):
        return None
    return MtBalance(minor=-minor if found[1] == "D" else minor, currency=stated, day=day)


def line_of(*, tag: Tag, currency: str) -> MtLine | TextFault:
    """Return a :61: read exactly: RC and D are money out, C and RD money in.

    A value day after the month's end (30 February of banks that count months of 30 days) is the month's last day.
    Faults: UNREADABLE, NO_SUCH_DAY and those of amounts.
    """
    found = _LINE.fullmatch(tag.text)
    if found is None:
        return TextFault(code=TextFaultCode.UNREADABLE, value=tag.text[:80])
    minor = _minor(found["amount"], currency)
    if isinstance(minor, TextFault):
        return minor
    exact = _day(found["day"])
    value_day = exact or _month_end(found["day"])
    if value_day is None:
        return TextFault(code=TextFaultCode.NO_SUCH_DAY, value=found["day"])
    booked_on = _entry_day(found["entry"], value_day)
    if booked_on is None:
        return TextFault(code=TextFaultCode.NO_SUCH_DAY, value=found["entry"])
    mark = found["mark"]
    is_in = mark in ("C", "RD", "EC")
    references = (found["rest"] or "").split("//", 1)
    return MtLine(
        value_day=value_day,
        booked_on=booked_on,
        minor=minor if is_in else -minor,
        is_reversal=mark.startswith("R"),
        is_expected=mark.startswith("E"),
        day_was_moved=exact is None,
        customer_reference=references[0].strip(),
        bank_reference=references[1].strip() if len(references) > 1 else "",
        details=" ".join((found["more"] or "").split()),
    )


def _minor(text: str, currency: str) -> int | TextFault:
    """MT amounts have a decimal comma and no grouping ("300," is 300); a point before two digits is tolerated."""
    found = _MT_AMOUNT.fullmatch(text) or _POINT_AMOUNT.fullmatch(text)
    if found is None and not text.isdigit():
        return TextFault(code=TextFaultCode.UNREADABLE, value=text)
    plain = text if found is None else f"{found[1]}.{found[2] or '0'}"
    return amount_minor(text=plain, currency=currency, number_format=NumberFormat.POINT)


def _year(short: str) -> int:
    return (1900 if int(short) >= FIRST_SHORT_YEAR else 2000) + int(short)


def _day(text: str) -> date | None:
    try:
        return date(_year(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _month_end(text: str) -> date | None:
    year, month, day = _year(text[:2]), int(text[2:4]), int(text[4:6])
    if not 1 <= month <= 12 or not 28 < day <= 31:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _entry_day(text: str | None, value_day: date) -> date | None:
    """The booking day has no year: take the one that brings it nearest to the value day."""
    if text is None or not text.strip():
        return value_day
    candidates = []
    for year in (value_day.year - 1, value_day.year, value_day.year + 1):
        try:
            candidates.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    return min(candidates, key=lambda day: abs((day - value_day).days), default=None)
