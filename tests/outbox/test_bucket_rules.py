"""Token buckets: in no window does a robot get more than it takes, whatever the moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huikuan.outbox.bucket_rules import RATES, Bucket, Rate, filled, next_token, taken
from huikuan.outbox.rules import ROBOTS

START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def moments_taken(rate: Rate, steps: list[int]) -> list[datetime]:
    """The moments at which a token was there, for somebody who asks after each of the steps (milliseconds)."""
    bucket, now, found = None, START, []
    for step in steps:
        now += timedelta(milliseconds=step)
        bucket = filled(bucket=bucket, rate=rate, now=now)
        less = taken(bucket=bucket)
        if less is not None:
            bucket = less
            found.append(now)
    return found


@given(
    st.sampled_from([rate for rates in RATES.values() for rate in rates]), st.lists(st.integers(0, 4_000), max_size=400)
)
def test_never_more_in_any_window(rate: Rate, steps: list[int]) -> None:
    found = moments_taken(rate, steps)
    for place, first in enumerate(found):
        assert sum(one - first < rate.window for one in found[place:]) <= rate.most


def test_asked_all_the_time_half_the_rate_flows() -> None:
    rate = RATES[ROBOTS[0]][0]
    found = moments_taken(rate, [100] * 6_000)  # ten minutes
    assert len(found) == 10 + 99


def test_an_empty_bucket_says_when_the_next_one_is_there() -> None:
    rate = Rate(20, timedelta(minutes=1))
    empty = Bucket(0, START)
    again = next_token(bucket=empty, rate=rate)
    assert again == START + timedelta(seconds=6)
    assert filled(bucket=empty, rate=rate, now=again).tokens == 1
    assert filled(bucket=empty, rate=rate, now=again - timedelta(microseconds=1)).tokens == 0


def test_a_clock_that_goes_back_fills_nothing() -> None:
    rate = Rate(20, timedelta(minutes=1))
    assert filled(bucket=Bucket(0, START), rate=rate, now=START - timedelta(hours=1)) == Bucket(0, START)


def test_a_window_that_does_not_divide_is_rounded_against_us() -> None:
    rate = Rate(7, timedelta(seconds=1))
    assert rate.fill_time * (rate.most - rate.capacity) >= rate.window
