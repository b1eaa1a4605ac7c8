"""The workbook, read back by another library: amounts are numbers, no cell is a formula."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import DayTotal
from huikuan.portfolio import workbook
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.workbook import ageing_workbook, harmless
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def cells(**options: Any) -> list[tuple[Any, ...]]:
    content = ageing_workbook(report=ageing(actor=SYSTEM, as_of=DAY, **options))
    return list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_rows_and_totals(books: Books) -> None:
    li = User.objects.create(username="li", name="小李").pk
    buyer = books.customer("乙公司", salesperson_id=li)
    books.invoice(buyer, "F001", 123_456, date(2026, 3, 30))
    books.invoice(buyer, "F002", 5_000, None, currency="JPY")
    books.receipt(700)
    about, headings, *rows = cells(by=("customer", "salesperson"))
    assert about[0] == "Ageing 2026-03-31 · due · ageing-1"
    assert headings[:6] == ("Customer number", "Customer", "Salesperson", "Currency", "Total", "Not past due")
    assert headings[-3:] == ("Over 180 days", "No due date", "Unallocated money")
    assert rows == [
        ("C-乙公司", "乙公司", "小李", "CNY", 1234.56, 0, 1234.56, 0, 0, 0, 0, 0, 0),
        ("C-乙公司", "乙公司", "小李", "JPY", 5000, 0, 0, 0, 0, 0, 0, 5000, 0),
        (None, None, None, "CNY", 0, 0, 0, 0, 0, 0, 0, 0, 7),
        ("Total", None, None, "CNY", 1234.56, 0, 1234.56, 0, 0, 0, 0, 0, 7),
        ("Total", None, None, "JPY", 5000, 0, 0, 0, 0, 0, 0, 5000, 0),
    ]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "＝1+1", " =1", "\t=1"])
def test_names_never_become_formulas(books: Books, name: str) -> None:
    books.invoice(books.customer(name), "F001", 100)
    content = ageing_workbook(report=ageing(actor=SYSTEM, as_of=DAY))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    shown = sheet.cell(row=3, column=2).value
    assert shown == f"'{name}"


def test_other_groups(books: Books) -> None:
    books.invoice(books.customer("乙公司", region="山东"), "F001", 100)
    _, headings, *rows = cells(by=("company", "region", "department", "currency"), buckets=(-7, 30))
    assert headings[:7] == ("Own company", "Region", "Department", "Currency", "Total", "Up to −7 days", "−6–30 days")
    assert rows[0][:5] == ("甲方贸易有限公司", "山东", None, "CNY", 1)
    assert [row[:2] for row in cells(by=("currency",))[2:]] == [("CNY", 1), ("CNY", 1)]


def test_amounts_a_spreadsheet_would_round_are_text(books: Books) -> None:
    buyer = books.customer("乙公司")
    for number in range(101):
        books.invoice(buyer, f"F{number}", 10**13 - 1)
    assert cells()[2][3] == "10,099,999,999,998.99"
    assert cells()[2][2] == "CNY"


def test_what_does_not_tie_is_not_written(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.invoice(books.customer("乙公司"), "F001", 100)
    monkeypatch.setattr(workbook, "MOST_ROWS", 0)
    with pytest.raises(Refused, match="TOO_MANY_ROWS"):
        cells()
    DayTotal.objects.filter(account="RECEIVABLE").update(minor=99)
    with pytest.raises(Refused, match="DOES_NOT_TIE"):
        cells()


def test_control_characters_are_left_out() -> None:
    assert harmless(text="a\x00b\x07c") == "abc"
