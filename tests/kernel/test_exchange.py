"""Conversion: exact by hand, decimals by ISO 4217, half-up; parts and the way back lose at most what rounding may."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.exchange import STALE_AFTER_DAYS, Rate, converted, minor_micros, turned
from huikuan.kernel.micros import MICRO
from huikuan.kernel.money import Money

DAY = date(2026, 3, 2)


def rate(currency: str, to_currency: str, micros: int, age: int = 0) -> dict[str, Rate]:
    return {currency: Rate(currency, to_currency, DAY, micros, "中国外汇交易中心", age)}


@pytest.mark.parametrize(
    ("minor", "currency", "to", "micros", "expected"),
    [
        (10_000, "USD", "CNY", 7_097_100, 70_971),  # 100.00 USD × 7.0971 = 709.71 CNY
        (1, "USD", "CNY", 7_500_000, 8),  # 0.01 USD × 7.5 = 0.075 CNY, half up
        (-1, "USD", "CNY", 7_500_000, -8),
        (12_345, "JPY", "CNY", 47_123, 58_173),  # 12,345 JPY × 0.047123 = 581.733435 CNY
        (1_000, "CNY", "JPY", 21_220_000, 212),  # 10.00 CNY × 21.22 = 212.2 JPY
        (1_234_567, "KWD", "CNY", 23_100_000, 2_851_850),  # 1,234.567 KWD × 23.1 = 28,518.4977 CNY
        (100, "CNY", "KWD", 43_290, 43),  # 1.00 CNY × 0.04329 = 0.04329 KWD
        (0, "USD", "CNY", 7_097_100, 0),
    ],
)
def test_by_hand(minor: int, currency: str, to: str, micros: int, expected: int) -> None:
    money = converted(money=Money(minor, currency), rates=rate(currency, to, micros), to_currency=to)
    assert money == Money(expected, to)


def test_the_own_currency_needs_no_rate() -> None:
    assert converted(money=Money(5, "CNY"), rates={}, to_currency="CNY") == Money(5, "CNY")


def test_without_a_rate_nothing_is_said() -> None:
    assert converted(money=Money(5, "USD"), rates={}, to_currency="CNY") is None
    assert converted(money=Money(5, "USD"), rates=rate("USD", "EUR", MICRO), to_currency="CNY") is None
    assert converted(money=Money(5, "XXX"), rates=rate("XXX", "CNY", MICRO), to_currency="CNY") is None


def test_a_rate_grows_stale() -> None:
    fresh, old = rate("USD", "CNY", 1, STALE_AFTER_DAYS), rate("USD", "CNY", 1, STALE_AFTER_DAYS + 1)
    assert (fresh["USD"].is_stale, old["USD"].is_stale) == (False, True)


CODES = st.sampled_from(["CNY", "USD", "JPY", "KWD", "CLF"])
MICROS = st.integers(1, 10**13)
MINOR = st.integers(-(10**13), 10**13)


@given(CODES, CODES, MICROS, st.lists(MINOR, max_size=6))
def test_parts_differ_from_the_whole_by_half_a_unit_each(one: str, to: str, micros: int, parts: list[int]) -> None:
    def of(minor: int) -> int:
        money = converted(money=Money(minor, one), rates=rate(one, to, micros), to_currency=to)
        assert money is not None
        return money.minor

    apart = abs(sum(of(part) for part in parts) - of(sum(parts)))
    assert 2 * apart <= len(parts) + 1


@given(CODES, CODES, MICROS, MINOR)
def test_there_and_back_stays_within_what_rounding_may_lose(one: str, to: str, micros: int, minor: int) -> None:
    """Within half a unit of the exact amount; so back by the exact inverse within half a unit there, as worth here."""
    there = converted(money=Money(minor, one), rates=rate(one, to, micros), to_currency=to)
    assert there is not None
    if one != to:
        decimals, wanted = exponent_of(currency=one) or 0, exponent_of(currency=to) or 0
        unit = MICRO * 10**decimals
        assert 2 * abs(there.minor * unit - minor * micros * 10**wanted) <= unit


@given(CODES, CODES, MICROS, MINOR, MINOR)
def test_more_money_never_becomes_less(one: str, to: str, micros: int, first: int, second: int) -> None:
    low, high = sorted((first, second))
    rates = rate(one, to, micros)
    less, more = (converted(money=Money(minor, one), rates=rates, to_currency=to) for minor in (low, high))
    assert less is not None and more is not None
    assert less.minor <= more.minor


@pytest.mark.parametrize(
    ("one", "to", "micros", "back", "minor"),
    [
        ("USD", "CNY", 7_000_000, 142_857, 7_000_000),
        ("JPY", "CNY", 50_000, 20_000_000, 5_000_000),
        ("CNY", "JPY", 20_000_000, 50_000, 200_000),
        ("IDR", "KWD", 1, 10**12, 10),
    ],
)
def test_a_rate_is_turned_round_and_told_by_minor_units(one: str, to: str, micros: int, back: int, minor: int) -> None:
    known = Rate(one, to, DAY, micros, "PBC")
    assert turned(rate=known) == Rate(to, one, DAY, back, "PBC")
    assert minor_micros(rate=known) == minor


def test_what_is_worth_next_to_nothing_is_still_worth_something() -> None:
    dear = Rate("USD", "CNY", DAY, 3 * 10**12, "")
    assert turned(rate=dear).micros == 1
    assert minor_micros(rate=Rate("CNY", "ZZZ", DAY, 5, "")) is None
