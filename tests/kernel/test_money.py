"""Money: exact, never mixed, split without losing a fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.money import CurrencyMismatch, Money, ratio_permille, split_by_weights, sums_by_currency


def test_two_currencies_do_not_add() -> None:
    with pytest.raises(CurrencyMismatch, match="CNY and USD"):
        Money(1, "CNY") + Money(1, "USD")
    assert Money(3, "CNY") - Money(5, "CNY") == -Money(2, "CNY")


def test_sums_are_kept_by_currency() -> None:
    amounts = [Money(1, "CNY"), Money(2, "USD"), Money(3, "CNY")]
    assert sums_by_currency(amounts=amounts) == {"CNY": 4, "USD": 2}


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (1, (1, 1), (1, 0)),
        (10, (0, 3), (0, 10)),
        (99_999, (30, 65, 5), (30_000, 64_999, 5_000)),
    ],
)
def test_splits(total: int, weights: tuple[int, ...], parts: tuple[int, ...]) -> None:
    assert split_by_weights(total_minor=total, weights=weights) == parts


@pytest.mark.parametrize("weights", [(0, 0), (-1, 2)])
def test_weights_that_say_nothing_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weights(total_minor=1, weights=weights)


@given(st.integers(0, 10**13), st.lists(st.integers(0, 1_000), min_size=1).filter(any))
def test_a_split_loses_and_invents_nothing(total: int, weights: list[int]) -> None:
    parts = split_by_weights(total_minor=total, weights=weights)
    assert sum(parts) == total
    assert min(parts) >= 0


@pytest.mark.parametrize(
    ("top", "bottom", "permille"), [(1, 3, 333), (2, 3, 667), (1, 2000, 1), (-1, 2000, -1), (1, 0, None), (0, 5, 0)]
)
def test_ratios_are_rounded_half_up_and_undefined_over_zero(top: int, bottom: int, permille: int | None) -> None:
    assert ratio_permille(numerator=top, denominator=bottom) == permille
