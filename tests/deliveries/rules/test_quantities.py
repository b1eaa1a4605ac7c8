"""Parts of lines, tolerance, shares of an invoice: exact, and summing to what they are parts of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.deliveries.rules.quantities import Rest, is_complete, line_amount, most_delivered, part_of, shares_of
from huikuan.kernel.micros import MICRO


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "expected"),
    [
        (3 * MICRO, 19_990_000, "CNY", 59_97),
        (1_500_000, 333_333, "CNY", 50),  # 0.4999995 yuan
        (1, 5_000_000_000, "CNY", 1),  # half a fen goes up
        (2 * MICRO, 1_500 * MICRO, "JPY", 3_000),
    ],
)
def test_what_a_line_is_worth(quantity: int, price: int, currency: str, expected: int) -> None:
    assert line_amount(quantity_micros=quantity, unit_price_micros=price, currency=currency) == expected


@given(st.integers(0, 10**13), st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_parts_taken_one_by_one_sum_to_the_whole(amount: int, steps: list[int]) -> None:
    whole, done, taken = sum(steps), 0, 0
    for step in steps:
        before = part_of(amount_minor=amount, part_micros=done, whole_micros=whole)
        done += step
        share = part_of(amount_minor=amount, part_micros=done, whole_micros=whole) - before
        assert share >= 0
        taken += share
    assert taken == amount


@pytest.mark.parametrize(("over", "most"), [(0, 1_000), (5, 1_005), (1, 1_001)])
def test_the_most_that_may_be_delivered(over: int, most: int) -> None:
    assert most_delivered(quantity_micros=1_000, over_permille=over) == most


@pytest.mark.parametrize(
    ("delivered", "short", "whole"), [(1_000, 0, True), (999, 0, False), (995, 5, True), (994, 5, False)]
)
def test_a_little_may_be_missing(delivered: int, short: int, whole: bool) -> None:
    assert is_complete(quantity_micros=1_000, delivered_micros=delivered, short_permille=short) is whole


@given(st.integers(0, 10**6), st.lists(st.integers(-5, 10**5), max_size=8))
def test_an_invoice_is_laid_on_no_more_than_is_open(amount: int, rests: list[int]) -> None:
    shares = shares_of(amount_minor=amount, rests=[Rest(pk, minor) for pk, minor in enumerate(rests)])
    assert sum(shares.values()) == min(amount, sum(max(0, minor) for minor in rests))
    assert all(0 < share <= rests[pk] for pk, share in shares.items())
