"""PURE: one row of an invoice list or an open-item list, from text to a typed record or the first fault in it.

Nothing is guessed from a single row: currency, order of day and month, decimal mark and unit of the amounts are properties
of the whole file and come in as settings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from huikuan.customers.rules import class_named
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_cells import (
    amount_of,
    currency_of_row,
    day_of,
    document_number,
    terms_days_of,
    text_of,
)
from huikuan.receivables.invoice_fields import (
    LONGEST,
    Cells,
    CustomerKey,
    Field,
    ParsedRow,
    RowCode,
    RowError,
    RowSettings,
    RowWarning,
)


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

    Without an `open` column the amount is open, without an amount the open amount is (warning AMOUNT_FROM_OPEN); both
    negative is a credit balance. Nothing open is a fault, not a silence.
    """
    lone = Field.OPEN in cells and narrow(text=cells[Field.OPEN]) and not narrow(text=cells.get(Field.AMOUNT, ""))
    row = _row(line, {**cells, Field.AMOUNT: cells[Field.OPEN]} if lone else cells, settings)
    if isinstance(row, RowError):
        return replace(row, column=Field.OPEN.value) if lone and row.column == Field.AMOUNT else row
    open_minor = row.amount_minor
    warnings = (*row.warnings, *((RowWarning.AMOUNT_FROM_OPEN,) if lone else ()))
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


def _row(line: int, cells: Cells, settings: RowSettings) -> ParsedRow | RowError:
    texts = _texts(line, cells, settings)
    if isinstance(texts, RowError):
        return texts
    days = _days(line, cells, settings)
    if isinstance(days, RowError):
        return days
    issue, due, settled, warnings = days
    currency = currency_of_row(cells=cells, settings=settings)
    if isinstance(currency, TextFault):
        return _fault(line, Field.CURRENCY, currency)
    amount = amount_of(text=cells.get(Field.AMOUNT, ""), currency=currency, settings=settings)
    if isinstance(amount, TextFault):
        return _fault(line, Field.AMOUNT, amount)
    terms_text = cells.get(Field.TERMS, "")
    terms = terms_days_of(text=terms_text)
    if terms is None and due is None and narrow(text=terms_text):
        warnings = (*warnings, RowWarning.TERMS_UNREADABLE)
    class_text = cells.get(Field.CUSTOMER_CLASS, "")
    customer_class = class_named(text=class_text)
    if customer_class is None and narrow(text=class_text):
        warnings = (*warnings, RowWarning.CLASS_UNKNOWN)
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
        customer_class=customer_class or "",
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
    early = (RowWarning.DUE_BEFORE_ISSUE,) if due is not None and due < issue else ()
    return issue, due, found[Field.SETTLED_DATE], early


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
