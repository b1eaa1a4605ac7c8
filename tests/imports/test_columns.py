"""Whole columns are read exactly as their rows would be one by one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.imports.columns import SCHEMA, typed_rows
from huikuan.imports.rules import Guess, ImportKind, Options
from huikuan.imports.tables import reading_of, table_of_rows
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder
from huikuan.receivables.invoice_fields import Field, ParsedRow, RowWarning
from huikuan.receivables.invoice_rows import parse_invoice_row, parse_open_item_row

TODAY = date(2026, 11, 22)
FIELDS = tuple(Field)
PARSE = {ImportKind.INVOICES: parse_invoice_row, ImportKind.RECEIVABLES: parse_open_item_row}

AMOUNTS = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1,234.50", "1.234,50", "1.234", "NaN", "1e9", "2309.7899999999995", "12万", "１２３", "￥5"]
    ),
    st.decimals(min_value=-10, max_value=10**11, places=2).map(str),
    st.integers(-5, 10**14).map(str),
)
DAYS = st.one_of(
    st.sampled_from(
        ["", "2026-02-30", "3/4/2026", "13/4/2026", "46027", "2026年1月5日", "20260105", "2031-01-01", " 2026-01-05 "]
    ),
    st.dates(date(1989, 1, 1), date(2030, 1, 1)).map(str),
)
WORDS = st.one_of(st.sampled_from(["", " ", "F001", "甲公司", " Ａ  公司 ", "x" * 61, "x" * 301]), st.text(max_size=12))
CELLS = {
    Field.ISSUE_DATE: DAYS,
    Field.DUE_DATE: DAYS,
    Field.SETTLED_DATE: DAYS,
    Field.AMOUNT: AMOUNTS,
    Field.OPEN: AMOUNTS,
    Field.CURRENCY: st.sampled_from(["", "CNY", "usd", "人民币", "JPY", "KWD", "ABC"]),
    Field.CUSTOMER_CLASS: st.sampled_from(["", " ", "KEY", "重点 客户", "Ａ", "x" * 301]),
    Field.TERMS: st.sampled_from(["", "30", "30天", "NAA8"]),
}
ROWS = st.lists(st.tuples(*(CELLS.get(field, WORDS) for field in FIELDS)), max_size=12)


def one_by_one(kind, table, reading):
    """What the row rules say of each row: the values of a typed row, or line, column and code; how many name no known class."""
    accepted, refused, unknown = [], [], 0
    for line, *texts in table.frame.select("line", pl.exclude("line")).iter_rows():
        cells = {field: texts[index] for field, index in reading.columns.items()}
        row = PARSE[kind](line=line, cells=cells, settings=reading.settings(today=TODAY))
        if isinstance(row, ParsedRow):
            key = row.customer
            unknown += RowWarning.CLASS_UNKNOWN in row.warnings
            accepted.append(
                (
                    row.line, row.number, key.code, key.name, key.tax_code, row.issue_date, row.due_date, row.terms_days,
                    row.settled_date, row.currency, row.amount_minor, row.open_minor, row.salesperson, row.customer_class,
                    row.contract, row.note,
                )
            )  # fmt: skip
        else:
            refused.append((row.line, row.column, row.code))
    return accepted, refused, unknown


@settings(max_examples=150)
@given(
    rows=ROWS,
    kind=st.sampled_from([ImportKind.INVOICES, ImportKind.RECEIVABLES]),
    date_order=st.sampled_from([None, *(one for one in DateOrder if one is not DateOrder.AMBIGUOUS)]),
    number_format=st.sampled_from([None, NumberFormat.POINT, NumberFormat.COMMA]),
    rounded=st.booleans(),
    unit=st.sampled_from([(0, False), (4, False), (0, True)]),
)
def test_columns_at_once_are_rows_one_by_one(rows, kind, date_order, number_format, rounded, unit):
    header = tuple(field.value for field in FIELDS)
    table = table_of_rows(file_name="x.csv", sha256="0" * 64, header=header, rows=rows, lines=range(2, len(rows) + 2))
    power, minor_units = unit
    guess = Guess({field: place for place, field in enumerate(FIELDS)}, amount_power=power, minor_units=minor_units)
    options = Options(date_order=date_order, number_format=number_format, round_amounts=rounded)
    reading, _ = reading_of(kind=kind, table=table, guess=guess, options=options, company_currency="CNY")
    typed = typed_rows(kind=kind, table=table, reading=reading, today=TODAY)
    accepted, refused, unknown = one_by_one(kind, table, reading)
    assert typed.frame.rows() == accepted
    assert typed.warnings.get(RowWarning.CLASS_UNKNOWN.value, 0) == unknown
    assert [(row.line, row.column, row.code) for row in typed.rejected] == refused
    assert dict(typed.frame.schema) == {name: dtype() if callable(dtype) else dtype for name, dtype in SCHEMA.items()}
    assert typed.frame.height + len(typed.rejected) == len(rows)


def test_rows_of_another_width_are_refused_where_they_stand():
    rows = [
        ["F1", "甲", "2026-01-10", "", "1.00"],
        ["F2", "甲", "2026-01-10", "1.00"],
        ["F3", "乙", "2026-01-10", "", "2.00", "?"],
    ]
    table = table_of_rows(
        file_name="x.csv", sha256="0" * 64, header=("a", "b", "c", "d", "e"), rows=rows, lines=[2, 3, 4]
    )
    columns = dict(
        zip((Field.NUMBER, Field.CUSTOMER_NAME, Field.ISSUE_DATE, Field.DUE_DATE, Field.AMOUNT), range(5), strict=True)
    )
    reading, _ = reading_of(
        kind=ImportKind.INVOICES, table=table, guess=Guess(columns), options=Options(), company_currency="CNY"
    )
    typed = typed_rows(kind=ImportKind.INVOICES, table=table, reading=reading, today=TODAY)
    assert typed.frame["line"].to_list() == [2]
    assert [(row.line, row.code) for row in typed.rejected] == [(3, "SHIFTED_ROW"), (4, "SHIFTED_ROW")]
    assert table.read == 3


def test_the_file_says_its_order_of_days_and_its_decimal_mark():
    rows = [["F1", "甲", "1/2/2026", "1.234,50"], ["F2", "甲", "1/13/2026", "7,00"]]
    table = table_of_rows(file_name="x.csv", sha256="0" * 64, header=("n", "c", "d", "a"), rows=rows, lines=[2, 3])
    columns = dict(zip((Field.NUMBER, Field.CUSTOMER_NAME, Field.ISSUE_DATE, Field.AMOUNT), range(4), strict=True))
    reading, evidence = reading_of(
        kind=ImportKind.INVOICES, table=table, guess=Guess(columns), options=Options(), company_currency="EUR"
    )
    typed = typed_rows(kind=ImportKind.INVOICES, table=table, reading=reading, today=TODAY)
    assert (reading.date_order, reading.number_format, reading.currency) == (DateOrder.MDY, NumberFormat.COMMA, "EUR")
    assert evidence.dates.month_first == ("1/13/2026",)
    assert typed.frame.select("issue_date", "amount_minor").rows() == [
        (date(2026, 1, 2), 123_450),
        (date(2026, 1, 13), 700),
    ]


@pytest.mark.parametrize("mixed", [["1,234.56", "1.234,56"], ["1.234,56", "1,234.56"]])
def test_a_file_that_contradicts_itself_is_read_cell_by_cell_and_never_guessed(mixed):
    rows = [
        ["F1", "甲", "2026-01-05", mixed[0]],
        ["F2", "甲", "2026-01-05", mixed[1]],
        ["F3", "甲", "2026-01-05", "1.234"],
    ]
    table = table_of_rows(file_name="x.csv", sha256="0" * 64, header=("n", "c", "d", "a"), rows=rows, lines=[2, 3, 4])
    columns = dict(zip((Field.NUMBER, Field.CUSTOMER_NAME, Field.ISSUE_DATE, Field.AMOUNT), range(4), strict=True))
    reading, _ = reading_of(
        kind=ImportKind.INVOICES, table=table, guess=Guess(columns), options=Options(), company_currency="CNY"
    )
    typed = typed_rows(kind=ImportKind.INVOICES, table=table, reading=reading, today=TODAY)
    assert reading.number_format is None
    assert typed.frame["amount_minor"].to_list() == [123_456, 123_456]
    assert [(row.line, row.code) for row in typed.rejected] == [(4, "AMBIGUOUS_SEPARATOR")]


def test_rows_due_before_they_were_issued_are_counted_on_both_ways():
    rows = [["F1", "甲", "2026-01-10", "2026-01-09", "1.00"], ["F2", "甲", "2026-01-10", "2026-01-09", "￥2.00"]]
    header = ("a", "b", "c", "d", "e")
    table = table_of_rows(file_name="x.csv", sha256="0" * 64, header=header, rows=rows, lines=[2, 3])
    names = (Field.NUMBER, Field.CUSTOMER_NAME, Field.ISSUE_DATE, Field.DUE_DATE, Field.AMOUNT)
    guess = Guess(dict(zip(names, range(5), strict=True)))
    reading, _ = reading_of(
        kind=ImportKind.INVOICES, table=table, guess=guess, options=Options(), company_currency="CNY"
    )
    typed = typed_rows(kind=ImportKind.INVOICES, table=table, reading=reading, today=TODAY)
    assert (typed.frame.height, typed.warnings) == (2, {"DUE_BEFORE_ISSUE": 2})
