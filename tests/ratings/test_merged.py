"""What was merged customers' counts for the one they were merged into, as long as the merge stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.customers.merging import merge_customers, undo_merge
from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.models import Rating
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.queries.explaining import recomputed
from huikuan.ratings.rules.facts import Facts
from huikuan.ratings.rules.rerating import RunKind
from huikuan.ratings.sources import Known, facts_of, known_now
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, Books, new_books
from tests.committed import as_committed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def facts(known: Known | None = None) -> dict[int, Facts]:
    return facts_of(as_of=TODAY, known=known or known_now(as_of=TODAY), limits={}, to_currency="CNY")


def trade(books: Books, pk: int, name: str, minor: int) -> None:
    """Four invoices, three of them paid ten days late, money that bounced, a promise kept by other money, a dispute."""
    for month in (8, 9, 10, 11):
        due = date(2025, month, 15)
        (item,) = books.invoice(pk, f"{name}-{month}", minor, due, issued=date(2025, month, 1))
        if month < 11:
            books.allocate(books.receipt(minor, pk, on=date(2025, month, 25)), (item, minor))
    bounced = books.receipt(minor, pk, on=date(2025, 12, 1))
    day, why = date(2025, 12, 3), BounceReason.BOUNCED
    bounce_receipt(actor=SYSTEM, now=NOW, key=books.key(), receipt_id=bounced.pk, effective_date=day, reason=why)
    books.receipt(7, pk, on=date(2026, 1, 9))
    contact(books, pk, Outcome.PROMISED, NextStep("查款", date(2026, 1, 12)))
    contact(books, pk, Outcome.DISPUTED, NextStep("核对", date(2026, 1, 12)))


def contact(books: Books, pk: int, outcome: Outcome, step: NextStep) -> None:
    at = datetime(2026, 1, 5, 3, tzinfo=UTC)
    said = ActivityDraft(customer_id=pk, kind=ActivityKind.CALL, at=at, text="电话", outcome=outcome, next_step=step)
    record_activity(actor=SYSTEM, now=NOW, today=date(2026, 1, 5), key=books.key(), activity=said)


def merged(customer_id: int, into_id: int) -> int:
    done = merge_customers(
        actor=SYSTEM, now=NOW, key=f"m{customer_id}", customer_id=customer_id, into_id=into_id, reason="同一家"
    )
    return int(str(done["merge_id"]))


def rated(key: str) -> None:
    run_ratings(actor=SYSTEM, now=NOW, today=TODAY, key=key, kind=RunKind.MANUAL)


def newest(pk: int) -> Rating:
    return Rating.objects.filter(customer_id=pk).latest("pk")


def said(rating: Rating) -> tuple[Any, ...]:
    return rating.permille, rating.grade, rating.lines, rating.facts


def test_a_merge_adds_up_both_and_an_undone_one_gives_the_former_facts_again() -> None:
    books = new_books()
    into, other, alone = (books.customer(name) for name in ("甲", "甲分公司", "丙"))
    trade(books, into, "甲", 1_000)
    trade(books, other, "甲分公司", 500)
    books.invoice(alone, "丙-1", 300, date(2026, 2, 1), issued=date(2026, 1, 1))
    before = facts()
    assert (before[into].disputes, before[into].promises_kept, before[into].bounced) == (1, 1, 1)
    merge_id = merged(other, into)
    found = facts()
    assert other not in found
    assert found[alone] == before[alone]
    both = found[into]
    assert (both.invoices, both.sold_minor, both.open_minor, both.unapplied_minor) == (8, 6_000, 1_500, 14)
    assert (both.paid_minor, both.late_minor_days, both.paid_items, both.late_days) == (4_500, 45_000, 6, 60)
    assert (both.disputes, both.bounced, both.bounced_ever) == (2, 2, 2)
    known = known_now(as_of=TODAY)
    undo_merge(actor=SYSTEM, now=NOW, key="undo", merge_id=merge_id)
    assert facts() == before
    assert facts(known) == found
    with as_committed():
        assert (facts(known), facts()) == (found, before)


def test_money_of_the_merged_one_keeps_the_promise_of_the_other() -> None:
    books = new_books()
    into, other = books.customer("甲"), books.customer("甲分公司")
    contact(books, into, Outcome.PROMISED, NextStep("查款", date(2026, 1, 12)))
    books.receipt(100, other, on=date(2026, 1, 9))
    assert facts()[into].promises_kept == 0
    merged(other, into)
    assert facts()[into].promises_kept == 1


def test_a_chain_of_merges_counts_for_its_end() -> None:
    books = new_books()
    first, second, third = (books.customer(name) for name in ("甲", "乙", "丙"))
    for pk in (first, second, third):
        books.invoice(pk, f"F{pk}", 100, date(2026, 2, 1), issued=date(2026, 1, 1))
    merged(third, second)
    merge_id = merged(second, first)
    assert {pk: one.sold_minor for pk, one in facts().items()} == {first: 300}
    undo_merge(actor=SYSTEM, now=NOW, key="undo", merge_id=merge_id)
    assert {pk: one.sold_minor for pk, one in facts().items()} == {first: 100, second: 200}


def test_a_merge_and_its_undo_give_the_former_rating_again() -> None:
    books = new_books()
    into, other = books.customer("甲"), books.customer("甲分公司")
    trade(books, into, "甲", 10_000_000)
    trade(books, other, "甲分公司", 90_000_000)
    rated("before")
    first = newest(into)
    merge_id = merged(other, into)
    rated("merged")
    second = newest(into)
    assert second.facts["sold_minor"] == 400_000_000
    assert Rating.objects.filter(customer_id=other).count() == 1
    undo_merge(actor=SYSTEM, now=NOW, key="undo", merge_id=merge_id)
    rated("after")
    assert said(newest(into)) == said(first)
    assert Rating.objects.filter(customer_id=other).count() == 2
    for kept in (first, second, newest(into)):
        again = recomputed(actor=SYSTEM, rating_id=kept.pk)
        assert (again.permille, again.lines) == (kept.permille, kept.lines)
