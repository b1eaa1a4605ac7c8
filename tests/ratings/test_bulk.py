"""A run costs the same queries for six customers and for sixty: asking, taking back and tightening at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import transaction

from huikuan.approvals.models import Request
from huikuan.customers.models import CustomerChange
from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.models import CreditTerms
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.rules.rerating import RunKind
from tests.books import Books, new_books
from tests.counted import queries_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DAYS = (date(2025, 11, 2), date(2025, 11, 3), date(2026, 3, 2))


def buyers(books: Books, names: range) -> None:
    """Customers who paid in time and then no more; every one has a term of his own."""
    for number in names:
        pk = books.customer(f"客户{number}", terms_days=60 + number)
        for month in (8, 9, 10, 11):
            due = date(2025, month, 28)
            (item,) = books.invoice(pk, f"{number}-{month}", 10_000_000, due, issued=date(2025, month, 1))
            if month < 11:
                books.allocate(books.receipt(10_000_000, pk, on=due), (item, 10_000_000))


def three_runs(customers: int) -> tuple[list[int], dict[str, int]]:
    """Everybody is rated, tomorrow nothing new is said, then all are tightened: the queries of each run, what the last said."""
    said: dict[str, int] = {}

    def run(day: date) -> None:
        said.update(run_ratings(actor=SYSTEM, now=NOW, today=day, key=f"run-{day}", kind=RunKind.MANUAL))

    with transaction.atomic():
        buyers(new_books(), range(customers))
        queries = [queries_of(partial(run, day)) for day in DAYS]
        assert list(Request.objects.values_list("state", flat=True)) == ["WITHDRAWN"] * customers
        assert CustomerChange.objects.filter(field="terms_days", after=30).count() == customers
        assert CreditTerms.objects.count() == customers
        transaction.set_rollback(True)
    return queries, said


def test_the_queries_of_a_run_do_not_grow_with_customers(sqlite_only: None) -> None:
    few, said_of_few = three_runs(6)
    many, said_of_many = three_runs(60)
    assert few == many
    assert (said_of_few["proposed"], said_of_few["tightened"]) == (0, 6)
    assert (said_of_many["proposed"], said_of_many["tightened"]) == (0, 60)
