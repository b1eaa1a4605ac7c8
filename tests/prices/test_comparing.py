"""Billed against confirmed: by hand near the tolerance, by code or by name; the order of lines does not matter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.prices.rules.comparing import Billed, Confirmed, Deviation, Difference, differences, in_force, is_within
from huikuan.prices.rules.confirming import item_key

BY_CODE = item_key(item_code="P-1", name="", specification="")
BY_NAME = item_key(item_code="", name="水泵", specification="DN50")
SIGNED = Confirmed(3, "JG-001", date(2026, 1, 1), date(2026, 12, 31), {BY_CODE: 100_000_000, BY_NAME: 100_000_000})


def billed(price: int, line_id: int = 1, code: str = "P-1", quantity: int = 10_000_000) -> Billed:
    return Billed(line_id, code, "水泵", "DN50", quantity, price)


@pytest.mark.parametrize(
    ("price", "permille", "deviation", "effect"),
    [
        (100_000_000, 0, None, 0),
        (100_000_001, 0, Deviation.ABOVE, 0),
        (101_000_000, 10, None, 0),
        (101_000_001, 10, Deviation.ABOVE, 1_000),
        (99_000_000, 10, None, 0),
        (98_999_999, 10, Deviation.BELOW, -1_000),
        (80_000_000, 0, Deviation.BELOW, -20_000),  # 10 × (80 − 100) = −200.00
    ],
)
def test_prices_near_the_tolerance(price: int, permille: int, deviation: Deviation | None, effect: int) -> None:
    found = differences(billed=[billed(price)], confirmed=SIGNED, tolerance_permille=permille, currency="CNY")
    assert found == (() if deviation is None else (Difference(1, deviation, 3, 100_000_000, effect),))


def test_without_a_code_name_and_specification_decide() -> None:
    assert (
        differences(billed=[billed(100_000_000, code="")], confirmed=SIGNED, tolerance_permille=0, currency="CNY") == ()
    )
    other = Billed(1, "", "水泵", "DN80", 1_000_000, 100_000_000)
    found = differences(billed=[other], confirmed=SIGNED, tolerance_permille=0, currency="CNY")
    assert found == (Difference(1, Deviation.NOT_CONFIRMED, 3, None, 0),)


def test_an_unknown_code_falls_back_to_the_name() -> None:
    assert differences(
        billed=[billed(90_000_000, code="Z")], confirmed=SIGNED, tolerance_permille=0, currency="CNY"
    ) == (Difference(1, Deviation.BELOW, 3, 100_000_000, -10_000),)


def test_nothing_confirmed_at_all() -> None:
    found = differences(billed=[billed(1), billed(2, 2)], confirmed=None, tolerance_permille=0, currency="CNY")
    assert found == tuple(Difference(pk, Deviation.NO_CONFIRMATION, None, None, 0) for pk in (1, 2))


def test_of_several_the_one_that_began_last_holds() -> None:
    later = Confirmed(4, "JG-002", date(2026, 6, 1), date(2026, 12, 31), {})
    assert in_force(confirmed=[later, SIGNED], on=date(2026, 5, 31)) is SIGNED
    assert in_force(confirmed=[SIGNED, later], on=date(2026, 6, 1)) is later
    assert in_force(confirmed=[SIGNED, later], on=date(2027, 1, 1)) is None
    assert in_force(confirmed=[SIGNED], on=date(2025, 12, 31)) is None


@given(st.lists(st.integers(1, 10**10), min_size=1, max_size=8), st.integers(0, 500), st.randoms())
def test_the_order_of_lines_does_not_matter(prices: list[int], permille: int, random: object) -> None:
    lines = [billed(price, number) for number, price in enumerate(prices, 1)]
    mixed = sorted(lines, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = (
        differences(billed=some, confirmed=SIGNED, tolerance_permille=permille, currency="CNY")
        for some in (lines, mixed)
    )
    assert sorted(one, key=lambda row: row.line_id) == sorted(other, key=lambda row: row.line_id)


@given(st.integers(1, 10**15), st.integers(1, 10**15), st.integers(0, 499))
def test_a_wider_tolerance_never_finds_more(price: int, confirmed: int, permille: int) -> None:
    if is_within(price=price, confirmed=confirmed, tolerance_permille=permille):
        assert is_within(price=price, confirmed=confirmed, tolerance_permille=permille + 1)
