"""Due dates, states, instalments and parts of a receivable, by table and by property."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.ledger.rules import Account, EntryDraft, PostingKind
from huikuan.receivables.rules import (
    Parts,
    ReceivableState,
    Terms,
    TermsRoll,
    amount_in_bounds,
    changes_by_receivable,
    days_overdue,
    due_date,
    instalments_of,
    part_moved,
    spread_over_open,
    state_of,
)

CALENDAR = BusinessCalendar()
DUE = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (Terms(30), date(2026, 4, 9)),  # 月结30天 read as 30 days from the invoice
        (Terms(30, TermsRoll.MONTH_END), date(2026, 4, 30)),
        (
            Terms(30, TermsRoll.NEXT_MONTH_FIRST, HolidayRoll.NONE),
            date(2026, 5, 1),
        ),  # RULES_CN 3.1: 次月结 3-10, 30 -> 5-1
        (Terms(30, TermsRoll.NEXT_MONTH_FIRST), date(2026, 5, 6)),  # Civil Code art. 203: Labour Day rolls
        (Terms(4), date(2026, 3, 16)),  # a Saturday
        (Terms(60), date(2026, 5, 9)),  # a Saturday on which people work
        (Terms(0), date(2026, 3, 10)),
    ],
)
def test_due_dates(terms: Terms, due: date) -> None:
    assert due_date(issue_date=date(2026, 3, 10), terms=terms, calendar=CALENDAR) == due


@pytest.mark.parametrize(
    ("due", "days"), [(date(2026, 3, 10), 0), (date(2026, 3, 9), 1), (date(2026, 3, 15), -5), (None, None)]
)
def test_days_are_signed_and_due_today_is_not_late(due: date | None, days: int | None) -> None:
    assert days_overdue(due=due, as_of=date(2026, 3, 10)) == days


STATES = [
    (Parts(100, 100), DUE, ReceivableState.OPEN),
    (Parts(100, 40, allocated=60), DUE, ReceivableState.PARTIAL),
    (Parts(100, 40, allocated=60), date(2026, 3, 9), ReceivableState.OVERDUE),
    (Parts(100, 100), None, ReceivableState.OPEN),
    (Parts(100, 0, allocated=100), date(2026, 3, 9), ReceivableState.SETTLED),
    (Parts(100, 0, allocated=60, written_off=40), date(2026, 3, 9), ReceivableState.WRITTEN_OFF),
    (Parts(100, 0, cancelled=100), DUE, ReceivableState.CANCELLED),
]


@pytest.mark.parametrize(("parts", "due", "state"), STATES)
def test_the_state_follows_from_amounts_and_days(parts: Parts, due: date | None, state: ReceivableState) -> None:
    assert state_of(parts=parts, due=due, as_of=DUE) is state


MOVES = [
    (PostingKind.ALLOCATE, "allocated"),
    (PostingKind.CREDIT_NOTE, "credited"),
    (PostingKind.SHORT_PAYMENT, "discounted"),
    (PostingKind.WRITE_OFF, "written_off"),
    (PostingKind.INVOICE, "cancelled"),
    (PostingKind.OPENING, "cancelled"),
]


@pytest.mark.parametrize(("kind", "part"), MOVES)
@given(original=st.integers(1, 10**6), share=st.integers(0, 10**6))
def test_each_posting_moves_its_own_part_and_the_sum_stays(
    kind: PostingKind, part: str, original: int, share: int
) -> None:
    before = Parts(original, original)
    after = part_moved(parts=before, kind=kind, minor=-share)
    assert getattr(after, part) == share
    assert after.consistent == (share <= original)
    assert part_moved(parts=after, kind=kind, minor=share) == before


def test_only_entries_on_receivables_count() -> None:
    entries = [
        EntryDraft(Account.UNAPPLIED, 5, "CNY", 1, 9, 4),
        EntryDraft(Account.RECEIVABLE, -5, "CNY", 1, 9, 4),
    ]
    assert changes_by_receivable(kind=PostingKind.ALLOCATE, entries=entries) == {9: [(PostingKind.ALLOCATE, -5)]}


@given(st.integers(1, 10**13), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_instalments_sum_to_the_invoice(amount: int, weights: list[int]) -> None:
    parts = instalments_of(amount_minor=amount, shares=[(None, weight) for weight in weights])
    assert sum(part.amount_minor for part in parts) == amount


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), max_size=12))
def test_spreading_fills_in_order_and_never_more_than_open(amount: int, open_minor: list[int]) -> None:
    shares = spread_over_open(amount_minor=amount, open_minor=open_minor)
    assert sum(shares) == min(amount, sum(open_minor))
    assert all(0 <= share <= most for share, most in zip(shares, open_minor, strict=True))
    later = False
    for share, most in zip(shares, open_minor, strict=True):
        assert not (later and share)
        later = later or share < most


@pytest.mark.parametrize(
    ("minor", "fits"), [(0, False), (1, True), (DOCUMENT_MAX_MINOR, True), (DOCUMENT_MAX_MINOR + 1, False), (-1, False)]
)
def test_bounds_of_a_document(minor: int, fits: bool) -> None:
    assert amount_in_bounds(minor=minor) is fits
