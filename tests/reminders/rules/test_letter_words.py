"""Amounts, days and tables as letters write them."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.reminders.rules.letter_words import (
    capitals_text,
    day_text,
    forewarning_table,
    items_table,
    language_of,
    money_text,
    reservation_of,
    salutation_of,
)
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.steps import Item

TODAY = date(2026, 3, 2)


def item(pk: int, due: date, minor: int, sequence: int = 1) -> Item:
    return Item(pk, f"F{pk:03}", sequence, 1, 1, "CNY", date(2026, 1, 10), due, minor)


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (123_450, "CNY", "zh-hans", "人民币 1,234.50 元"),
        (123_450, "CNY", "en", "CNY 1,234.50"),
        (123_450, "USD", "zh-hans", "USD 1,234.50"),
        (1_234, "JPY", "zh-hans", "JPY 1,234"),
        (10**13, "CNY", "zh-hans", "人民币 100,000,000,000.00 元"),
    ],
)
def test_money(minor, currency, language, text):
    assert money_text(minor=minor, currency=currency, language=language) == text


def test_days_capitals_and_names():
    assert day_text(day=TODAY, language="zh-hans") == "2026年3月2日"
    assert day_text(day=TODAY, language="en") == "2 March 2026"
    assert capitals_text(minor=123_450, currency="CNY", language="zh-hans") == "壹仟贰佰叁拾肆元伍角"
    assert capitals_text(minor=123_450, currency="USD", language="zh-hans") == ""
    assert capitals_text(minor=123_450, currency="CNY", language="en") == ""
    assert salutation_of(name=" ", language="zh-hans") == "财务部门负责人"
    assert salutation_of(name="Ms Li", language="en") == "Ms Li"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("", "zh-hans"), ("zh-hans", "zh-hans"), ("zh-TW", "zh-hans"), ("en", "en"), ("en-GB", "en"), ("de", "en")],
)
def test_languages(wanted, language):
    assert language_of(wanted=wanted) == language


def test_the_reservation_speaks_of_principal_only():
    # RULES_CN §3.3: principal with a reservation, or the whole interest; never a part of it.
    assert "仅为应付款项本金" in reservation_of(language="zh-hans")
    assert "principal only" in reservation_of(language="en")


def test_a_table_of_overdue_and_coming_items():
    rows = [item(2, date(2026, 3, 6), 5_000), item(1, date(2026, 2, 28), 123_450, sequence=3)]
    table = items_table(kind=LetterKind.OVERDUE, items=rows, today=TODAY, language="zh-hans")
    assert [title for title, _ in table.columns] == ["发票号", "开票日期", "到期日", "逾期天数", "未付金额（元）"]
    assert table.rows == (
        ("F001（第3期）", "2026-01-10", "2026-02-28", "2天", "1,234.50"),
        ("F002", "2026-01-10", "2026-03-06", "未到期", "50.00"),
    )
    assert table.totals == (
        ("合计", "", "", "", "人民币 1,284.50 元"),
        ("其中已逾期", "", "", "", "人民币 1,234.50 元"),
    )


def test_a_table_before_the_due_date_has_no_days():
    table = items_table(kind=LetterKind.BEFORE_DUE, items=[item(1, date(2026, 3, 6), 100)], today=TODAY, language="en")
    assert [title for title, _ in table.columns] == ["Invoice", "Issued", "Due", "Open amount (CNY)"]
    assert table.totals == (("Total", "", "", "CNY 1.00"),)


def test_a_table_for_the_salesperson_names_customers():
    table = forewarning_table(items=[("乙公司", item(1, date(2026, 3, 6), 100))], language="zh-hans")
    assert table.rows == (("乙公司", "F001", "2026-03-06", "CNY 1.00"),)
