"""Whom unknown money concerns, and what a claim must hold."""

from __future__ import annotations

import pytest

from huikuan.claims.rules import MOST_WITH_AMOUNT, Concern, Unknown, concerned, masked

SALESPEOPLE = {10: 1, 11: 1, 20: 2, 30: 3}


def money(*proposed: int) -> Unknown:
    return Unknown(5, 1, "CNY", 88_000, proposed)


@pytest.mark.parametrize(
    ("proposed", "owing", "told"),
    [
        ((10, 20), (), {1: Concern.PROPOSED, 2: Concern.PROPOSED}),
        ((10,), (11, 20), {1: Concern.PROPOSED, 2: Concern.AMOUNT_OPEN}),
        ((), (30,), {3: Concern.AMOUNT_OPEN}),
        ((), (), dict.fromkeys((1, 2, 3), Concern.NOBODY_KNOWN)),
        ((99,), (), dict.fromkeys((1, 2, 3), Concern.NOBODY_KNOWN)),
        ((), range(10, 11 + MOST_WITH_AMOUNT), dict.fromkeys((1, 2, 3), Concern.NOBODY_KNOWN)),
    ],
)
def test_whom_it_concerns(proposed, owing, told):
    found = concerned(
        money=money(*proposed), owing_the_amount=tuple(owing), salespeople=SALESPEOPLE, everybody=(1, 2, 3)
    )
    assert found == told


@pytest.mark.parametrize(("account", "told"), [("6222020000001234", "…1234"), ("1234", "1234"), ("", "")])
def test_of_an_account_the_last_digits_are_told(account, told):
    assert masked(account=account) == told
