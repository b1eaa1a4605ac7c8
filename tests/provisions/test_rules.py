"""Loss rates and the allowance: golden cases by hand (RULES_CN §6.5, CAS 22 art. 48, IFRS 9 B5.5.35), and what always holds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.provisions.rules.allowance import (
    Assessed,
    allowance_of,
    charge_minor,
    lost_minor,
    percent_text,
    ppb_of,
)
from huikuan.provisions.rules.rates import (
    Average,
    BucketRate,
    Moved,
    NoRate,
    adjusted,
    flow_shares,
    migration_shares,
    migration_steps,
    moved_between,
    rises,
)

STEPS = tuple(Fraction(text) for text in ("0.12", "0.35", "0.50", "0.60", "0.80", "1"))
LOSSES = ["1.008", "8.4", "24", "48", "80", "100"]


def percents(rates: tuple[BucketRate, ...]) -> list[str | None]:
    return [None if rate.share is None else percent_text(share=rate.share) for rate in rates]


def test_flow_by_hand() -> None:
    rates = adjusted(shares=flow_shares(entered=[100_000_00, 50_000_00, 23_000_00, 8_000_00, 2_000_00]))
    assert percents(rates) == ["2", "4", "8.6957", "25", "100"]
    found = allowance_of(rates={"": rates}, balances={"": [300_000_00, 140_000_00, 60_000_00, 23_000_00, 5_000_00]})
    assert [line.allowance_minor for line in found.lines] == [6_000_00, 5_600_00, 5_217_39, 5_750_00, 5_000_00]
    assert found.total_minor == 27_567_39 and found.balance_minor == 528_000_00


def test_flow_where_some_of_the_last_bucket_was_paid() -> None:
    assert flow_shares(entered=[1_000, 200], never_paid=50) == (Fraction(1, 20), Fraction(1, 4))


def test_migration_by_hand() -> None:
    assert percents(adjusted(shares=migration_shares(steps=STEPS))) == LOSSES
    half = migration_shares(steps=STEPS, final_loss=Fraction(1, 2))
    assert percent_text(share=half[-1] or Fraction(0)) == "50"


def test_ifrs_9_illustrative_example() -> None:
    shares = [Fraction(text) for text in ("0.003", "0.016", "0.036", "0.066", "0.106")]
    balances = [15_000_000_00, 7_500_000_00, 4_000_000_00, 2_500_000_00, 1_000_000_00]
    assert allowance_of(rates={"": adjusted(shares=shares)}, balances={"": balances}).total_minor == 580_000_00


@pytest.mark.parametrize("last", [0, 700])
def test_two_year_ends_give_the_migration_rates(last: int) -> None:
    before, after = [1_000, 1_000, 1_000, 1_000, 1_000, last], [900, 120, 350, 500, 600, 800 + last]
    steps = migration_steps(years=[moved_between(before=before, after=after)])
    assert steps == STEPS
    assert percents(adjusted(shares=migration_shares(steps=steps), steps=steps)) == LOSSES


def test_a_last_bucket_that_shrank_gives_the_most_that_can_have_moved() -> None:
    moved = moved_between(before=[100, 100, 900], after=[50, 20, 60])
    assert moved[1] == Moved(60, 100, is_bound=True) and moved[1].share == Fraction(3, 5)
    assert moved_between(before=[100, 10, 900], after=[50, 20, 60])[1].share == 1  # never more than all of it
    assert moved_between(before=[7], after=[9]) == (Moved(1, 1),)


@pytest.mark.parametrize(("average", "expected"), [(Average.SIMPLE, "3/10"), (Average.WEIGHTED, "1/4")])
def test_years_are_averaged_each_the_same_or_by_balance(average: Average, expected: str) -> None:
    years = [[Moved(40, 100), Moved(1, 1)], [Moved(60, 300), Moved(1, 1)], [Moved(0, 0), Moved(1, 1)]]
    assert migration_steps(years=years, average=average)[0] == Fraction(expected)


def test_nothing_entered_is_no_rate_with_its_reason_and_never_nought() -> None:
    rates = adjusted(shares=flow_shares(entered=[100, 0, 5]))
    assert rates[1] == BucketRate(None, None, why_none=NoRate.NOTHING_ENTERED) and rates[2].share == 1
    found = allowance_of(rates={"": rates}, balances={"": [10, 1, 1]})
    assert found.total_minor is None and [line.bucket for line in found.unknown] == [1]
    assert allowance_of(rates={"": rates}, balances={"": [100, 0, 1]}).total_minor == 6
    steps = (Fraction(1, 2), None, Fraction(1))
    assert [rate.why_none for rate in adjusted(shares=migration_shares(steps=steps), steps=steps)] == [
        NoRate.LATER_BUCKET_UNKNOWN, NoRate.NOTHING_ENTERED, None,
    ]  # fmt: skip


def test_forward_factor_cap_and_rising_are_shown_where_they_changed_a_rate() -> None:
    rates = adjusted(shares=[Fraction(1, 10), Fraction(1, 20), Fraction(19, 20)], forward=Fraction(1, 5))
    assert [rate.share for rate in rates] == [Fraction(3, 25), Fraction(3, 25), Fraction(1)]
    assert [(rate.is_capped, rate.is_raised) for rate in rates] == [(False, False), (False, True), (True, False)]
    assert rates[1].historic == Fraction(1, 20)


def test_segments_have_their_own_rates_and_named_customers_leave_the_matrix() -> None:
    rates = {"": adjusted(shares=[Fraction(1, 100)]), "华东": adjusted(shares=[Fraction(1, 2)])}
    named = [Assessed(7, 1_000, 400), Assessed(3, 100, 150)]
    found = allowance_of(rates=rates, balances={"华东": [1_000], "华北": [1_000]}, assessed=named)
    assert {line.segment: line.allowance_minor for line in found.lines} == {"华东": 500, "华北": 10}
    assert [one.allowance_minor for one in found.assessed] == [0, 600] and found.total_minor == 1_110


def test_what_is_charged_is_what_is_missing_after_write_offs() -> None:
    assert charge_minor(allowance_minor=900, previous_minor=1_000, used_minor=300) == 200
    assert charge_minor(allowance_minor=500, previous_minor=1_000, used_minor=300) == -200


def test_rates_are_written_half_up() -> None:
    texts = [percent_text(share=Fraction(*pair)) for pair in ((2, 23), (1, 1), (0, 1), (1, 2_000_000), (-1, 3))]
    assert texts == ["8.6957", "100", "0", "0.0001", "-33.3333"]
    assert ppb_of(share=Fraction(2, 23)) == 86_956_522


SHARES = st.lists(st.one_of(st.none(), st.fractions(0, 2)), min_size=1, max_size=8)
FORWARD = st.fractions(-1, 3)


@settings(max_examples=100)
@given(shares=SHARES, forward=FORWARD, data=st.data())
def test_rates_rise_within_one_and_the_allowance_with_the_balances(
    shares: list[Fraction | None], forward: Fraction, data: st.DataObject
) -> None:
    rates = adjusted(shares=shares, forward=forward)
    assert rises(rates=rates)
    assert all(0 <= rate.share <= 1 for rate in rates if rate.share is not None)
    assert [rate.share is None for rate in rates] == [share is None for share in shares]
    least = [0 if rate.share is None else 1 for rate in rates]
    some = [data.draw(st.integers(0, 10**9)) * one for one in least]
    more = [minor + data.draw(st.integers(0, 10**9)) * one for minor, one in zip(some, least, strict=True)]
    lower, higher = (allowance_of(rates={"": rates}, balances={"": each}) for each in (some, more))
    assert lower.total_minor == sum(line.allowance_minor or 0 for line in lower.lines)
    assert 0 <= (lower.total_minor or 0) <= (higher.total_minor or 0) <= higher.balance_minor


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=2, max_size=4))
def test_migration_rates_lie_within_one(years: list[list[int]]) -> None:
    pairs = [moved_between(before=before, after=after) for before, after in pairwise(years)]
    for average in Average:
        steps = migration_steps(years=pairs, average=average)
        assert all(0 <= step <= 1 for step in steps if step is not None) and steps[-1] == 1


def test_the_rounding_is_half_up_once() -> None:
    assert lost_minor(balance_minor=1, share=Fraction(1, 2)) == 1
    assert lost_minor(balance_minor=1, share=Fraction(49, 100)) == 0
