"""Kept rates by hand: those replaced by their day, cancelled and running ones are out, partly kept ones are due and not kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huikuan.promises.kept_rules import Ended, KeptRate, kept_rate, kept_rates
from huikuan.promises.rules import State

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def one(state: State, minor: int = 100, day: date = FIRST) -> Ended:
    return Ended(state, day, minor, 0)


def test_by_hand() -> None:
    given_ = [
        one(State.KEPT, 300),
        one(State.KEPT, 100, LAST),
        one(State.PARTLY_KEPT, 200),
        one(State.BROKEN, 400),
        one(State.RUNNING, 9_000),
        one(State.SUPERSEDED, 9_000),
        one(State.CANCELLED, 9_000),
        one(State.BROKEN, 9_000, FIRST - timedelta(days=1)),
        one(State.BROKEN, 9_000, LAST + timedelta(days=1)),
    ]
    found = kept_rate(promises=given_, first=FIRST, last=LAST)
    assert found == KeptRate(due=4, kept=2, partly=1, due_minor=1_000, kept_minor=400)
    assert (found.broken, found.permille, found.permille_of_amount) == (1, 500, 400)


def test_one_replaced_after_its_day_is_what_its_money_made_of_it() -> None:
    after = FIRST + timedelta(days=1)
    given_ = [
        Ended(State.SUPERSEDED, FIRST, 100, paid, ended_on)
        for paid, ended_on in ((0, after), (40, after), (100, after), (0, FIRST))
    ]
    found = kept_rate(promises=given_, first=FIRST, last=LAST)
    assert found == KeptRate(due=3, kept=1, partly=1, due_minor=300, kept_minor=100)
    assert found.broken == 1


def test_none_came_due_is_no_rate() -> None:
    found = kept_rate(promises=[one(State.RUNNING)], first=FIRST, last=LAST)
    assert (found.due, found.permille, found.permille_of_amount) == (0, None, None)
    assert kept_rates(promises=[("甲", one(State.RUNNING))], first=FIRST, last=LAST) == {}


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(State), st.integers(1, 10**13))))
def test_groups_add_up_to_the_whole_in_any_order(rows: list[tuple[str, State, int]]) -> None:
    keyed = [(name, one(state, minor)) for name, state, minor in rows]
    parts = kept_rates(promises=keyed, first=FIRST, last=LAST)
    whole = kept_rate(promises=[each for _, each in reversed(keyed)], first=FIRST, last=LAST)
    assert sum(part.due for part in parts.values()) == whole.due
    assert sum(part.kept_minor for part in parts.values()) == whole.kept_minor
    assert whole.broken >= 0 and whole.kept_minor <= whole.due_minor
