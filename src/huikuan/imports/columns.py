"""PURE: a whole text table into typed columns at once; rows that are not plain go one by one to the row rules.

What is accepted here is exactly what `receivables.invoice_rows` would accept: a cell is either in a form whose meaning is
certain, or its distinct texts are read by the same functions, and any row left with a gap is judged by the row rule itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from huikuan.customers.rules import class_named
from huikuan.imports.rules import ImportKind, Reading, Rejection, RejectionCode, rejection_of
from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.kernel.currencies import exponent_of, parse_currency
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.text_amounts import NumberFormat, parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_cells import day_of, document_number, terms_days_of, text_of, unit_power
from huikuan.receivables.invoice_fields import LONGEST, Field, ParsedRow, RowError, RowSettings, RowWarning
from huikuan.receivables.invoice_rows import parse_invoice_row, parse_open_item_row

SCHEMA: Mapping[str, Any] = {
    "line": pl.Int64,
    "invoice_number": pl.String,
    "customer_number": pl.String,
    "customer_name": pl.String,
    "customer_tax_code": pl.String,
    "issue_date": pl.Date,
    "due_date": pl.Date,
    "terms_days": pl.Int64,
    "settled_date": pl.Date,
    "currency": pl.String,
    "amount_minor": pl.Int64,
    "open_minor": pl.Int64,
    "salesperson": pl.String,
    "customer_class": pl.String,
    "contract_number": pl.String,
    "note": pl.String,
}
"""The columns of typed rows; days are dates, amounts minor units, texts never null."""

_PARSE = {ImportKind.INVOICES: parse_invoice_row, ImportKind.RECEIVABLES: parse_open_item_row}
_PLAIN_TEXT = r"^(?:[!-~](?:[ -~]*[!-~])?)?$"
_TWO_SPACES = "  "
_WHOLE = r"^[0-9]{1,12}$"
_MOST_SHIFT = 6  # twelve digits times 10⁶ stay below 2⁶³
_NEVER = r"[^\s\S]"
_WITH_POINT = r"^[0-9]{1,11}\.[0-9]{1,2}$"
_OK = "ok"


@dataclass(frozen=True, slots=True)
class TypedRows:
    """The rows that can be read, in the order of the file, the rows that cannot, and how often which rule was used."""

    frame: pl.DataFrame
    rejected: tuple[Rejection, ...]
    warnings: Mapping[str, int]


def typed_rows(*, kind: ImportKind, table: SourceTable, reading: Reading, today: date) -> TypedRows:
    """Every row of the table typed or rejected with its first fault."""
    settings = reading.settings(today=today)
    frame = _typed(kind, table, reading, settings)
    rows, rejected, warnings = _judged_one_by_one(kind, table, reading, settings, frame)
    plain = frame.filter(pl.col(_OK)).drop(_OK)
    early = plain.filter(pl.col("due_date") < pl.col("issue_date")).height
    warnings.update({RowWarning.DUE_BEFORE_ISSUE.value: early} if early else {})
    unknown = plain["customer_class"].null_count()
    warnings.update({RowWarning.CLASS_UNKNOWN.value: unknown} if unknown else {})
    plain = plain.with_columns(pl.col("customer_class").fill_null(""))
    if rows:
        plain = pl.concat([plain, pl.DataFrame(rows, schema=SCHEMA, orient="row")]).sort(LINE)
    shifted = [
        Rejection(table.file_name, line, "", text, RejectionCode.SHIFTED_ROW.value) for line, text in table.shifted
    ]
    ordered = sorted([*rejected, *shifted], key=lambda rejection: rejection.line)
    return TypedRows(plain, tuple(ordered), dict(warnings))


def _typed(kind: ImportKind, table: SourceTable, reading: Reading, settings: RowSettings) -> pl.DataFrame:
    cells = {name: table.frame[column(index=index)] for name, index in reading.columns.items()}
    empty = pl.repeat("", table.frame.height, dtype=pl.String, eager=True)
    texts = {name: _text_column(cells.get(name, empty)) for name in LONGEST if name is not Field.NUMBER}
    days = {name: _days(cells.get(name, empty), settings) for name in (Field.ISSUE_DATE, Field.DUE_DATE)}
    settled = _days(cells.get(Field.SETTLED_DATE, empty), settings)
    currency = _currencies(cells.get(Field.CURRENCY), empty, settings)
    amount = _amounts(cells[Field.AMOUNT], currency, settings)
    due_unread = days[Field.DUE_DATE].is_null() & (cells.get(Field.DUE_DATE, empty) != "")
    settled_unread = settled.is_null() & (cells.get(Field.SETTLED_DATE, empty) != "")
    terms, terms_unread = _terms(cells.get(Field.TERMS, empty))
    opened = _amounts(cells[Field.OPEN], currency, settings) if Field.OPEN in cells else amount
    frame = pl.DataFrame(
        {
            "line": table.frame[LINE],
            "invoice_number": _numbers(cells[Field.NUMBER], settings),
            **{name.value: texts[name] for name in (Field.CUSTOMER_CODE, Field.CUSTOMER_NAME, Field.TAX_CODE)},
            "issue_date": days[Field.ISSUE_DATE],
            "due_date": days[Field.DUE_DATE],
            "terms_days": terms,
            "settled_date": settled,
            "currency": currency,
            "amount_minor": amount,
            "open_minor": opened if kind is ImportKind.RECEIVABLES else amount,
            "salesperson": texts[Field.SALESPERSON],
            "customer_class": _classes(cells.get(Field.CUSTOMER_CLASS, empty)),
            **{name.value: texts[name] for name in (Field.CONTRACT, Field.NOTE)},
        }
    )
    unread = due_unread | settled_unread | terms_unread
    return frame.with_columns(_certain(settings).alias(_OK) & ~unread)


def _certain(settings: RowSettings) -> pl.Expr:
    """Rows the row rules surely accept as they stand; everything else is judged by those rules."""
    texts = {name: pl.col(name.value) for name in LONGEST}
    fits = [text.is_not_null() & (text.str.len_chars() <= LONGEST[name]) for name, text in texts.items()]
    named = pl.any_horizontal(texts[name] != "" for name in (Field.CUSTOMER_CODE, Field.CUSTOMER_NAME, Field.TAX_CODE))
    dated = pl.col("issue_date").is_not_null() & (pl.col("issue_date") <= settings.latest_day)
    settled = pl.col("settled_date").is_null() | (pl.col("settled_date") <= settings.latest_day)
    amounts = (
        pl.col("amount_minor").is_between(1, DOCUMENT_MAX_MINOR)
        & pl.col("open_minor").is_between(1, DOCUMENT_MAX_MINOR)
        & (pl.col("open_minor") <= pl.col("amount_minor"))
    )
    numbered = texts[Field.NUMBER] != ""
    sure = pl.all_horizontal(*fits, named, numbered, dated, settled, amounts, pl.col("currency").is_not_null())
    return sure.fill_null(value=False)


def _judged_one_by_one(
    kind: ImportKind, table: SourceTable, reading: Reading, settings: RowSettings, frame: pl.DataFrame
) -> tuple[list[tuple[object, ...]], list[Rejection], Counter[str]]:
    odd = table.frame.filter(~frame[_OK])
    names = [column(index=index) for index in reading.columns.values()]
    rows: list[tuple[object, ...]] = []
    rejected: list[Rejection] = []
    warnings: Counter[str] = Counter()
    parse = _PARSE[kind]
    for line, *texts in odd.select(LINE, *(pl.col(name).alias(f"f{i}") for i, name in enumerate(names))).iter_rows():
        row = parse(line=line, cells=dict(zip(reading.columns, texts, strict=True)), settings=settings)
        if isinstance(row, RowError):
            rejected.append(rejection_of(error=row, file=table.file_name, header=table.header, columns=reading.columns))
        else:
            rows.append(_values(row))
            warnings.update(warning.value for warning in row.warnings)
    return rows, rejected, warnings


def _values(row: ParsedRow) -> tuple[object, ...]:
    key = row.customer
    return (
        row.line,
        row.number,
        key.code,
        key.name,
        key.tax_code,
        row.issue_date,
        row.due_date,
        row.terms_days,
        row.settled_date,
        row.currency,
        row.amount_minor,
        row.open_minor,
        row.salesperson,
        row.customer_class,
        row.contract,
        row.note,
    )


def _read_each(texts: pl.Series, read: Callable[[str], Any], dtype: Any) -> pl.Series:
    """Each distinct text read once; null where `read` gives None."""
    distinct = texts.unique()
    values = pl.Series([read(text) for text in distinct], dtype=dtype)
    return texts.replace_strict(distinct, values, default=None, return_dtype=dtype)


def _text_column(texts: pl.Series) -> pl.Series:
    plain = texts.str.contains(_PLAIN_TEXT) & ~texts.str.contains(_TWO_SPACES, literal=True)
    if plain.all():
        return texts
    return _merged(texts, plain, texts, lambda text: text_of(text=text), pl.String)


def _numbers(texts: pl.Series, settings: RowSettings) -> pl.Series:
    if settings.numbers_were_floats:
        return _read_each(texts, lambda text: document_number(text=text, were_floats=True), pl.String)
    return _text_column(texts)


def _days(texts: pl.Series, settings: RowSettings) -> pl.Series:
    def read(text: str) -> date | None:
        day = day_of(text=text, settings=settings)
        return None if isinstance(day, TextFault) else day

    return _read_each(texts, read, pl.Date)


def _terms(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    terms = _read_each(texts, lambda text: terms_days_of(text=text), pl.Int64)
    return terms, terms.is_null() & (texts != "")


def _classes(texts: pl.Series) -> pl.Series:
    """Codes of classes, empty for an empty cell, null for a word that names none."""
    return _read_each(texts, lambda text: class_named(text=text) if narrow(text=text) else "", pl.String)


def _currencies(texts: pl.Series | None, empty: pl.Series, settings: RowSettings) -> pl.Series:
    if texts is None:
        return pl.repeat(settings.currency, empty.len(), dtype=pl.String, eager=True)

    def read(text: str) -> str | None:
        if not text.strip():
            return settings.currency
        found = parse_currency(text=text)
        return None if isinstance(found, TextFault) else found

    return _read_each(texts, read, pl.String)


def _amounts(texts: pl.Series, currency: pl.Series, settings: RowSettings) -> pl.Series:
    """Minor units; null where the cell is for the row rule to judge."""
    parts = [_amounts_of_one(texts, currency == code, code, settings) for code in currency.unique().drop_nulls()]
    return pl.select(pl.coalesce(*parts)).to_series() if parts else pl.Series([None] * texts.len(), dtype=pl.Int64)


def _amounts_of_one(texts: pl.Series, rows: pl.Series, code: str, settings: RowSettings) -> pl.Series:
    """The amounts of the rows in one currency, null elsewhere; plain numbers in currencies of two decimals are quick."""
    power = unit_power(currency=code, settings=settings)
    exponent = exponent_of(currency=code) or 0

    def read(text: str) -> int | None:
        minor = parse_amount(text=text, currency=code, number_format=settings.number_format, unit_power=power)
        return None if isinstance(minor, TextFault) else minor

    mine = pl.select(pl.when(rows).then(texts)).to_series()
    shift = exponent + power
    whole = mine.str.contains(_WHOLE if shift <= _MOST_SHIFT else _NEVER).fill_null(value=False)
    values = pl.select(pl.when(whole).then(mine).cast(pl.Int64) * 10 ** min(shift, _MOST_SHIFT)).to_series()
    if power or exponent != 2 or settings.number_format is NumberFormat.COMMA:
        return _merged(mine.fill_null(""), whole, values, read, pl.Int64)
    point = mine.str.contains(_WITH_POINT).fill_null(value=False)
    yuan, fen = mine.str.extract(r"^([0-9]+)\."), mine.str.extract(r"\.([0-9]+)$").str.pad_end(2, "0")
    cents = pl.select(pl.when(point).then(pl.concat_str(yuan, fen)).cast(pl.Int64)).to_series()
    return _merged(mine.fill_null(""), whole | point, pl.select(pl.coalesce(cents, values)).to_series(), read, pl.Int64)


def _merged(texts: pl.Series, plain: pl.Series, values: pl.Series, read: Callable[[str], Any], dtype: Any) -> pl.Series:
    """`values` where the text is plain, else the text read by the same function the row rule uses."""
    if plain.all():
        return values
    rest = pl.select(pl.when(~plain).then(texts)).to_series().fill_null("")
    return pl.select(pl.when(plain).then(values).otherwise(_read_each(rest, read, dtype))).to_series()
