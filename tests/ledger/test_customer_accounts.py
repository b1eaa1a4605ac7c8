"""The account of one customer is read by an index of his entries, not by walking all history."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.ledger.customer_accounts import Window, account_entries, account_sums, last_number, open_receivables
from huikuan.ledger.models import Entry
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
THROUGH = date(2026, 2, 28)
INDEX = "ledger_entry_customer"


def read(window: Window, customer_id: int) -> None:
    list(account_entries(window=window, customer_ids=[customer_id], since=date(2026, 2, 1)))
    account_sums(window=window, customer_ids=[customer_id])
    open_receivables(window=window, customer_ids=[customer_id])


def plans(books: Books, customer_id: int, hint: str = "") -> list[str]:
    """How each read of entries of one customer finds them."""
    window = Window(books.company_id, THROUGH, last_number(company_id=books.company_id))
    with CaptureQueriesContext(connection) as queries:
        read(window, customer_id)
    found = []
    with connection.cursor() as cursor:
        for query in queries:
            if 'FROM "ledger_entry"' in query["sql"]:
                asked = query["sql"].replace('FROM "ledger_entry"', f'FROM "ledger_entry"{hint}')
                cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
                found.append(" ".join(row[3] for row in cursor.fetchall()))
    return found


def filled() -> tuple[Books, int]:
    books = new_books()
    customer, other = books.customer("乙"), books.customer("丙")
    for number in range(3):
        books.invoice(customer, f"A{number}", 1_000)
        books.invoice(other, f"B{number}", 1_000)
    return books, customer


def test_every_read_of_one_customer_goes_by_the_index(sqlite_only: None) -> None:
    found = plans(*filled())
    assert len(found) == 3
    assert all(f"INDEX {INDEX} (customer_id=?" in plan for plan in found), found


def test_without_an_index_all_history_is_walked(sqlite_only: None) -> None:
    """The negative control of the test before."""
    found = plans(*filled(), hint=" NOT INDEXED")
    assert found and not any("customer_id=?" in plan for plan in found), found


def test_the_reads_are_of_this_customer_alone() -> None:
    books, customer = filled()
    window = Window(books.company_id, THROUGH, last_number(company_id=books.company_id))
    entries = list(account_entries(window=window, customer_ids=[customer], since=date(2026, 1, 1)))
    assert [(one.customer_id, one.minor) for one in entries] == [(customer, 1_000)] * 3
    assert sum(open_receivables(window=window, customer_ids=[customer]).values()) == 3_000
    assert Entry.objects.filter(customer_id__isnull=False).exclude(customer_id=customer).exists()
