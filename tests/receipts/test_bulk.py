"""Which receipts of a file are known already: right, and without looking every receipt through for every row."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.receipts.bulk import known_receipts
from tests.books import new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


def days(*rows: tuple[int, date]) -> pl.DataFrame:
    return pl.DataFrame(
        {"customer_id": [one for one, _ in rows], "received_on": [day for _, day in rows]},
        schema={"customer_id": pl.Int64, "received_on": pl.Date},
    )


def test_those_of_the_customers_on_the_days_are_known() -> None:
    books = new_books()
    buyer, other = books.customer("乙公司"), books.customer("丙公司")
    known = [books.receipt(minor, buyer, on=DAY) for minor in (100, 200)]
    books.receipt(300, other, on=DAY)
    books.receipt(400, buyer, on=date(2026, 2, 2))
    found = known_receipts(company_id=books.company_id, frame=days((buyer, DAY), (buyer, DAY)))
    assert found["receipt_id"].to_list() == [receipt.pk for receipt in known]
    assert found["amount_minor"].to_list() == [100, 200]
    assert known_receipts(company_id=books.company_id + 1, frame=days((buyer, DAY))).is_empty()


def test_they_are_found_by_the_index_of_customer_and_day(sqlite_only: None) -> None:
    books = new_books()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        known_receipts(company_id=books.company_id, frame=days((1, DAY)))
    (statement,) = (one["sql"] for one in queries if "JOIN receipts_receipt" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE stage_days (customer_id bigint, received_on date)")
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [row[3] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE stage_days")
    assert any("receipts_of_customer" in step or "SEARCH w" in step for step in plan), plan
    assert not any("company_id=?" in step for step in plan), plan
