"""The account of a customer: opening + lines = closing for any movements; tables of examples; buckets sum to what is open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ledger.rules import PostingKind
from huikuan.statements.rules.account import (
    DoesNotTie,
    LineKind,
    Movement,
    OpenItem,
    buckets_of,
    days_overdue,
    lines_of,
    listed,
    sums_of,
)

FIRST = date(2026, 2, 1)


def move(number: int, kind: PostingKind, minor: int, on: date = FIRST, **more: object) -> Movement:
    values = {"is_reversal": False, "document_id": None, "receivable_id": None, "receipt_id": None, **more}
    return Movement(number, number, kind, on=on, minor=minor, **values)  # type: ignore[arg-type]


MOVES = st.lists(
    st.builds(
        move,
        number=st.integers(1, 40),
        kind=st.sampled_from(list(PostingKind)),
        minor=st.integers(-(10**13), 10**13).filter(bool),
        on=st.integers(-40, 40).map(lambda days: FIRST + timedelta(days=days)),
        is_reversal=st.booleans(),
        receivable_id=st.none() | st.integers(1, 5),
        receipt_id=st.none() | st.integers(1, 5),
    ),
    max_size=40,
)


@given(opening=st.integers(-(10**13), 10**13), moves=MOVES)
def test_opening_and_lines_give_the_closing_balance(opening: int, moves: list[Movement]) -> None:
    lines = lines_of(opening_minor=opening, movements=moves, since=FIRST)
    closing = opening + sum(one.minor for one in moves)
    sums = sums_of(opening_minor=opening, lines=lines, closing_minor=closing)
    assert (lines[-1].balance_minor if lines else opening) == closing
    assert all(line.minor for line in lines)
    moved = sums.earlier_minor + sums.billed_minor - sums.credited_minor - sums.received_minor - sums.allowed_minor
    assert sums.opening_minor + moved + sums.other_minor == sums.closing_minor
    with pytest.raises(DoesNotTie):
        sums_of(opening_minor=opening, lines=lines, closing_minor=closing + 1)


@given(moves=MOVES, opening=st.integers(-1000, 1000))
def test_the_order_of_what_was_read_does_not_matter(moves: list[Movement], opening: int) -> None:
    there = lines_of(opening_minor=opening, movements=moves, since=FIRST)
    back = lines_of(opening_minor=opening, movements=reversed(moves), since=FIRST)
    assert [(one.on, one.minor, one.balance_minor) for one in there] == [
        (one.on, one.minor, one.balance_minor) for one in back
    ]


def test_instalments_stand_apart_and_an_allocation_moves_nothing() -> None:
    moves = [
        move(1, PostingKind.INVOICE, 600, receivable_id=1),
        move(1, PostingKind.INVOICE, 400, receivable_id=2),
        move(2, PostingKind.ALLOCATE, -600, receivable_id=1, receipt_id=9),
        move(2, PostingKind.ALLOCATE, 600, receipt_id=9),
        move(3, PostingKind.RECEIPT, -700, receipt_id=9),
        move(4, PostingKind.RECEIPT, 700, receipt_id=9, is_reversal=True),
        move(5, PostingKind.WRITE_OFF, -300, receivable_id=2),
        move(5, PostingKind.WRITE_OFF, 300, receivable_id=2),
    ]
    lines = lines_of(opening_minor=0, movements=moves, since=FIRST)
    assert [(one.kind, one.minor, one.is_reversal, one.receivable_id) for one in lines] == [
        (LineKind.INVOICE, 600, False, 1),
        (LineKind.INVOICE, 400, False, 2),
        (LineKind.RECEIPT, -700, False, None),
        (LineKind.RECEIPT, 700, True, None),
    ]


@pytest.mark.parametrize(
    ("due", "as_of", "days"),
    [
        (None, date(2026, 2, 28), 0),
        (date(2026, 2, 28), date(2026, 2, 28), 0),
        (date(2026, 2, 27), date(2026, 2, 28), 1),
        (date(2026, 3, 5), date(2026, 2, 28), 0),
    ],
)
def test_days_overdue(due: date | None, as_of: date, days: int) -> None:
    assert days_overdue(due_on=due, as_of=as_of) == days


@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 400)), max_size=30))
def test_buckets_sum_to_what_is_open(items: list[tuple[int, int]]) -> None:
    rows = [OpenItem(i, "F", "", FIRST, FIRST, minor, days) for i, (minor, days) in enumerate(items)]
    buckets = buckets_of(items=rows)
    assert sum(buckets.minors) == sum(minor for minor, _ in items)
    assert buckets.overdue_minor == sum(minor for minor, days in items if days)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), ""),
        (("SH-1", "SH-2"), "SH-1, SH-2"),
        (tuple(f"SH-{i:09d}" for i in range(30)), "SH-000000000, SH-000000001, SH-000000002, SH-000000003, "
         "SH-000000004, SH-000000005 … +24"),
        (("S" * 200, "T"), "S" * 88 + "… +1"),
    ],
)  # fmt: skip
def test_a_list_of_numbers_fits_its_line(numbers: tuple[str, ...], said: str) -> None:
    assert listed(numbers=numbers) == said


@given(st.lists(st.text("SH-0123456789", min_size=1, max_size=60), max_size=60))
def test_no_list_is_longer_than_its_place(numbers: list[str]) -> None:
    assert len(listed(numbers=numbers)) <= 100
