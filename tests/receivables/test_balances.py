"""What everybody owes, kept between requests: the same as added up anew, and no more read than what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receivables.queries import balances as kept_balances
from huikuan.receivables.queries.balances import KeptBalances, balances_by_customer, brought_up_to_date
from huikuan.receivables.rules import Balance, balances_by_debtor
from tests.books import NOW, Books, new_books
from tests.committed import as_committed

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


def read(kept: KeptBalances | None, *, as_of: date = TODAY) -> tuple[KeptBalances, list[str]]:
    """The balances brought up to date, and what was asked for it."""
    with CaptureQueriesContext(connection) as asked:
        kept = brought_up_to_date(kept=kept, as_of=as_of)
    return kept, [query["sql"] for query in asked]


def fresh() -> KeptBalances:
    return brought_up_to_date(kept=None, as_of=TODAY)


def open_minor(kept: KeptBalances) -> list[int]:
    return sorted(balance.open_minor for balance in kept.balances.values())


def test_what_is_known_of_a_customer(books: Books) -> None:
    bing = books.customer("丙")
    books.invoice(bing, "F3", 90, parts=[(LATE, 40), (AHEAD, 30), (date(2026, 1, 5), 20)])
    books.invoice(bing, "F4", 7, None)
    assert fresh().balances[bing, books.company_id, "CNY"] == Balance(97, 60, 4, 2, date(2026, 1, 5))


def test_only_the_customers_of_new_postings_are_read_again(books: Books) -> None:
    kept = fresh()
    others = [new_books(f"第{number}公司") for number in range(3)]
    for other in others:
        other.invoice(other.customer(f"客户{other.company_id}"), "G1", 1)
    kept, _ = read(kept)
    bing = books.customer("丙")
    books.invoice(bing, "F3", 20)
    kept, asked = read(kept)
    assert open_minor(kept) == [1, 1, 1, 20, 300, 500]
    _last, _stands, _who, items = asked
    assert f"IN ({bing})" in items


def test_nothing_new_nothing_read(books: Books) -> None:
    kept = fresh()
    again, asked = read(kept)
    assert again is kept
    assert len(asked) == 1


def test_who_has_paid_is_gone_and_comes_back_when_it_is_taken_back(books: Books) -> None:
    ding = books.customer("丁")
    (item,) = books.invoice(ding, "F3", 90)
    kept = fresh()
    (posting_id,) = books.allocate(books.receipt(90, ding), (item, 90))
    kept, _ = read(kept)
    assert open_minor(kept) == [300, 500]
    assert kept == fresh()
    undone = {"posting_ids": [posting_id], "effective_date": TODAY}
    reverse_allocations(actor=SYSTEM, now=NOW, key=books.key(), **undone)  # type: ignore[arg-type]
    kept, _ = read(kept)
    assert open_minor(kept) == [90, 300, 500]
    assert kept == fresh()


def test_another_own_company_is_read_too(books: Books) -> None:
    kept = fresh()
    (jia,) = (key[0] for key, balance in kept.balances.items() if balance.open_minor == 500)
    other = new_books("乙方贸易有限公司")
    other.invoice(jia, "G1", 60, date(2026, 1, 31))
    kept, _ = read(kept)
    assert {key[1]: balance.open_minor for key, balance in kept.balances.items() if key[0] == jia} == {
        books.company_id: 500,
        other.company_id: 60,
    }
    together = balances_by_debtor(balances=kept.balances.items())
    assert together[jia, "CNY"] == Balance(560, 560, 2, 2, date(2026, 1, 31))


def test_another_day_has_other_overdue_sums(books: Books) -> None:
    later, _ = read(fresh(), as_of=AHEAD + timedelta(days=1))
    assert sum(balance.overdue_minor for balance in later.balances.values()) == 800


@pytest.mark.parametrize(
    "other",
    [{"number": 1}, {"number": 9}, {"posting_id": 999_999}, {"posted_at": NOW - timedelta(days=1)}],
    ids=["went less far", "went further", "another posting", "another moment"],
)
def test_a_restored_ledger_is_not_taken_for_the_same(books: Books, other: dict[str, Any]) -> None:
    """Without the look at the old last posting, balances of postings that are gone would stay."""
    ((company_id, last),) = fresh().last.items()
    gone = {(9, 9, "CNY"): Balance(1, 1, 1, 1, LATE)}
    before = KeptBalances(TODAY, {company_id: replace(last, **other)}, gone)
    books.invoice(books.customer("丙"), "F3", 20)
    assert read(before)[0] == fresh()


def test_an_own_company_that_is_gone_after_a_restore(books: Books) -> None:
    kept = fresh()
    ((_, last),) = kept.last.items()
    before = replace(kept, last={**kept.last, 999: replace(last, posting_id=999_999)})
    books.invoice(books.customer("丙"), "F3", 20)
    books.invoice(books.customer("丁"), "F4", 20)
    books.invoice(books.customer("戊"), "F5", 20)
    assert read(before)[0] == fresh()


def test_after_very_many_postings_everything_is_read(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = fresh()
    monkeypatch.setattr(kept_balances, "MOST_POSTINGS", 0)
    books.invoice(books.customer("丙"), "F3", 20)
    kept, asked = read(kept)
    assert open_minor(kept) == [20, 300, 500]
    assert " IN (" not in asked[-1]


def test_what_is_posted_while_it_is_added_up_is_not_missed(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added up before the last postings are read, the new invoice would be taken for known."""
    bing, add_up = books.customer("丙"), kept_balances._added_up

    def added_up_and_posted(**asked: Any) -> Any:
        found = add_up(**asked)
        monkeypatch.setattr(kept_balances, "_added_up", add_up)
        books.invoice(bing, "F3", 20)
        return found

    monkeypatch.setattr(kept_balances, "_added_up", added_up_and_posted)
    kept = fresh()
    assert open_minor(kept) == [300, 500]
    assert read(kept)[0] == fresh()


def test_what_may_never_be_committed_is_not_kept(books: Books) -> None:
    with as_committed() as kept:
        pass
    assert len(list(balances_by_customer(actor=SYSTEM, as_of=TODAY))) == 2
    assert kept.balances is None


def test_what_is_committed_is_kept(books: Books) -> None:
    with as_committed() as kept:
        first = list(balances_by_customer(actor=SYSTEM, as_of=TODAY))
        assert kept.balances == fresh()
        with CaptureQueriesContext(connection) as asked:
            assert list(balances_by_customer(actor=SYSTEM, as_of=TODAY)) == first
    assert len(asked) == 1


def test_of_own_companies_that_the_reader_does_not_see_nothing(books: Books) -> None:
    other = new_books("乙方贸易有限公司")
    other.invoice(other.customer("丙"), "G1", 60)
    actor = replace(SYSTEM, company_ids=frozenset({other.company_id}))
    with as_committed():
        assert len(list(balances_by_customer(actor=SYSTEM, as_of=TODAY))) == 3
        assert [key[1] for key, _ in balances_by_customer(actor=actor, as_of=TODAY)] == [other.company_id]
