"""The worklist reads today's debts and waiting money with a constant number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from huikuan.kernel.actor import SYSTEM
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules import TaskKind

from tests.books import new_books

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_late_soon_and_waiting_money_each_make_a_task() -> None:
    books = new_books()
    late, soon, fine = (books.customer(name) for name in ("迟到", "将到", "没事"))
    books.invoice(late, "F1", 5_000, due=date(2026, 2, 20))
    books.invoice(late, "F2", 7_000, due=date(2026, 1, 31))
    books.invoice(soon, "F3", 9_000, due=date(2026, 3, 5))
    books.invoice(fine, "F4", 9_000, due=date(2026, 4, 5))
    found = worklist(actor=SYSTEM, today=TODAY)
    assert [(row.task.kind, row.customer.name if row.customer else "") for row in found.rows] == [
        (TaskKind.OVERDUE, "迟到"),
        (TaskKind.DUE_SOON, "将到"),
    ]
    first = found.rows[0].task
    assert (first.amount_minor, first.parameters["days"], first.parameters["items"]) == (12_000, 30, 2)
    assert found.totals == {"CNY": 21_000}


def test_due_today_is_soon_and_not_late() -> None:
    books = new_books()
    books.invoice(books.customer("今天"), "F1", 5_000, due=TODAY)
    (row,) = worklist(actor=SYSTEM, today=TODAY).rows
    assert row.task.kind is TaskKind.DUE_SOON


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    books = new_books()
    for number in range(12):
        books.invoice(books.customer(f"客户{number}"), f"F{number}", 5_000)
    with django_assert_num_queries(5):
        worklist(actor=SYSTEM, today=TODAY)
    for number in range(12, 40):
        books.invoice(books.customer(f"客户{number}"), f"F{number}", 5_000)
    with django_assert_num_queries(5):
        worklist(actor=SYSTEM, today=TODAY)
