"""Counters of sign-in attempts: whom they count together, when they close (TRUST S20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huikuan.accounts.rules import SIGN_IN_WINDOW, sign_in_buckets, wait_of

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def keys(username: str, address: str, *, known: bool = False) -> set[str]:
    return {bucket.key for bucket in sign_in_buckets(username=username, address=address, known_device=known)}


def test_strangers_share_the_counters_of_account_and_address() -> None:
    first, second = keys("zhao", "192.0.2.1"), keys(" ZHAO ", "192.0.2.1")
    assert first == second
    assert len(first & keys("zhao", "192.0.2.2")) == 1  # the account's
    assert len(first & keys("qian", "192.0.2.1")) == 1  # the address's


def test_a_known_device_shares_only_its_address_with_strangers() -> None:
    assert len(keys("zhao", "192.0.2.1", known=True) & keys("zhao", "192.0.2.1")) == 1
    assert keys("zhao", "198.51.100.1", known=True).isdisjoint(keys("zhao", "192.0.2.1"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("not an address", "not an address", True),
    ],
)
def test_one_customer_line_is_one_address(one: str, other: str, same: bool) -> None:
    assert (keys("zhao", one) == keys("zhao", other)) is same


@pytest.mark.parametrize(
    ("attempts", "passed", "wait"),
    [
        (5, timedelta(0), None),
        (6, timedelta(0), SIGN_IN_WINDOW),
        (6, timedelta(minutes=14, seconds=59), timedelta(seconds=1)),
        (6, SIGN_IN_WINDOW, None),
        (6000, SIGN_IN_WINDOW, None),
    ],
)
def test_a_counter_closes_over_its_limit_and_opens_with_the_window(
    attempts: int, passed: timedelta, wait: timedelta | None
) -> None:
    assert wait_of(attempts=attempts, allowed=5, window_started_at=START, now=START + passed) == wait
