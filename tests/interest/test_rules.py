"""Properties of late-payment interest: parts and splits give the same exact sum, segments add up, ranges stay disjoint."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.interest.rules.accruing import (
    Bearing,
    Pause,
    PauseReason,
    bearing_of,
    free_ranges,
    overlapping,
    pieces,
    priced,
)
from huikuan.interest.rules.bases import Basis, Fault, PrimeRates, RateStep, Terms, rate_steps

START = date(2024, 1, 1)
days = st.integers(0, 900).map(lambda number: START + timedelta(days=number))
ranges = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
amounts = st.integers(1, 10**11)
moves = st.lists(st.tuples(days, st.integers(-(10**9), 10**9)), max_size=6)
pauses = st.lists(ranges.map(lambda one: Pause(*one, PauseReason.AGREED)), max_size=2)


def steps_of() -> tuple[RateStep, ...]:
    found = rate_steps(terms=Terms(Basis.LPR_SEGMENTS), default_on=START, prime=PrimeRates())
    assert not isinstance(found, Fault)
    return found


STEPS = steps_of()


def exact(*, span, bearing, stopped=()):
    found = pieces(days=span, bearing=bearing, steps=STEPS, pauses=stopped, year_days=365)
    return sum((one.exact for one in found), Fraction(0))


@settings(max_examples=100, deadline=None)
@given(span=ranges, moved=moves, stopped=pauses, cut=days)
def test_a_range_cut_at_any_day_gives_the_same_sum(span, moved, stopped, cut) -> None:
    bearing = bearing_of(moves=moved)
    whole = exact(span=span, bearing=bearing, stopped=stopped)
    if span[0] < cut <= span[1]:
        before, after = (span[0], cut - timedelta(days=1)), (cut, span[1])
        parts = exact(span=before, bearing=bearing, stopped=stopped) + exact(
            span=after, bearing=bearing, stopped=stopped
        )
        assert parts == whole
    priced_whole = priced(pieces=pieces(days=span, bearing=bearing, steps=STEPS, pauses=stopped, year_days=365))
    assert sum(one.interest_minor for one in priced_whole.segments) == priced_whole.interest_minor
    assert abs(priced_whole.interest_minor - whole) <= Fraction(1, 2)
    assert all(one.interest_minor >= 0 for one in priced_whole.segments)


@settings(max_examples=100, deadline=None)
@given(
    span=ranges,
    paid=st.lists(st.tuples(days, amounts), min_size=1, max_size=5),
    rest=st.integers(0, 10**9),
)
def test_interest_with_payments_is_the_sum_of_the_interest_of_the_parts(span, paid, rest) -> None:
    """Each part bears interest through the day it is paid, the rest to the end; paying erases nothing (FEATURES D18)."""
    principal = sum(minor for _, minor in paid) + rest
    bearing = bearing_of(moves=[(START - timedelta(days=1), principal), *((day, -minor) for day, minor in paid)])
    of_parts = exact(span=span, bearing=(Bearing(START, rest),))
    for day, minor in paid:
        if day >= span[0]:
            of_parts += exact(span=(span[0], min(day, span[1])), bearing=(Bearing(START, minor),))
    assert exact(span=span, bearing=bearing) == of_parts


@settings(max_examples=100, deadline=None)
@given(span=ranges, taken=st.lists(ranges, max_size=6))
def test_free_days_are_those_that_nothing_took(span, taken) -> None:
    free = free_ranges(days=span, taken=taken)
    shown = {first + timedelta(days=n) for first, last in free for n in range((last - first).days + 1)}
    every = {span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)}
    assert shown == {day for day in every if not any(one[0] <= day <= one[1] for one in taken)}
    assert overlapping(ranges=free) is None
    assert all(one[1] < other[0] for one, other in pairwise(free))


def test_a_payment_day_is_still_late() -> None:
    """Due on the 10th, paid on the 11th: one day late, one day of interest."""
    bearing = bearing_of(moves=[(date(2024, 1, 1), 365_000), (date(2024, 1, 11), -365_000)])
    found = pieces(days=(date(2024, 1, 11), date(2024, 2, 1)), bearing=bearing, steps=STEPS, pauses=(), year_days=365)
    assert [(one.from_day, one.through_day) for one in found] == [(date(2024, 1, 11), date(2024, 1, 11))]


def test_no_interest_from_the_day_a_petition_is_accepted() -> None:
    stopped = (Pause(date(2024, 1, 5), None, PauseReason.BANKRUPTCY),)
    found = pieces(
        days=(date(2024, 1, 2), date(2024, 1, 31)),
        bearing=(Bearing(START, 100),),
        steps=STEPS,
        pauses=stopped,
        year_days=365,
    )
    assert [(one.from_day.day, one.through_day.day, one.pause, bool(one.exact)) for one in found] == [
        (2, 4, None, True),
        (5, 31, PauseReason.BANKRUPTCY, False),
    ]


def test_two_ranges_that_share_a_day_are_found() -> None:
    one, other = (date(2024, 1, 1), date(2024, 1, 5)), (date(2024, 1, 5), date(2024, 1, 9))
    assert overlapping(ranges=[other, one]) == (one, other)
