"""Moments, times and currencies of cells."""

from datetime import date, time

import pytest

from huikuan.integrations.bank_files.cells import (
    ColumnForms,
    amount_minor,
    clock_time,
    column_forms,
    currency_code,
    is_blank,
    moment,
)
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder
from huikuan.kernel.text_faults import TextFault


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2025-09-03", "2025-09-03", None),
        ("2025/09/03", "2025-09-03", None),
        ("2025.09.03", "2025-09-03", None),
        ("2025年9月3日", "2025-09-03", None),
        ("2025-09-03 14:30", "2025-09-03", "14:30:00"),
        ("2025-9-3", "2025-09-03", None),
        ("20250903", "2025-09-03", None),
        ("20260410 17:07:09", "2026-04-10", "17:07:09"),
        ("20260410170709", "2026-04-10", "17:07:09"),
        ("20260410 170709", "2026-04-10", "17:07:09"),
        ("2016-05-04  02:18:18", "2016-05-04", "02:18:18"),
        ("2021-01-01-10.10.11.123456", "2021-01-01", "10:10:11"),
        ("2026年4月10日 8:05", "2026-04-10", "08:05:00"),
        ("2007-10-18T10:15:00+01:00", "2007-10-18", "10:15:00"),
        ("2025-09-03 00:00:00", "2025-09-03", "00:00:00"),
    ],
)
def test_moment(text, day, clock):
    found = moment(text=text)
    assert not isinstance(found, TextFault)
    assert found.day == date.fromisoformat(day)
    assert (None if found.at is None else found.at.time().isoformat()) == clock


@pytest.mark.parametrize("text", ["", "abc", "2025-13-01", "2025-02-30", "20250230", "2025-09-03 25:00", "03/04/2025"])
def test_no_moment(text):
    assert isinstance(moment(text=text), TextFault)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:22:52", time(14, 22, 52)),
        ("14:22", time(14, 22)),
        ("080024", time(8, 0, 24)),
        ("80024", time(8, 0, 24)),
        ("23:59:60", time(23, 59, 59)),
        ("1899-12-31 14:30:01", time(14, 30, 1)),
        ("3:05 PM", time(15, 5)),
        ("12:05 AM", time(0, 5)),
        ("13:05 PM", None),
        ("24:00:00", None),
        ("2026-01-01", None),
        ("", None),
        ("x", None),
    ],
)
def test_clock_time(text, clock):
    assert clock_time(text=text) == clock


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("人民币", "CNY"),
        ("人民币元", "CNY"),
        ("RMB", "CNY"),
        ("156", "CNY"),
        ("01", "CNY"),
        ("美元", "USD"),
        ("美元(USD)", "USD"),
        ("USD 美元", "USD"),
        ("", "EUR"),
        ("-", "EUR"),
    ],
)
def test_currency_code(text, code):
    assert currency_code(text=text, default="EUR") == code


@pytest.mark.parametrize("text", ["XXQ", "金币", "币(QQQ)"])
def test_unknown_currency(text):
    assert isinstance(currency_code(text=text, default="CNY"), TextFault)


@pytest.mark.parametrize("text", ["", " ", "-", "--", "/", "——", "********************", "\t"])
def test_blank(text):
    assert is_blank(text=text)


@pytest.mark.parametrize("text", ["0", "a", "¥", "-1", "/x"])
def test_not_blank(text):
    assert not is_blank(text=text)


@pytest.mark.parametrize(
    ("text", "number_format", "minor"),
    [
        ("1,234.50", None, 123_450),
        ("-1,234,567.89", None, -123_456_789),
        ("1.234,50", NumberFormat.COMMA, 123_450),
        ("12,34.50", None, "BAD_GROUPING"),
        ("1,234.505", None, "NEEDS_ROUNDING"),
    ],
)
def test_amounts_go_through_one_function(text, number_format, minor):
    found = amount_minor(text=text, currency="CNY", number_format=number_format)
    assert (found.code if isinstance(found, TextFault) else found) == minor


def test_grouped_commas_are_kept_where_the_column_has_decimal_commas():
    assert isinstance(amount_minor(text="1,234.50", currency="CNY", number_format=NumberFormat.COMMA), TextFault)


def test_columns_decide_what_single_cells_cannot():
    forms = column_forms(amounts=["1.234", "12,50"], days=["03/04/2026", "24/03/2026"])
    assert forms == ColumnForms(NumberFormat.COMMA, DateOrder.DMY)
    assert column_forms(amounts=["1.234"], days=["03/04/2026"]) == ColumnForms(None, None)
