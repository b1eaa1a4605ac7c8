"""PURE: what a row of an invoice list or an open-item list may hold, and what becomes of it: typed row or named fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder, ExcelEpoch


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
    CUSTOMER_CLASS = "customer_class"
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
    CLASS_UNKNOWN = "CLASS_UNKNOWN"
    ISSUE_DATE_FROM_DUE_DATE = "ISSUE_DATE_FROM_DUE_DATE"
    AMOUNT_FROM_OPEN = "AMOUNT_FROM_OPEN"
    DUE_BEFORE_ISSUE = "DUE_BEFORE_ISSUE"
    KNOWN_CANCELLED = "KNOWN_CANCELLED"
    TAX_CODE_UNUSUAL = "TAX_CODE_UNUSUAL"
    SALESPERSON_UNKNOWN = "SALESPERSON_UNKNOWN"


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
    """A row as read; amounts in minor units, `open_minor` negative for a credit balance of an open-item list.

    `customer_class` is the code of a class, empty where the row names none that we have.
    """

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
    customer_class: str = ""
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
