"""Behind the collection rate and the days late stand the allocations they count, to the last fen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.portfolio.allocated import Counted, CountedAllocation, counted_allocations
from huikuan.portfolio.figures import kpis
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from tests.books import Books, new_books
from tests.portfolio.ledgers import FIRST_DAY, Step, random_books

pytestmark = pytest.mark.django_db
START, END = date(2026, 3, 1), date(2026, 3, 31)
LATER = datetime(2026, 4, 2, tzinfo=UTC)
numbers = st.tuples(st.integers(0, 13), st.integers(0, 40), st.integers(1, 400), st.integers(0, 150))


@pytest.fixture
def books() -> Books:
    return new_books()


def behind(counted: Counted, actor: Actor = SYSTEM, **options: Any) -> tuple[CountedAllocation, ...]:
    return counted_allocations(actor=actor, start=START, end=END, counted=counted, **options).rows


def test_each_figure_has_its_own_allocations(books: Books) -> None:
    buyer = books.customer("乙公司")
    (due,) = books.invoice(buyer, "F001", 1_000, date(2026, 3, 10))
    (later,) = books.invoice(buyer, "F002", 1_000, date(2026, 4, 30))
    (undated,) = books.invoice(buyer, "F003", 1_000, None)
    before, within = books.receipt(400, on=date(2026, 2, 20)), books.receipt(900, on=date(2026, 3, 20))
    books.allocate(before, (due, 400))
    books.allocate(within, (due, 100), (later, 200), (undated, 300))
    on_due = behind(Counted.ON_DUE)
    assert [(row.day, row.invoice_number, row.days_late, row.minor) for row in on_due] == [
        (date(2026, 3, 20), "F001", 10, 100)
    ]
    assert on_due[0].receipt_ids == (within.pk,)
    paid = behind(Counted.PAID)
    assert [(row.invoice_number, row.days_late, row.minor) for row in paid] == [("F001", 10, 100), ("F002", -41, 200)]


def test_what_was_taken_back_counts_against_its_day_or_not_at_all(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000, date(2026, 2, 10))
    wrong, right = books.receipt(400, on=date(2026, 2, 20)), books.receipt(50, on=date(2026, 3, 2))
    posting = books.allocate(wrong, (item, 400))
    books.allocate(right, (item, 50))
    reverse_allocations(actor=SYSTEM, now=LATER, key="back", posting_ids=posting, effective_date=date(2026, 3, 5))
    found = [(row.day.day, row.minor, row.receipt_ids) for row in behind(Counted.ON_DUE)]
    assert found == [(5, -400, (wrong.pk,)), (2, 50, (right.pk,))]
    assert [(row.day.day, row.minor) for row in behind(Counted.PAID)] == [(2, 50)]


def test_two_receipts_of_a_day_stand_in_one_row_without_the_one_taken_back(books: Books) -> None:
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000, date(2026, 3, 10))
    money = [books.receipt(100 + number, on=date(2026, 3, 12)) for number in range(3)]
    postings = [books.allocate(receipt, (item, receipt.amount_minor)) for receipt in money]
    reverse_allocations(actor=SYSTEM, now=LATER, key="back", posting_ids=postings[2], effective_date=date(2026, 3, 20))
    (row,) = behind(Counted.PAID)
    assert (row.minor, row.receipt_ids) == (201, (money[0].pk, money[1].pk))


def test_an_allocation_taken_back_while_the_page_is_made_stops_nothing(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000, date(2026, 3, 10))
    posting = books.allocate(books.receipt(400, on=date(2026, 3, 12)), (item, 400))

    def meanwhile(**asked: Any) -> tuple[ReceivableRow, ...]:
        reverse_allocations(actor=SYSTEM, now=LATER, key="back", posting_ids=posting, effective_date=date(2026, 3, 20))
        return receivable_rows(**asked)

    monkeypatch.setattr("huikuan.portfolio.allocated.receivable_rows", meanwhile)
    assert [(row.minor, row.receipt_ids) for row in behind(Counted.PAID)] == [(400, ())]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(numbers, min_size=20, max_size=50))
def test_they_add_up_to_the_figures(steps: list[Step]) -> None:
    asked: Any = {"actor": SYSTEM, "start": FIRST_DAY, "end": date(2026, 4, 30)}
    asked["company_ids"] = [random_books(steps).company_id]
    figures = kpis(**asked)
    on_due = counted_allocations(**asked, counted=Counted.ON_DUE, size=500)
    paid = counted_allocations(**asked, counted=Counted.PAID, size=500)
    for kpi in figures:
        if (kpi.name, kpi.variant) == ("COLLECTION_RATE", "C"):
            rows = [row for row in on_due.rows if row.currency == kpi.currency]
            assert sum(row.minor for row in rows) == on_due.totals.get(kpi.currency, 0) == kpi.numerator_minor
        if (kpi.name, kpi.variant) == ("WEIGHTED_DAYS_LATE", "PAID"):
            rows = [row for row in paid.rows if row.currency == kpi.currency]
            assert sum(row.minor for row in rows) == paid.totals.get(kpi.currency, 0) == kpi.denominator_minor
            assert sum(row.minor * max(0, row.days_late or 0) for row in rows) == kpi.numerator_minor


def test_pages_currencies_and_visibility(books: Books) -> None:
    mine, theirs = books.customer("乙公司"), books.customer("丙公司")
    for number, (buyer, currency) in enumerate([(mine, "CNY"), (mine, "USD"), (theirs, "CNY")]):
        (item,) = books.invoice(buyer, f"F{number}", 500, date(2026, 3, 10), currency=currency)
        books.allocate(books.receipt(500, on=date(2026, 3, 11 + number), currency=currency), (item, 100 + number))
    first = counted_allocations(actor=SYSTEM, start=START, end=END, counted=Counted.PAID, size=2)
    assert (first.count, first.totals, [row.minor for row in first.rows]) == (3, {"CNY": 202, "USD": 101}, [102, 101])
    second = counted_allocations(actor=SYSTEM, start=START, end=END, counted=Counted.PAID, number=2, size=2)
    assert [row.minor for row in second.rows] == [100]
    assert [row.minor for row in behind(Counted.PAID, currency="USD")] == [101]
    user = User.objects.create(username="li", name="李")
    nobody = Actor("李", ActorKind.PERSON, user.pk, frozenset({Verb.VIEW}), RowScope.OWN)
    assert behind(Counted.PAID, nobody) == ()
    with pytest.raises(NotPermitted):
        behind(Counted.PAID, Actor("李", ActorKind.PERSON, user.pk, frozenset(), RowScope.ALL))
    with pytest.raises(Refused, match="PERIOD_INVALID"):
        counted_allocations(actor=SYSTEM, start=END, end=START, counted=Counted.PAID)
