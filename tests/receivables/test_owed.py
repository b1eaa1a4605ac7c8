"""Sums of what everybody owes, kept between requests: the same as added up anew, and no more read than what is new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.kernel.actor import SYSTEM
from huikuan.receivables import owed
from huikuan.receivables.owed import Owed, OwedBook, brought_up_to_date, owed_by_customers, owed_by_debtors
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATE, AHEAD = date(2026, 2, 9), date(2026, 4, 9)


@pytest.fixture
def books() -> Books:
    """Our company, to which 甲 owes 500, late, and 乙 300, not yet due."""
    books = new_books()
    books.invoice(books.customer("甲"), "F1", 500, LATE)
    books.invoice(books.customer("乙"), "F2", 300, AHEAD)
    return books


def read(book: OwedBook | None, *, as_of: date = TODAY) -> tuple[OwedBook, str]:
    """The book brought up to date, and what was asked of the items for it."""
    with CaptureQueriesContext(connection) as asked:
        book = brought_up_to_date(book=book, as_of=as_of)
    return book, " ".join(query["sql"] for query in asked if "receivables_receivable" in query["sql"])


def open_minor(book: OwedBook) -> list[int]:
    return sorted(sums.open_minor for sums in book.owed.values())


def test_what_is_kept_of_a_customer(books: Books) -> None:
    jia = books.customer("丙")
    books.invoice(jia, "F3", 90, parts=[(LATE, 40), (AHEAD, 30), (date(2026, 1, 5), 20)])
    books.invoice(jia, "F4", 7, None)
    book, _ = read(None)
    assert book.owed[jia, books.company_id, "CNY"] == Owed(97, 60, 4, 2, date(2026, 1, 5))


def test_only_the_customers_of_new_postings_are_read_again(books: Books) -> None:
    book, _ = read(None)
    bing = books.customer("丙")
    books.invoice(bing, "F3", 20)
    book, asked = read(book)
    assert open_minor(book) == [20, 300, 500]
    assert f"IN ({bing})" in asked


def test_nothing_new_nothing_read(books: Books) -> None:
    book, asked = read(None)
    assert asked
    assert read(book) == (book, "")


def test_who_has_paid_is_gone_and_comes_back_when_it_is_taken_back(books: Books) -> None:
    ding = books.customer("丁")
    (item,) = books.invoice(ding, "F3", 90)
    before, _ = read(None)
    receipt = books.receipt(90, ding)
    books.allocate(receipt, (item, 90))
    paid, _ = read(before)
    assert open_minor(paid) == [300, 500]
    assert paid == brought_up_to_date(book=None, as_of=TODAY)


def test_another_own_company_is_read_too(books: Books) -> None:
    book, _ = read(None)
    (jia,) = (key[0] for key, sums in book.owed.items() if sums.open_minor == 500)
    other = new_books("乙方贸易有限公司")
    other.invoice(jia, "G1", 60, date(2026, 1, 31))
    book, _ = read(book)
    assert {key[1]: sums.open_minor for key, sums in book.owed.items() if key[0] == jia} == {
        books.company_id: 500,
        other.company_id: 60,
    }
    together = owed_by_debtors(owed=book.owed.items())
    assert together[jia, "CNY"] == Owed(560, 560, 2, 2, date(2026, 1, 31))


def test_another_day_has_other_overdue_sums(books: Books) -> None:
    book, _ = read(None)
    later, _ = read(book, as_of=AHEAD + timedelta(days=1))
    assert sum(sums.overdue_minor for sums in later.owed.values()) == 800


@pytest.mark.parametrize(
    "other", [{"number": 1}, {"posting_id": 999_999}, {"posted_at": NOW - timedelta(days=1)}], ids="".join
)
def test_a_restored_ledger_is_not_taken_for_the_same(books: Books, other: dict[str, Any]) -> None:
    """Without the look at the old last posting, sums of postings that are gone would stay."""
    book, _ = read(None)
    ((company_id, last),) = book.last.items()
    gone = {(9, 9, "CNY"): Owed(1, 1, 1, 1, LATE)}
    restored = OwedBook(TODAY, {company_id: replace(last, **other)}, gone)
    books.invoice(books.customer("丙"), "F3", 20)
    assert read(restored)[0] == brought_up_to_date(book=None, as_of=TODAY)


def test_after_very_many_postings_everything_is_read(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    book, _ = read(None)
    monkeypatch.setattr(owed, "MOST_POSTINGS", 0)
    books.invoice(books.customer("丙"), "F3", 20)
    book, asked = read(book)
    assert open_minor(book) == [20, 300, 500]
    assert " IN (" not in asked


def test_what_may_never_be_committed_is_not_kept(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = owed._Kept()
    monkeypatch.setattr(owed, "_kept", kept)
    assert len(list(owed_by_customers(actor=SYSTEM, as_of=TODAY))) == 2
    assert kept._book is None
    with committed():
        assert len(list(owed_by_customers(actor=SYSTEM, as_of=TODAY))) == 2
    assert kept._book == brought_up_to_date(book=None, as_of=TODAY)


def test_own_companies_that_the_reader_does_not_see(books: Books) -> None:
    other = new_books("乙方贸易有限公司")
    other.invoice(other.customer("丙"), "G1", 60)
    with committed():
        actor = replace(SYSTEM, company_ids=frozenset({other.company_id}))
        assert {key[1] for key, _ in owed_by_customers(actor=actor, as_of=TODAY)} == {other.company_id}


@contextmanager
def committed() -> Iterator[None]:
    """As outside a transaction, which a test never is."""
    inside, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        yield
    finally:
        connection.in_atomic_block = inside
