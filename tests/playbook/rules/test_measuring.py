"""Success is counted from money in time; an interval says how little a few cases mean."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.playbook.rules.measuring import (
    AskedItem,
    MeasurePolicy,
    Money,
    Paid,
    Tally,
    interval,
    measured,
    paid_in_time,
    policy_fault,
)

POLICY = MeasurePolicy()
USED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("successes", "cases", "bounds"),
    [
        # z² = 3.841459; 8 of 10: middle 0.992073, reach 0.314082 → (0.716708 ± …) = 0.4902 and 0.9433
        (8, 10, (490, 944)),
        (0, 20, (0, 162)),  # upper z²/(n + z²) = 3.841459 / 23.841459 = 0.16113
        (20, 20, (838, 1_000)),  # lower n/(n + z²) = 20 / 23.841459 = 0.83888
        (15, 20, (531, 889)),  # 0.53130 and 0.88814
        (1, 1, (206, 1_000)),  # 1 / 4.841459 = 0.20655
        (50, 100, (403, 597)),  # ½ ± 1.959964·√(0.0025 + 3.841459/40000)/1.03841459 = ½ ± 0.09617
        (0, 0, (0, 1_000)),
    ],
)
def test_the_interval_is_wilsons(successes: int, cases: int, bounds: tuple[int, int]) -> None:
    assert interval(successes=successes, cases=cases) == bounds


@settings(max_examples=60)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors_failures(drawn: tuple[int, int]) -> None:
    successes, cases = drawn
    low, high = interval(successes=successes, cases=cases)
    assert 0 <= low <= Fraction(successes * 1_000, cases) <= high <= 1_000
    assert interval(successes=cases - successes, cases=cases) == (1_000 - high, 1_000 - low)


def test_below_the_policys_number_nothing_is_said_but_how_many() -> None:
    few = Tally("EVIDENCE", "", "", "TO_30", 19, 19)
    found = measured(tallies=[few], policy=POLICY)
    assert (found.cases, found.is_enough, found.share_permille, found.low_permille) == (19, False, None, None)
    enough = measured(tallies=[few, Tally("EVIDENCE", "", "B", "TO_60", 1, 0)], policy=POLICY)
    assert (enough.cases, enough.is_enough, enough.share_permille) == (20, True, 950)


def test_from_the_day_of_the_next_use_on_money_is_that_ones() -> None:
    next_day = USED + timedelta(days=5)
    items = [AskedItem(1, 70_000, next_day), AskedItem(2, 30_000)]
    money = [Money(1, next_day - timedelta(days=1), 20_000), Money(1, next_day, 40_000), Money(2, next_day, 30_000)]
    assert paid_in_time(items=items, money=money, used_on=USED, policy=POLICY).paid_minor == 50_000
    same_day = [AskedItem(1, 70_000, USED)]
    assert paid_in_time(items=same_day, money=[Money(1, USED, 70_000)], used_on=USED, policy=POLICY).paid_minor == 0


@pytest.mark.parametrize(
    ("money", "paid"),
    [
        ([Money(1, USED, 60_000)], Paid(60_000, 600, has_succeeded=True)),
        ([Money(1, date(2026, 4, 1), 50_000)], Paid(50_000, 500, has_succeeded=True)),  # the 30th day
        ([Money(1, date(2026, 4, 2), 60_000)], Paid(0, 0, has_succeeded=False)),
        ([Money(1, date(2026, 3, 1), 60_000)], Paid(0, 0, has_succeeded=False)),  # the day before the contact
        ([Money(1, USED, 60_000), Money(1, USED, -60_000)], Paid(0, 0, has_succeeded=False)),  # it bounced
        ([Money(1, USED, 90_000)], Paid(70_000, 700, has_succeeded=True)),  # not more than was open of it
        ([Money(9, USED, 90_000)], Paid(0, 0, has_succeeded=False)),  # another debt
        ([], Paid(0, 0, has_succeeded=False)),
    ],
)
def test_only_money_in_time_for_these_items_counts(money: list[Money], paid: Paid) -> None:
    items = [AskedItem(1, 70_000), AskedItem(2, 30_000)]
    assert paid_in_time(items=items, money=money, used_on=USED, policy=POLICY) == paid


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (MeasurePolicy(0, 1, 1, 2), None),
        (MeasurePolicy(0, 0, 500, 20), "MEASURE_DAYS"),
        (MeasurePolicy(0, 181, 500, 20), "MEASURE_DAYS"),
        (MeasurePolicy(0, 30, 0, 20), "MEASURE_SHARE"),
        (MeasurePolicy(0, 30, 1_001, 20), "MEASURE_SHARE"),
        (MeasurePolicy(0, 30, 500, 1), "MEASURE_CASES"),
    ],
)
def test_the_policy_is_bounded(policy: MeasurePolicy, fault: str | None) -> None:
    assert policy_fault(policy=policy) == fault
