"""Calls are counted by minute and key; an address is the caller's, not what he says it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from huikuan.api.limits import MOST_KEYS, Counter, caller_network
from tests.books import NOW


def at(seconds: float):
    return NOW + timedelta(seconds=seconds)


def test_calls_within_a_minute():
    counter = Counter(allowed=lambda: 2)
    taken = [counter.take(key="a", now=at(second)) for second in (0, 10, 20, 59.5, 60, 61, 62)]
    assert taken == [0, 0, 40, 1, 0, 0, 58]


def test_one_key_leaves_another_its_calls():
    counter = Counter(allowed=lambda: 1)
    assert [counter.take(key=key, now=NOW) for key in "aba"] == [0, 0, 60]


def test_looking_counts_nothing():
    counter = Counter(allowed=lambda: 1)
    assert [counter.seconds_closed(key="a", now=NOW) for _ in range(3)] == [0, 0, 0]
    counter.take(key="a", now=NOW)
    assert counter.seconds_closed(key="a", now=at(15)) == 45


@given(st.lists(st.integers(min_value=0, max_value=59), max_size=30), st.integers(min_value=1, max_value=10))
def test_a_minute_never_holds_more_than_allowed(seconds: list[int], allowed: int) -> None:
    counter = Counter(allowed=lambda: allowed)
    taken = [counter.take(key="a", now=at(second)) for second in sorted(seconds)]
    assert taken.count(0) == min(allowed, len(seconds))


def test_memory_is_bounded():
    counter = Counter(allowed=lambda: 1)
    for number in range(MOST_KEYS + 5_000):
        counter.take(key=str(number), now=NOW)
    assert len(counter._windows) <= MOST_KEYS + 1


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # not our proxy: what it forwards is not believed
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
        ("", "", ""),
        ("unix:" + "x" * 100, "", "unix:" + "x" * 55),
    ],
)
def test_whose_call_it_is(settings, remote: str, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    assert caller_network(request=request) == expected
