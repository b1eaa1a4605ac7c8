"""One row of an invoice list or open-item list: what is read, what is refused, and by which name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder
from huikuan.receivables.invoice_cells import amount_of, document_number, terms_days_of
from huikuan.receivables.invoice_fields import CustomerKey, Field, ParsedRow, RowError, RowSettings, RowWarning
from huikuan.receivables.invoice_rows import parse_invoice_row, parse_open_item_row

SETTINGS = RowSettings(currency="CNY", latest_day=date(2028, 11, 22))
ROW = {
    Field.NUMBER: "F001",
    Field.CUSTOMER_NAME: "甲公司",
    Field.ISSUE_DATE: "2026-01-10",
    Field.AMOUNT: "1,234.50",
}


def settings(**more: object) -> RowSettings:
    return RowSettings(**{"currency": "CNY", "latest_day": date(2028, 11, 22), **more})  # type: ignore[arg-type]


def test_line_two_of_the_house():
    row = parse_invoice_row(line=2, cells=ROW, settings=SETTINGS)
    assert row == ParsedRow(
        line=2,
        number="F001",
        customer=CustomerKey("", "甲公司", ""),
        issue_date=date(2026, 1, 10),
        due_date=None,
        terms_days=None,
        settled_date=None,
        currency="CNY",
        amount_minor=123_450,
        open_minor=123_450,
    )


@pytest.mark.parametrize(
    ("field", "text", "column", "code"),
    [
        (Field.NUMBER, " ", "invoice_number", "BLANK"),
        (Field.NUMBER, "F" * 61, "invoice_number", "TOO_LONG"),
        (Field.CUSTOMER_NAME, "", "customer_name", "CUSTOMER_MISSING"),
        (Field.CUSTOMER_NAME, "甲" * 201, "customer_name", "TOO_LONG"),
        (Field.ISSUE_DATE, "", "issue_date", "BLANK"),
        (Field.ISSUE_DATE, "2026-02-30", "issue_date", "NO_SUCH_DAY"),
        (Field.ISSUE_DATE, "3/4/2026", "issue_date", "AMBIGUOUS_ORDER"),
        (Field.ISSUE_DATE, "46027", "issue_date", "EXCEL_SERIAL"),
        (Field.ISSUE_DATE, "2029-01-01", "issue_date", "TOO_FAR_AHEAD"),
        (Field.ISSUE_DATE, "9999-01-01", "issue_date", "OUT_OF_RANGE"),
        (Field.AMOUNT, "", "amount", "BLANK"),
        (Field.AMOUNT, "1e400", "amount", "SCIENTIFIC_NOTATION"),
        (Field.AMOUNT, "NaN", "amount", "NOT_A_NUMBER"),
        (Field.AMOUNT, "Infinity", "amount", "NOT_A_NUMBER"),
        (Field.AMOUNT, "0", "amount", "ZERO_AMOUNT"),
        (Field.AMOUNT, "-5.00", "amount", "NEGATIVE_AMOUNT"),
        (Field.AMOUNT, "(1,000.00)", "amount", "NEGATIVE_AMOUNT"),
        (Field.AMOUNT, "0.005", "amount", "NEEDS_ROUNDING"),
        (Field.AMOUNT, "1.234", "amount", "AMBIGUOUS_SEPARATOR"),
        (Field.AMOUNT, "100000000000.01", "amount", "OUT_OF_RANGE"),
        (Field.AMOUNT, "US$ 12.00", "amount", "CURRENCY_DIFFERS"),
        (Field.CURRENCY, "ABC", "currency", "UNKNOWN_CURRENCY"),
        (Field.DUE_DATE, "bald", "due_date", "UNREADABLE"),
        (Field.SETTLED_DATE, "31.02.2026", "settled_date", "NO_SUCH_DAY"),
        (Field.NOTE, "n" * 301, "note", "TOO_LONG"),
    ],
)
def test_a_bad_cell_is_named_by_line_column_text_and_code(field, text, column, code):
    error = parse_invoice_row(line=7, cells={**ROW, field: text}, settings=SETTINGS)
    assert isinstance(error, RowError)
    assert (error.line, error.column, error.code) == (7, column, code)
    assert error.value == text or error.value.endswith("…")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234.5", 123_450),
        ("１２３", 12_300),
        ("￥1,234.50", 123_450),
        ("12万元", 12_000_000),
        ("壹佰元整", 10_000),
        ("100000000000.00", 10**13),
        ("0.01", 1),
    ],
)
def test_amounts_as_people_write_them(text, minor):
    row = parse_invoice_row(line=2, cells={**ROW, Field.AMOUNT: text}, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert row.amount_minor == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [("2309.7899999999995", 230_979), ("72782.84999999999", 7_278_285), ("1980.7199999999998", 198_072)],
)
def test_what_binary_fractions_left_of_an_amount_is_that_amount_and_is_counted(text, minor):
    row = parse_invoice_row(line=2, cells={**ROW, Field.AMOUNT: text}, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert (row.amount_minor, row.warnings) == (minor, (RowWarning.FLOAT_NOISE,))


@pytest.mark.parametrize("text", ["93179.35199999998", "64982.589", "1.00001", "2.00500000001", "0.01000001"])
def test_a_true_third_decimal_is_refused_or_rounded_on_request(text):
    refused = parse_invoice_row(
        line=2, cells={**ROW, Field.AMOUNT: text}, settings=settings(number_format=NumberFormat.POINT)
    )
    assert isinstance(refused, RowError)
    assert refused.code == "NEEDS_ROUNDING"
    asked = settings(number_format=NumberFormat.POINT, round_amounts=True)
    rounded = parse_invoice_row(line=2, cells={**ROW, Field.AMOUNT: text}, settings=asked)
    assert isinstance(rounded, ParsedRow)
    assert rounded.warnings == (RowWarning.ROUNDED,)
    assert abs(Decimal(rounded.amount_minor) - Decimal(text) * 100) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("more", "text", "minor"),
    [
        ({"amount_power": 4}, "12.5", 12_500_000),
        ({"amount_power": 4}, "0.123456", 123_456),
        ({"minor_units": True}, "965802", 965_802),
        ({"minor_units": True, "currency": "JPY"}, "500", 500),
        ({"currency": "JPY"}, "500", 500),
        ({"currency": "KWD"}, "1.234", 1_234),
        ({"number_format": NumberFormat.COMMA}, "1.234,56", 123_456),
    ],
)
def test_unit_currency_and_decimal_mark_are_the_files(more, text, minor):
    found = amount_of(text=text, currency=str(more.get("currency", "CNY")), settings=settings(**more))
    assert getattr(found, "minor", found) == minor


def test_the_file_decides_what_3_4_2026_means():
    read = {
        order: parse_invoice_row(
            line=2, cells={**ROW, Field.ISSUE_DATE: "3/4/2026"}, settings=settings(date_order=order)
        )
        for order in (DateOrder.MDY, DateOrder.DMY)
    }
    assert [getattr(row, "issue_date", row) for row in read.values()] == [date(2026, 3, 4), date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("text", "were_floats", "number"),
    [
        ("2960623488.0", True, "2960623488"),
        ("2960623488.0", False, "2960623488.0"),
        (" Ｆ００１ ", False, "F001"),
        ("A  1\t2", False, "A 1 2"),
        ("1.5", True, "1.5"),
    ],
)
def test_document_numbers(text, were_floats, number):
    assert document_number(text=text, were_floats=were_floats) == number


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30", 30),
        ("30天", 30),
        ("net 45", 45),
        ("N60 days", 60),
        ("30.0", 30),
        ("", None),
        ("NAA8", None),
        ("9999", None),
    ],
)
def test_terms(text, days):
    assert terms_days_of(text=text) == days


def test_a_term_that_says_no_days_is_counted_only_where_it_is_needed():
    needed = parse_invoice_row(line=2, cells={**ROW, Field.TERMS: "NAA8"}, settings=SETTINGS)
    not_needed = parse_invoice_row(
        line=2, cells={**ROW, Field.TERMS: "NAA8", Field.DUE_DATE: "2026-02-09"}, settings=SETTINGS
    )
    assert getattr(needed, "warnings", None) == (RowWarning.TERMS_UNREADABLE,)
    assert getattr(not_needed, "warnings", None) == ()


@pytest.mark.parametrize(
    ("text", "code", "warnings"),
    [("重点客户", "KEY", ()), ("", "", ()), (" ", "", ()), ("A", "", (RowWarning.CLASS_UNKNOWN,))],
)
def test_a_class_we_do_not_have_is_counted_and_left_out(text, code, warnings):
    row = parse_invoice_row(line=2, cells={**ROW, Field.CUSTOMER_CLASS: text}, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert (row.customer_class, row.warnings) == (code, warnings)


OPEN_ITEM = {**ROW, Field.AMOUNT: "100.00"}


@pytest.mark.parametrize(
    ("amount", "opened", "outcome"),
    [
        ("100.00", "100.00", 10_000),
        ("100.00", "0.01", 1),
        ("-100.00", "-40.00", -4_000),
        ("100.00", "0", "NOTHING_OPEN"),
        ("100.00", "", "BLANK"),
        ("100.00", "100.01", "OPEN_ABOVE_AMOUNT"),
        ("-100.00", "-100.01", "OPEN_ABOVE_AMOUNT"),
        ("100.00", "-1", "SIGNS_DIFFER"),
        ("-100.00", "1", "SIGNS_DIFFER"),
        ("0", "0", "ZERO_AMOUNT"),
    ],
)
def test_open_items_of_the_four_signs(amount, opened, outcome):
    row = parse_open_item_row(line=3, cells={**OPEN_ITEM, Field.AMOUNT: amount, Field.OPEN: opened}, settings=SETTINGS)
    assert (row.code if isinstance(row, RowError) else row.open_minor) == outcome


def test_without_an_amount_what_is_open_is_the_amount_and_it_is_said():
    cells = {**OPEN_ITEM, Field.AMOUNT: " ", Field.OPEN: "40.00"}
    row = parse_open_item_row(line=3, cells=cells, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert (row.amount_minor, row.open_minor, row.warnings) == (4_000, 4_000, (RowWarning.AMOUNT_FROM_OPEN,))
    refused = parse_open_item_row(line=3, cells={**cells, Field.OPEN: "vier"}, settings=SETTINGS)
    assert isinstance(refused, RowError)
    assert (refused.column, refused.value) == ("open_amount", "vier")
    neither = parse_open_item_row(line=3, cells={**cells, Field.OPEN: ""}, settings=SETTINGS)
    assert isinstance(neither, RowError)
    assert (neither.column, neither.code) == ("amount", "BLANK")


@pytest.mark.parametrize(
    ("due", "warnings"), [("2026-01-09", (RowWarning.DUE_BEFORE_ISSUE,)), ("2026-01-10", ()), ("", ())]
)
def test_a_row_due_before_it_was_issued_is_taken_and_said(due, warnings):
    row = parse_invoice_row(line=2, cells={**ROW, Field.DUE_DATE: due}, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert row.warnings == warnings


def test_without_an_open_column_the_amount_is_open():
    row = parse_open_item_row(line=3, cells=OPEN_ITEM, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert (row.amount_minor, row.open_minor) == (10_000, 10_000)


def test_a_list_without_issue_dates_is_dated_on_its_due_dates_and_says_so():
    cells = {**OPEN_ITEM, Field.DUE_DATE: "2026-02-09"}
    del cells[Field.ISSUE_DATE]
    row = parse_open_item_row(line=3, cells=cells, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert (row.issue_date, row.due_date) == (date(2026, 2, 9), date(2026, 2, 9))
    assert row.warnings == (RowWarning.ISSUE_DATE_FROM_DUE_DATE,)


@given(minor=st.integers(1, 10**13), grouped=st.booleans())
def test_every_amount_survives_its_own_text(minor, grouped):
    text = f"{minor // 100:,}.{minor % 100:02}" if grouped else f"{minor // 100}.{minor % 100:02}"
    row = parse_invoice_row(line=2, cells={**ROW, Field.AMOUNT: text}, settings=SETTINGS)
    assert isinstance(row, ParsedRow)
    assert row.amount_minor == minor


@given(cells=st.dictionaries(st.sampled_from(list(Field)), st.text(max_size=40)))
def test_no_text_whatever_raises(cells):
    for parse in (parse_invoice_row, parse_open_item_row):
        row = parse(line=2, cells=cells, settings=SETTINGS)
        assert isinstance(row, RowError) or row.amount_minor != 0
