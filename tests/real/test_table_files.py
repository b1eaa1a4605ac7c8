"""Other people's ledgers through the real door: rows, columns, and every cell typed or refused by name."""

from collections import Counter
from datetime import date

import pytest

from huikuan.integrations.table_files.columns import guess_mapping
from huikuan.integrations.table_files.fast import ColumnTable, read_columns_fast
from huikuan.integrations.table_files.headers import Unit
from huikuan.integrations.table_files.read import read_table
from huikuan.integrations.table_files.table import TextTable
from huikuan.kernel.text_amounts import NumberFormat, TextFault, detect_number_format, parse_amount, round_amount
from huikuan.kernel.text_dates import DateOrder, detect_date_order, parse_date
from tests.real.shared_data import sample

pytestmark = pytest.mark.real

IBM = "ibm_accounts_receivable.csv"
GAPS = "ibm_accounts_receivable_with_gaps.csv"
OPEN = "wholesale_open_items_9681.csv"
SETTLED = "wholesale_settled_to_2019-12-04.csv"


def _table(name, *folder):
    path = sample(*(folder or ("invoices",)), name)
    table = read_table(content=path.read_bytes(), filename=name)
    assert isinstance(table, TextTable), table
    return table


def _mapping(table, kind):
    return guess_mapping(kind=kind, columns=table.columns, samples=table.rows[:200], preamble=table.preamble)


def _column(table, kind, field):
    mapping = _mapping(table, kind)
    return [mapping.cell(row=row, field=field) for row in table.rows]


def _codes(found):
    return Counter(value.code for value in found if isinstance(value, TextFault))


@pytest.mark.parametrize(("name", "rows"), [(IBM, 2466), (GAPS, 2586), (OPEN, 9681), (SETTLED, 32008)])
def test_every_row_arrives(name, rows):
    table = _table(name)
    assert len(table.rows) == rows
    assert table.line_numbers == list(range(2, rows + 2))
    assert table.shifted_lines == frozenset()
    assert (table.footers, table.blank_rows, table.warnings, table.header_line) == ((), 0, (), 1)


@pytest.mark.parametrize(
    ("name", "kind", "fields"),
    [
        (
            IBM,
            "invoices",
            {
                "customer_number",
                "invoice_number",
                "issue_date",
                "due_date",
                "amount",
                "settled_date",
                "disputed",
                "overdue_days",
            },
        ),
        (
            OPEN,
            "receivables",
            {
                "customer_name",
                "customer_number",
                "invoice_number",
                "issue_date",
                "due_date",
                "amount",
                "terms",
                "company_code",
            },
        ),
        (SETTLED, "receivables", {"customer_number", "due_date", "open_amount", "settled_date"}),
    ],
)
def test_the_columns_are_understood(name, kind, fields):
    mapping = _mapping(_table(name), kind)
    assert set(mapping.columns) == fields
    assert mapping.is_complete
    assert mapping.ambiguous == {}


def test_the_wholesalers_amount_says_dollars():
    assert _mapping(_table(OPEN), "receivables").columns["amount"].unit == Unit(power=0, currency="USD")


@pytest.mark.parametrize("field", ["issue_date", "due_date", "settled_date"])
def test_american_days_are_recognised_and_read(field):
    texts = _column(_table(IBM), "invoices", field)
    order = detect_date_order(samples=texts)
    assert order is DateOrder.MDY
    assert _codes(parse_date(text=text, date_order=order) for text in texts) == {}


def test_the_ibm_ledger_keeps_its_30_day_term():
    table = _table(IBM)
    issued, due = (
        [parse_date(text=text, date_order=DateOrder.MDY) for text in _column(table, "invoices", field)]
        for field in ("issue_date", "due_date")
    )
    days = zip(issued, due, strict=True)
    assert {(end - start).days for start, end in days if isinstance(start, date) and isinstance(end, date)} == {30}


def test_ibm_amounts_add_up():
    texts = _column(_table(IBM), "invoices", "amount")
    assert detect_number_format(samples=texts) is NumberFormat.POINT
    amounts = [parse_amount(text=text, currency="USD") for text in texts]
    assert _codes(amounts) == {}
    assert sum(amount for amount in amounts if isinstance(amount, int)) == sum(
        round(float(text) * 100) for text in texts
    )


def test_gaps_are_blanks_and_nothing_else():
    table = _table(GAPS)
    for field in ("issue_date", "due_date", "settled_date"):
        found = [parse_date(text=text, date_order=DateOrder.MDY) for text in _column(table, "invoices", field)]
        assert set(_codes(found)) <= {"BLANK"}
    assert set(_codes(parse_amount(text=text) for text in _column(table, "invoices", "amount"))) <= {"BLANK"}


def test_converted_amounts_that_need_rounding_are_named_and_can_be_rounded_on_request():
    texts = _column(_table(OPEN), "receivables", "amount")
    assert detect_number_format(samples=texts) is NumberFormat.POINT
    found = [parse_amount(text=text, currency="USD", number_format=NumberFormat.POINT) for text in texts]
    assert _codes(found) == {"NEEDS_ROUNDING": 631}
    rounded = [round_amount(text=text, currency="USD", number_format=NumberFormat.POINT) for text in texts]
    assert _codes(rounded) == {}
    assert all(
        exact == nearest for exact, nearest in zip(found, rounded, strict=True) if not isinstance(exact, TextFault)
    )


@pytest.mark.parametrize(("name", "field"), [(OPEN, "due_date"), (SETTLED, "due_date"), (SETTLED, "settled_date")])
def test_wholesale_days(name, field):
    texts = _column(_table(name), "receivables", field)
    assert detect_date_order(samples=texts) is DateOrder.YMD
    assert _codes(parse_date(text=text) for text in texts) == {}


@pytest.mark.parametrize("name", [IBM, GAPS, OPEN, SETTLED])
def test_the_fast_reader_gives_the_same_rows(name):
    found = read_columns_fast(source=sample("invoices", name))
    assert isinstance(found, ColumnTable)
    assert found.is_fast
    table = _table(name)
    assert found.frame.rows() == [(line, *row) for line, row in zip(table.line_numbers, table.rows, strict=True)]


@pytest.mark.parametrize(
    ("name", "header_line", "rows", "encoding"),
    [
        ("boc_hisqry_usd_201711_pseudonymised.gb18030.txt", 8, 29, "gb18030"),
        ("boc_hisqry_usd_201711_pseudonymised.txt", 8, 29, "utf-8"),
        ("ccb.xls", 6, 7, None),
        ("example-cmb-records.csv", 1, 5, "utf-8"),
        ("example-alipay-records.csv", 25, 10, "gb18030"),
        ("example-wechat-records.csv", 17, 27, "utf-8"),
    ],
)
def test_exports_with_title_lines_and_other_encodings(name, header_line, rows, encoding):
    table = _table(name, "statements", "china")
    assert (table.header_line, len(table.rows), table.encoding) == (header_line, rows, encoding)
    assert table.shifted_lines == frozenset()
