"""PURE: one row of an invoice list or an open-item list, from text to a typed record or the first fault in it.

Nothing is guessed from a single row: currency, order of day and month, decimal mark and unit of the amounts are properties
of the whole file and come in as settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huikuan.kernel.currencies import exponent_of, parse_currency
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.text_amounts import NumberFormat, parse_amount, round_amount
from huikuan.kernel.text_dates import DateOrder, ExcelEpoch, parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

LONGEST_TERMS_DAYS = 3_650

_SPACES = re.compile(r"\s+")
_FLOATED_INTEGER = re.compile(r"([0-9]+)\.0+")
_LONG_FRACTION = re.compile(r"-?[0-9]{1,13}\.[0-9]{8,}")
_NOISE = Decimal("0.000001")
_TERMS = re.compile(r"(?:net|n)?\s*([0-9]{1,4})(?:\.0)?\s*(?:days?|天|日)?", re.IGNORECASE)


class Field(StrEnum):
    """What a column of an invoice list or open-item list may mean."""

    NUMBER = "invoice_number"
    CUSTOMER_CODE = "customer_number"
    CUSTOMER_NAME = "customer_name"
    TAX_CODE = "customer_tax_code"
    ISSUE_DATE = "issue_date"
    DUE_DATE = "due_date"
    TERMS = "terms"
    SETTLED_DATE = "settled_date"
    CURRENCY = "currency"
    AMOUNT = "amount"
    OPEN = "open_amount"
    SALESPERSON = "salesperson"
    CONTRACT = "contract_number"
    NOTE = "note"


LONGEST = {
    Field.NUMBER: 60,
    Field.CUSTOMER_CODE: 60,
    Field.CUSTOMER_NAME: 200,
    Field.TAX_CODE: 30,
    Field.SALESPERSON: 100,
    Field.CONTRACT: 100,
    Field.NOTE: 300,
}
"""Most characters of each text field."""


class RowCode(StrEnum):
    """Why a row is refused although each cell can be read; faults of cells keep their TextFaultCode."""

    CUSTOMER_MISSING = "CUSTOMER_MISSING"
    ZERO_AMOUNT = "ZERO_AMOUNT"
    NEGATIVE_AMOUNT = "NEGATIVE_AMOUNT"
    NOTHING_OPEN = "NOTHING_OPEN"
    OPEN_ABOVE_AMOUNT = "OPEN_ABOVE_AMOUNT"
    SIGNS_DIFFER = "SIGNS_DIFFER"
    TOO_FAR_AHEAD = "TOO_FAR_AHEAD"


class RowWarning(StrEnum):
    """What was settled by a stated rule, shown with its count before anything is written."""

    FLOAT_NOISE = "FLOAT_NOISE"
    ROUNDED = "ROUNDED"
    TERMS_UNREADABLE = "TERMS_UNREADABLE"
    ISSUE_DATE_FROM_DUE_DATE = "ISSUE_DATE_FROM_DUE_DATE"


@dataclass(frozen=True, slots=True)
class RowSettings:
    """What holds for every row of a file; `latest_day` is the last day a document may bear.

    `amount_power` is the unit of the amount columns: 4 for 万元; `minor_units` if they hold fen or cents.
    """

    currency: str
    latest_day: date
    date_order: DateOrder | None = None
    number_format: NumberFormat | None = None
    excel_epoch: ExcelEpoch | None = None
    amount_power: int = 0
    minor_units: bool = False
    numbers_were_floats: bool = False
    round_amounts: bool = False


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """How a row names the customer; at least one is not empty."""

    code: str
    name: str
    tax_code: str


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row as read; amounts in minor units, `open_minor` negative for a credit balance of an open-item list."""

    line: int
    number: str
    customer: CustomerKey
    issue_date: date
    due_date: date | None
    terms_days: int | None
    settled_date: date | None
    currency: str
    amount_minor: int
    open_minor: int
    salesperson: str = ""
    contract: str = ""
    note: str = ""
    warnings: tuple[RowWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is refused: its line, the field at fault, the text found there, and a stable code."""

    line: int
    column: str
    value: str
    code: str


Cells = Mapping[Field, str]
"""The mapped cells of one row; a field that no column was mapped to is absent."""


def parse_invoice_row(*, line: int, cells: Cells, settings: RowSettings) -> ParsedRow | RowError:
    """An invoice of its full amount, or the first fault of the row; codes are those of TextFaultCode and RowCode."""
    row = _row(line, cells, settings)
    if isinstance(row, RowError):
        return row
    if row.amount_minor < 1:
        code = RowCode.NEGATIVE_AMOUNT if row.amount_minor else RowCode.ZERO_AMOUNT
        return _error(line, Field.AMOUNT, cells, code)
    return row


def parse_open_item_row(*, line: int, cells: Cells, settings: RowSettings) -> ParsedRow | RowError:
    """An open item with its first and its open amount, or the first fault of the row.

    Without an `open` column the amount is open; both negative is a credit balance. Nothing open is a fault, not a silence.
    """
    row = _row(line, cells, settings)
    if isinstance(row, RowError):
        return row
    open_minor = row.amount_minor
    warnings = row.warnings
    if Field.OPEN in cells:
        read = amount_of(text=cells[Field.OPEN], currency=row.currency, settings=settings)
        if isinstance(read, TextFault):
            return _fault(line, Field.OPEN, read)
        open_minor = read.minor
        warnings += tuple(warning for warning in read.warnings if warning not in warnings)
    code = _fault_of_open(row.amount_minor, open_minor)
    if code is not None:
        return _error(line, Field.AMOUNT if code is RowCode.ZERO_AMOUNT else _open_field(cells), cells, code)
    return replace(row, open_minor=open_minor, warnings=warnings)


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


def _row(line: int, cells: Cells, settings: RowSettings) -> ParsedRow | RowError:
    texts = _texts(line, cells, settings)
    if isinstance(texts, RowError):
        return texts
    days = _days(line, cells, settings)
    if isinstance(days, RowError):
        return days
    issue, due, settled, warnings = days
    currency = _currency(cells, settings)
    if isinstance(currency, TextFault):
        return _fault(line, Field.CURRENCY, currency)
    amount = amount_of(text=cells.get(Field.AMOUNT, ""), currency=currency, settings=settings)
    if isinstance(amount, TextFault):
        return _fault(line, Field.AMOUNT, amount)
    terms_text = cells.get(Field.TERMS, "")
    terms = terms_days_of(text=terms_text)
    if terms is None and due is None and narrow(text=terms_text):
        warnings = (*warnings, RowWarning.TERMS_UNREADABLE)
    return ParsedRow(
        line=line,
        number=texts[Field.NUMBER],
        customer=CustomerKey(texts[Field.CUSTOMER_CODE], texts[Field.CUSTOMER_NAME], texts[Field.TAX_CODE]),
        issue_date=issue,
        due_date=due,
        terms_days=terms,
        settled_date=settled,
        currency=currency,
        amount_minor=amount.minor,
        open_minor=amount.minor,
        salesperson=texts[Field.SALESPERSON],
        contract=texts[Field.CONTRACT],
        note=texts[Field.NOTE],
        warnings=(*amount.warnings, *warnings),
    )


def _texts(line: int, cells: Cells, settings: RowSettings) -> dict[Field, str] | RowError:
    number = document_number(text=cells.get(Field.NUMBER, ""), were_floats=settings.numbers_were_floats)
    texts = {Field.NUMBER: number}
    for field, most in LONGEST.items():
        if field is not Field.NUMBER:
            texts[field] = text_of(text=cells.get(field, ""))
        if len(texts[field]) > most:
            return _error(line, field, cells, TextFaultCode.TOO_LONG)
    if not number:
        return _error(line, Field.NUMBER, cells, TextFaultCode.BLANK)
    if not (texts[Field.CUSTOMER_CODE] or texts[Field.CUSTOMER_NAME] or texts[Field.TAX_CODE]):
        named = Field.CUSTOMER_CODE if Field.CUSTOMER_CODE in cells else Field.CUSTOMER_NAME
        return _error(line, named, cells, RowCode.CUSTOMER_MISSING)
    return texts


def _days(
    line: int, cells: Cells, settings: RowSettings
) -> tuple[date, date | None, date | None, tuple[RowWarning, ...]] | RowError:
    found: dict[Field, date | None] = {}
    for field in (Field.ISSUE_DATE, Field.DUE_DATE, Field.SETTLED_DATE):
        day = day_of(text=cells.get(field, ""), settings=settings)
        if isinstance(day, TextFault):
            return _fault(line, field, day)
        if day is not None and day > settings.latest_day and field is not Field.DUE_DATE:
            return _error(line, field, cells, RowCode.TOO_FAR_AHEAD)
        found[field] = day
    issue, due = found[Field.ISSUE_DATE], found[Field.DUE_DATE]
    if issue is None and due is not None and Field.ISSUE_DATE not in cells:
        return due, due, found[Field.SETTLED_DATE], (RowWarning.ISSUE_DATE_FROM_DUE_DATE,)
    if issue is None:
        return _error(line, Field.ISSUE_DATE, cells, TextFaultCode.BLANK)
    return issue, due, found[Field.SETTLED_DATE], ()


def day_of(*, text: str, settings: RowSettings) -> date | TextFault | None:
    """The day of a cell, None for an empty one; faults as `parse_date`."""
    day = parse_date(text=text, date_order=settings.date_order, excel_epoch=settings.excel_epoch)
    if isinstance(day, TextFault) and day.code is TextFaultCode.BLANK:
        return None
    return day


def _currency(cells: Cells, settings: RowSettings) -> str | TextFault:
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


def _fault_of_open(amount: int, open_minor: int) -> RowCode | None:
    if amount == 0:
        return RowCode.ZERO_AMOUNT
    if open_minor == 0:
        return RowCode.NOTHING_OPEN
    if (amount < 0) != (open_minor < 0):
        return RowCode.SIGNS_DIFFER
    return RowCode.OPEN_ABOVE_AMOUNT if abs(open_minor) > abs(amount) else None


def _open_field(cells: Cells) -> Field:
    return Field.OPEN if Field.OPEN in cells else Field.AMOUNT


def _error(line: int, field: Field, cells: Cells, code: StrEnum) -> RowError:
    return RowError(
        line, field.value, text_fault(code=TextFaultCode.UNREADABLE, value=cells.get(field, "")).value, code
    )


def _fault(line: int, field: Field, fault: TextFault) -> RowError:
    return RowError(line, field.value, fault.value, fault.code.value)
