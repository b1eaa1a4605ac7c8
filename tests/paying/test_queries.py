"""When money may be expected, read for many items at once in a constant number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import CalendarDay
from huikuan.kernel.actor import SYSTEM
from huikuan.paying.operations import PayingDraft, save_paying
from huikuan.paying.queries import expectations_of
from huikuan.paying.rules.expecting import UNRECORDED, WITHOUT_DUE_DATE
from huikuan.paying.rules.records import Habits, PaymentDayKind, PaymentDays, Step
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 3, 2), date(2026, 3, 10)
HABITS = Habits(25, PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25)), transfer_days=1)


def paying(books: Books, name: str) -> int:
    buyer = books.customer(name)
    draft = PayingDraft(buyer, HABITS, (Step("审批", usual_days=3),), 0)
    save_paying(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
    return buyer


def test_each_item_has_its_expectation() -> None:
    books = new_books()
    known, unknown = paying(books, "乙公司"), books.customer("丙公司")
    found = expectations_of(items=[(1, known, DUE), (2, unknown, DUE), (3, known, None)], today=TODAY)
    assert found[1].day == date(2026, 4, 13)
    assert (found[2], found[3]) == (UNRECORDED, WITHOUT_DUE_DATE)


def test_the_companys_own_days_count() -> None:
    books = new_books()
    known = paying(books, "乙公司")
    CalendarDay.objects.create(day=date(2026, 4, 13), is_working=False, name="盘点")
    assert expectations_of(items=[(1, known, DUE)], today=TODAY)[1].day == date(2026, 4, 14)


def test_more_items_and_customers_cost_no_more_queries() -> None:
    books = new_books()
    buyers = [paying(books, f"客户{number}") for number in range(12)]
    costs = []
    for number in (1, 12):
        items = [(index, buyer, DUE) for index, buyer in enumerate(buyers[:number] * 40)]
        with CaptureQueriesContext(connection) as asked:
            assert len(expectations_of(items=items, today=TODAY)) == len(items)
        costs.append(len(asked))
    assert costs == [3, 3]


def test_nothing_written_down_costs_one_query() -> None:
    books = new_books()
    with CaptureQueriesContext(connection) as asked:
        expectations_of(items=[(1, books.customer("丙公司"), DUE)], today=TODAY)
    assert sum("paying_" in one["sql"] for one in asked) == 1
    assert expectations_of(items=[], today=TODAY) == {}
