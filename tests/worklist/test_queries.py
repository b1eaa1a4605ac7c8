"""The worklist reads today's debts and waiting money with a constant number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules import TaskKind
from tests.books import NOW, new_books
from tests.people import person
from tests.reminder_office import new_office

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
    with django_assert_num_queries(10):
        worklist(actor=SYSTEM, today=TODAY)
    for number in range(12, 40):
        books.invoice(books.customer(f"客户{number}"), f"F{number}", 5_000)
    with django_assert_num_queries(10):
        worklist(actor=SYSTEM, today=TODAY)


def test_what_was_agreed_for_today_comes_first_and_in_words() -> None:
    books = new_books()
    late, agreed = books.customer("迟到"), books.customer("已约")
    for number, customer in (("F1", late), ("F2", agreed)):
        books.invoice(customer, number, 5_000, due=date(2026, 1, 10))
    activity = ActivityDraft(
        agreed, ActivityKind.CALL, NOW, "答应今天付款", next_step=NextStep("打电话确认到账", TODAY)
    )
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=activity)
    first, second = worklist(actor=SYSTEM, today=TODAY).rows
    assert (first.task.kind, first.task.parameters["action"]) == (TaskKind.FOLLOW_UP, "打电话确认到账")
    assert second.task.kind is TaskKind.OVERDUE


def test_a_salesperson_hears_what_goes_to_his_customers_next_and_nobody_else_does() -> None:
    office = new_office()
    owner = person("owner", Role.SALESPERSON, None)
    late, coming = (office.customer(name, salesperson_id=owner.user_id) for name in ("迟到", "将到"))
    office.books.invoice(late, "F1", 50_000, due=date(2026, 2, 23))
    office.books.invoice(coming, "F2", 70_000, due=date(2026, 3, 12))
    found = worklist(actor=owner, today=TODAY)
    assert [(row.task.kind, row.task.reason, row.customer.name if row.customer else "") for row in found.rows] == [
        (TaskKind.LETTER_AHEAD, "OVERDUE_LETTER_TOMORROW", "迟到"),
        (TaskKind.FORETOLD, "FORETOLD", "将到"),
    ]
    assert found.rows[0].task.parameters == {"ordinal": 2, "date": "2026-03-03", "items": 1, "days": 8}
    assert found.rows[1].task.parameters == {"items": 1, "due": "2026-03-12", "date": "2026-03-06"}
    assert found.totals == {"CNY": 120_000}
    assert [row.task.kind for row in worklist(actor=SYSTEM, today=TODAY).rows] == [TaskKind.OVERDUE]
