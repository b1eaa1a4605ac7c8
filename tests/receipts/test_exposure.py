"""Money of a customer that is unused or came back is found without looking at each of his receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.receipts.queries.exposure import bounces_of, unapplied_sums_of
from tests.books import new_books

pytestmark = pytest.mark.django_db


def plan_of(read: Callable[[], object]) -> str:
    with CaptureQueriesContext(connection) as queries:
        read()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        return " ".join(row[3] for row in cursor.fetchall())


def test_unused_money_is_summed_by_customer_and_currency_over_all_own_companies() -> None:
    books = new_books()
    one, other = books.customer("甲公司"), books.customer("乙公司")
    books.receipt(100, one)
    books.receipt(20, one)
    books.receipt(7, other)
    assert unapplied_sums_of(customer_ids=[one, other]) == {(one, "CNY"): 120, (other, "CNY"): 7}
    assert unapplied_sums_of(customer_ids=[999]) == {}


def test_both_reads_go_by_an_index_of_what_they_look_for(sqlite_only: None) -> None:
    assert "COVERING INDEX receipts_unapplied" in plan_of(lambda: unapplied_sums_of(customer_ids=[1]))
    assert "INDEX receipts_taken_back" in plan_of(lambda: bounces_of(customer_ids=[1], since=date(2026, 1, 1)))
