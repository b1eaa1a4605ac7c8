"""Amounts, days and tables as letters write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.reminders.rules.letter_words import (
    capitals_text,
    day_text,
    forewarning_table,
    items_blocks,
    language_of,
    money_text,
    parts_of,
    reservation_of,
    salutation_of,
)
from huikuan.reminders.rules.letters import LetterKind, Table
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


LATE = item(1, date(2026, 2, 28), 123_450, sequence=3)
SOON = item(2, date(2026, 3, 6), 5_000)
DUE_TODAY = item(3, TODAY, 700)
OVERDUE, BEFORE_DUE = LetterKind.OVERDUE, LetterKind.BEFORE_DUE


def blocks(kind: LetterKind, *items: Item, language: str = "zh-hans"):
    parts = parts_of(kind=kind, items=items, today=TODAY)
    return items_blocks(parts=parts, today=TODAY, language=language)


def test_overdue_items_and_coming_ones_stand_apart_each_with_their_sum():
    late, between, soon = blocks(OVERDUE, SOON, DUE_TODAY, LATE)
    assert late == Table(
        heading="已逾期款项",
        columns=(
            ("发票号", False),
            ("开票日期", False),
            ("到期日", False),
            ("逾期天数", True),
            ("未付金额（元）", True),
        ),
        rows=(("F001（第3期）", "2026-01-10", "2026-02-28", "2天", "1,234.50"),),
        totals=(("逾期合计", "", "", "", "人民币 1,234.50 元"),),
    )
    assert between == (
        "除上列已逾期款项外，下列款项尚未逾期，共2笔，合计人民币 57.00 元，最早一笔于2026年3月2日到期，烦请不迟于各笔到期日付款："
    )
    assert soon == Table(
        heading="即将到期款项",
        columns=(("发票号", False), ("开票日期", False), ("到期日", False), ("未付金额（元）", True)),
        rows=(("F003", "2026-01-10", "2026-03-02", "7.00"), ("F002", "2026-01-10", "2026-03-06", "50.00")),
        totals=(("即将到期合计", "", "", "人民币 57.00 元"),),
    )


def test_the_same_in_english():
    late, between, soon = blocks(OVERDUE, SOON, LATE, language="en")
    assert isinstance(late, Table) and isinstance(soon, Table)
    assert (late.heading, late.totals) == ("Overdue", (("Total overdue", "", "", "", "CNY 1,234.50"),))
    assert between == (
        "Besides the overdue items above there are items that are not overdue yet: 1 in all, CNY 50.00 together, the first of "
        "them due on 6 March 2026. Please pay each of them by its due date."
    )
    assert (soon.heading, soon.totals) == ("Also due soon", (("Total due soon", "", "", "CNY 50.00"),))


def test_a_letter_of_one_kind_of_items_has_one_table_without_heading():
    (late,) = blocks(OVERDUE, LATE)
    assert isinstance(late, Table)
    assert (late.heading, late.totals) == ("", (("合计", "", "", "", "人民币 1,234.50 元"),))
    (soon,) = blocks(BEFORE_DUE, SOON, language="en")
    assert isinstance(soon, Table)
    assert [title for title, _ in soon.columns] == ["Invoice", "Issued", "Due", "Open amount (CNY)"]
    assert (soon.heading, soon.totals) == ("", (("Total", "", "", "CNY 50.00"),))


def test_a_letter_before_the_due_date_never_shows_what_is_overdue():
    assert blocks(BEFORE_DUE, LATE, SOON) == blocks(BEFORE_DUE, SOON)
    assert blocks(OVERDUE, LATE, SOON) != blocks(OVERDUE, SOON)  # the guard is about the kind


def test_the_sentences_of_a_letter_speak_of_its_own_items():
    assert parts_of(kind=OVERDUE, items=(SOON, LATE), today=TODAY).subject_of(kind=OVERDUE) == (LATE,)
    assert parts_of(kind=BEFORE_DUE, items=(SOON, LATE), today=TODAY).subject_of(kind=BEFORE_DUE) == (SOON,)


def _days_late(one):
    return (TODAY - one.due_date).days


@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 10**10)), max_size=20), st.sampled_from(LetterKind))
def test_every_item_stands_once_under_what_is_true_of_it(rows, kind):
    items = [item(pk, TODAY - timedelta(days=late), minor) for pk, (late, minor) in enumerate(rows, 1)]
    parts = parts_of(kind=kind, items=items, today=TODAY)
    assert all(_days_late(one) > 0 for one in parts.late)
    assert all(_days_late(one) <= 0 for one in parts.soon)
    wanted = [one for one in items if kind is OVERDUE or _days_late(one) <= 0]
    assert sorted((*parts.late, *parts.soon), key=lambda one: one.receivable_id) == wanted
    tables = [block for block in items_blocks(parts=parts, today=TODAY, language="en") if isinstance(block, Table)]
    sums = [sum(one.open_minor for one in part) for part in (parts.late, parts.soon) if part]
    assert [table.totals[0][-1] for table in tables] == [
        money_text(minor=total, currency="CNY", language="en") for total in sums
    ]


def test_a_table_for_the_salesperson_names_customers():
    table = forewarning_table(items=[("乙公司", item(1, date(2026, 3, 6), 100))], language="zh-hans")
    assert table.rows == (("乙公司", "F001", "2026-03-06", "CNY 1.00"),)
