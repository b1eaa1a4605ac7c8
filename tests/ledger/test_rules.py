"""A posting balances per currency, its reversal is its mirror image, and nothing is used on a day when it was not there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ledger.rules import (
    Account,
    EntryDraft,
    PostingDraft,
    PostingKind,
    Unbalanced,
    assert_balanced,
    first_day_with,
    lowered_since,
    mirrored,
)

DAY = date(2026, 3, 2)


def draft(*entries: EntryDraft) -> PostingDraft:
    return PostingDraft(PostingKind.INVOICE, DAY, entries)


def entry(minor: int, currency: str = "CNY") -> EntryDraft:
    return EntryDraft(Account.BANK_CLEARING, minor, currency)


def test_debit_equals_credit_per_currency() -> None:
    assert_balanced(draft=draft(entry(5), entry(-5)))
    assert_balanced(draft=draft(entry(5), entry(-5), entry(7, "USD"), entry(-7, "USD")))


@pytest.mark.parametrize(
    "entries", [(), (entry(5),), (entry(5), entry(-4)), (entry(5), entry(-5, "USD")), (entry(0), entry(0))]
)
def test_everything_else_is_refused(entries: tuple[EntryDraft, ...]) -> None:
    with pytest.raises(Unbalanced):
        assert_balanced(draft=draft(*entries))


def test_a_mirror_image_sums_to_nothing() -> None:
    one = (entry(5), entry(-5))
    assert [a.minor + b.minor for a, b in zip(one, mirrored(entries=one), strict=True)] == [0, 0]


@pytest.mark.parametrize(
    ("minor", "later", "since"),
    [
        (100, {}, 0),
        (100, {3: 40}, 3),  # 40 came back on the third day
        (60, {3: 40}, 0),
        (61, {3: 40}, 3),
        (100, {3: -40}, 0),  # what went later was there before
        (100, {2: -60, 3: 60}, 3),
        (40, {2: -60, 3: 60}, 0),
        (100, {0: 100}, 0),  # the day itself is what is asked about
        (100, {1: 30, 5: -30, 9: 30}, 9),
    ],
)
def test_the_first_day_on_which_so_much_was_there(minor: int, later: dict[int, int], since: int) -> None:
    changes = {DAY + timedelta(days=n): change for n, change in later.items()}
    assert first_day_with(minor=minor, left=100, later=changes, not_before=DAY) == DAY + timedelta(days=since)


@given(minor=st.integers(0, 9), later=st.dictionaries(st.integers(1, 9), st.integers(-5, 5)), more=st.integers(0, 20))
def test_from_that_day_on_it_is_always_there_and_on_the_day_before_it_is_not(
    minor: int, later: dict[int, int], more: int
) -> None:
    left = minor + more
    there = [left - sum(change for day, change in later.items() if day > n) for n in range(11)]
    changes = {DAY + timedelta(days=n): change for n, change in later.items()}
    first = (first_day_with(minor=minor, left=left, later=changes, not_before=DAY) - DAY).days
    assert min(there[first:]) >= minor
    assert first == 0 or there[first - 1] < minor


def test_what_is_only_raised_is_lowered_on_no_day() -> None:
    moves = {1: {DAY: 5}, 2: {DAY: 5, DAY + timedelta(days=2): -1, DAY + timedelta(days=1): -1}, 3: {DAY: 0}}
    assert lowered_since(moves=moves) == {2: DAY + timedelta(days=1)}
