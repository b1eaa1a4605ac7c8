"""PURE: the four lists of a whole ledger (customers, invoices, receipts, allocations) as typed columns.

Amounts are minor units, days ISO, ids whatever names a row in its own list; further columns are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from huikuan.customers.rules import class_named
from huikuan.imports.rules import Guess, Rejection, RejectionCode
from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_cells import LONGEST_TERMS_DAYS, text_of
from huikuan.receivables.invoice_fields import Field, RowCode

CUSTOMERS, INVOICES, RECEIPTS, ALLOCATIONS = "customers.csv", "invoices.csv", "receipts.csv", "allocations.csv"
FILES = (CUSTOMERS, INVOICES, RECEIPTS, ALLOCATIONS)
"""The files of a ledger folder."""

Read = Callable[[str], Any]
"""A cell's value, or the TextFault in it."""
_WHOLE = r"^[0-9]{1,13}$"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: how a cell is read, and whether the list may lack it."""

    name: str
    read: Read
    dtype: Any
    required: bool = True


@dataclass(frozen=True, slots=True)
class TypedList:
    """The rows of a list that can be read, in its order with their lines, and those that cannot."""

    frame: pl.DataFrame
    rejected: tuple[Rejection, ...]


def invoice_guess(*, table: SourceTable) -> Guess:
    """Which column of invoices.csv is which field; its columns have fixed names. Raises Refused COLUMNS_MISSING."""
    names = {
        Field.NUMBER: "number",
        Field.CUSTOMER_CODE: "customer_id",
        Field.ISSUE_DATE: "issue_date",
        Field.DUE_DATE: "due_date",
        Field.CURRENCY: "currency",
        Field.AMOUNT: "amount_minor",
        Field.CONTRACT: "contract_number",
    }
    places = _places(table, ["id", "number", "customer_id", "issue_date", "amount_minor"])
    return Guess({field: places[name] for field, name in names.items() if name in places}, minor_units=True)


def ids_of(*, table: SourceTable) -> pl.DataFrame:
    """The id of each line of a list: columns `line`, `id`."""
    return table.frame.select(LINE, pl.col(column(index=_places(table, ["id"])["id"])).str.strip_chars().alias("id"))


def typed_list(*, table: SourceTable, columns: Sequence[Column]) -> TypedList:
    """The rows of a list typed, or rejected with the first cell that cannot be read. Raises Refused COLUMNS_MISSING."""
    places = _places(table, [one.name for one in columns if one.required])
    present = [one for one in columns if one.name in places]
    texts = {one.name: table.frame[column(index=places[one.name])] for one in present}
    values = {one.name: _values(texts[one.name], one) for one in present}
    bad = {name: found for name, (_, found) in values.items()}
    frame = pl.DataFrame({LINE: table.frame[LINE], **{name: series for name, (series, _) in values.items()}})
    unread = pl.select(pl.any_horizontal(*bad.values())).to_series()
    rejected = [
        _rejection(table, present, dict(zip(texts, cells, strict=True)), line)
        for line, *cells in pl.DataFrame({LINE: table.frame[LINE], **texts}).filter(unread).iter_rows()
    ]
    rejected += [
        Rejection(table.file_name, line, "", text, RejectionCode.SHIFTED_ROW.value) for line, text in table.shifted
    ]
    return TypedList(frame.filter(~unread), tuple(rejected))


def _read_text(most: int, *, may_be_empty: bool = False) -> Read:
    """How a text of at most `most` characters is read."""

    def read(text: str) -> str | TextFault:
        found = text_of(text=text)
        if not found and not may_be_empty:
            return text_fault(code=TextFaultCode.BLANK, value=text)
        return text_fault(code=TextFaultCode.TOO_LONG, value=text) if len(found) > most else found

    return read


def _read_day(text: str) -> date | TextFault:
    """How a day is read."""
    return parse_date(text=text)


def _read_minor(text: str) -> int | TextFault:
    """How an amount of 1 … 10¹³ minor units is read."""
    plain = narrow(text=text)
    if not plain:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    if not (plain.removeprefix("-").isdecimal() and plain.isascii() and len(plain) < 25):
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    minor = int(plain)
    return minor if 1 <= minor <= DOCUMENT_MAX_MINOR else text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)


def _read_whole(most: int) -> Read:
    """How a whole number of 0 … `most` that may be missing is read."""

    def read(text: str) -> int | TextFault | None:
        plain = narrow(text=text)
        if not plain:
            return None
        if not (plain.isdecimal() and plain.isascii() and len(plain) < 25 and int(plain) <= most):
            return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
        return int(plain)

    return read


def _read_class(text: str) -> str | None:
    """How a customer's class is read: its code, empty where none stands there, None for a word that names none."""
    return class_named(text=text) if narrow(text=text) else ""


CUSTOMER_COLUMNS = (
    Column("id", _read_text(60), pl.String),
    Column("name", _read_text(200), pl.String),
    Column("credit_limit_minor", _read_whole(DOCUMENT_MAX_MINOR), pl.Int64, required=False),
    Column("terms_days", _read_whole(LONGEST_TERMS_DAYS), pl.Int64, required=False),
    Column("customer_class", _read_class, pl.String, required=False),
)
RECEIPT_COLUMNS = (
    Column("id", _read_text(60), pl.String),
    Column("date", _read_day, pl.Date),
    Column("customer_id", _read_text(60), pl.String),
    Column("amount_minor", _read_minor, pl.Int64),
    Column("reference", _read_text(500, may_be_empty=True), pl.String),
)
ALLOCATION_COLUMNS = (
    Column("receipt_id", _read_text(60), pl.String),
    Column("invoice_id", _read_text(60), pl.String),
    Column("amount_minor", _read_minor, pl.Int64),
)


def _places(table: SourceTable, required: Sequence[str]) -> Mapping[str, int]:
    places = {narrow(text=name).lower(): index for index, name in reversed(list(enumerate(table.header)))}
    missing = [name for name in required if name not in places]
    if missing:
        raise Refused(
            "COLUMNS_MISSING_IN",
            file=table.file_name,
            fields=", ".join(missing),
            found=", ".join(table.header)[:300],
        )
    return places


def _values(texts: pl.Series, wanted: Column) -> tuple[pl.Series, pl.Series]:
    """The values of a column, and which cells could not be read; whole numbers are read at once."""
    if texts.is_empty():
        return pl.Series(dtype=wanted.dtype), pl.Series(dtype=pl.Boolean)
    if wanted.read is _read_minor:
        whole = texts.str.contains(_WHOLE)
        quick = pl.select(pl.when(whole).then(texts).cast(pl.Int64)).to_series()
        if whole.all() and quick.is_between(1, DOCUMENT_MAX_MINOR).all():
            return quick, ~whole
    distinct = texts.unique()
    read = [wanted.read(text) for text in distinct]
    bad = pl.Series([isinstance(value, TextFault) for value in read], dtype=pl.Boolean)
    good = pl.Series([None if isinstance(value, TextFault) else value for value in read], dtype=wanted.dtype)
    return (
        texts.replace_strict(distinct, good, return_dtype=wanted.dtype),
        texts.replace_strict(distinct, bad, return_dtype=pl.Boolean),
    )


def _rejection(table: SourceTable, columns: Sequence[Column], cells: Mapping[str, str], line: int) -> Rejection:
    for one in columns:
        value = one.read(cells[one.name])
        if isinstance(value, TextFault):
            return Rejection(table.file_name, line, one.name, value.value, _code(one, cells[one.name], value))
    raise AssertionError("unreachable")


def _code(wanted: Column, text: str, fault: TextFault) -> str:
    """Zero and negative amounts have names of their own."""
    plain = narrow(text=text)
    if wanted.read is _read_minor and fault.code is TextFaultCode.OUT_OF_RANGE:
        if not int(plain):
            return RowCode.ZERO_AMOUNT.value
        return RowCode.NEGATIVE_AMOUNT.value if int(plain) < 0 else fault.code.value
    return fault.code.value
