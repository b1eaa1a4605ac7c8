"""PURE: single cells of an invoice list or an open-item list: amounts, days, terms, numbers and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huikuan.kernel.currencies import exponent_of, parse_currency
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.text_amounts import NumberFormat, parse_amount, round_amount
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_fields import Cells, Field, RowSettings, RowWarning

LONGEST_TERMS_DAYS = 3_650

_SPACES = re.compile(r"\s+")
_FLOATED_INTEGER = re.compile(r"([0-9]+)\.0+")
_LONG_FRACTION = re.compile(r"-?[0-9]{1,13}\.[0-9]{8,}")
_NOISE = Decimal("0.000001")
_TERMS = re.compile(r"(?:net|n)?\s*([0-9]{1,4})(?:\.0)?\s*(?:days?|天|日)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """Minor units and by which rule they were settled."""

    minor: int
    warnings: tuple[RowWarning, ...] = ()


def amount_of(*, text: str, currency: str, settings: RowSettings) -> ReadAmount | TextFault:
    """The exact minor units of a cell.

    A value with eight or more decimals within 10⁻⁶ of a whole minor unit is what a program's binary fraction left of it
    (2309.7899999999995) and is taken as that unit with the warning FLOAT_NOISE. Anything else that needs rounding is a
    fault unless the user asked for rounding of this file (warning ROUNDED). Other faults as `parse_amount`.
    """
    power = unit_power(currency=currency, settings=settings)
    minor = parse_amount(text=text, currency=currency, number_format=settings.number_format, unit_power=power)
    if not isinstance(minor, TextFault):
        return ReadAmount(minor)
    if minor.code is not TextFaultCode.NEEDS_ROUNDING:
        return minor
    whole = _without_noise(narrow(text=text), power + (exponent_of(currency=currency) or 0), settings)
    if whole is not None:
        return ReadAmount(whole, (RowWarning.FLOAT_NOISE,))
    if settings.round_amounts:
        rounded = round_amount(text=text, currency=currency, number_format=settings.number_format, unit_power=power)
        return rounded if isinstance(rounded, TextFault) else ReadAmount(rounded, (RowWarning.ROUNDED,))
    return minor


def unit_power(*, currency: str, settings: RowSettings) -> int:
    """The power of ten of the amount columns in a currency: minus its decimals for minor units."""
    return -(exponent_of(currency=currency) or 0) if settings.minor_units else settings.amount_power


def document_number(*, text: str, were_floats: bool) -> str:
    """A document number with narrow characters and single spaces; 2960623488.0 is 2960623488 if the column held floats."""
    number = text_of(text=text)
    floated = _FLOATED_INTEGER.fullmatch(number) if were_floats else None
    return floated[1] if floated else number


def text_of(*, text: str) -> str:
    """A text cell with narrow characters, invisible edges removed and runs of white space as one space."""
    return _SPACES.sub(" ", narrow(text=text))


def terms_days_of(*, text: str) -> int | None:
    """The days of a payment term written as 30, 30天, net 30; None for a code that does not say them."""
    found = _TERMS.fullmatch(narrow(text=text))
    days = int(found[1]) if found else None
    return days if days is not None and days <= LONGEST_TERMS_DAYS else None


def day_of(*, text: str, settings: RowSettings) -> date | TextFault | None:
    """The day of a cell, None for an empty one; faults as `parse_date`."""
    day = parse_date(text=text, date_order=settings.date_order, excel_epoch=settings.excel_epoch)
    if isinstance(day, TextFault) and day.code is TextFaultCode.BLANK:
        return None
    return day


def currency_of_row(*, cells: Cells, settings: RowSettings) -> str | TextFault:
    """The currency a row names, the file's where it names none; faults as `parse_currency`."""
    named = parse_currency(text=cells.get(Field.CURRENCY, ""))
    if isinstance(named, TextFault) and named.code is TextFaultCode.BLANK:
        return settings.currency
    return named


def _without_noise(plain: str, power: int, settings: RowSettings) -> int | None:
    if settings.number_format is NumberFormat.COMMA or not _LONG_FRACTION.fullmatch(plain):
        return None
    scaled = Decimal(plain).scaleb(power)
    whole = scaled.to_integral_value()
    return int(whole) if abs(scaled - whole) < _NOISE and abs(whole) <= DOCUMENT_MAX_MINOR else None
