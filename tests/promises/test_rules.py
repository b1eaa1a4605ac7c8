"""Promises by themselves: faults, shares, and what came of them by the money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.promises.judged_rules import Change, Running, Unused, Used, judgements, owed_minor
from huikuan.promises.rules import (
    EXTENSION_TRANSITIONS,
    TRANSITIONS,
    Channel,
    Event,
    ExtensionState,
    OpenItem,
    PromiseDraft,
    PromisePolicy,
    State,
    draft_fault,
    held_through,
    policy_fault,
    shares_of,
)

TODAY = date(2026, 3, 2)
DRAFT = PromiseDraft(1, 2, "CNY", 1_000, date(2026, 3, 9), "高伟", Channel.CALL)
GROUP = (1, 2, "CNY")
PROMISE = Running(5, GROUP, 1_000, 990, date(2026, 3, 11), TODAY, (7, 8))
AFTER = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"amount_minor": 0}, "PROMISE_AMOUNT"),
        ({"day": date(2026, 3, 1)}, "PROMISE_DAY_PAST"),
        ({"day": date(2027, 3, 4)}, "PROMISE_DAY_FAR"),
        ({"said_by": " "}, "PROMISE_BY_WHOM"),
        ({"text": "长" * 2_001}, "PROMISE_TEXT_TOO_LONG"),
    ],
)
def test_what_is_wrong_with_a_promise(changes: dict[str, object], code: str) -> None:
    assert draft_fault(draft=replace(DRAFT, **changes), today=TODAY) == code  # type: ignore[arg-type]


def test_an_amount_goes_to_the_oldest_debts() -> None:
    items = [OpenItem(1, None, 50), OpenItem(2, date(2026, 2, 1), 70), OpenItem(3, date(2026, 1, 1), 30)]
    assert shares_of(amount_minor=110, items=items) == ((3, 30), (2, 70), (1, 10))


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), min_size=1, max_size=9))
def test_shares_conserve_the_amount(amount: int, opens: list[int]) -> None:
    items = [OpenItem(pk, TODAY + timedelta(days=pk % 3), minor) for pk, minor in enumerate(opens)]
    shares = shares_of(amount_minor=amount, items=items)
    assert sum(minor for _, minor in shares) == min(amount, sum(opens))
    assert all(0 < minor <= opens[pk] for pk, minor in shares)
    assert shares == shares_of(amount_minor=amount, items=reversed(items))


def test_a_promise_holds_through_its_grace_in_business_days() -> None:
    calendar = BusinessCalendar({})
    assert held_through(day=date(2026, 3, 6), policy=PromisePolicy(), calendar=calendar) == date(2026, 3, 10)


@pytest.mark.parametrize(("grace", "last"), [(0, date(2026, 3, 9)), (2, date(2026, 3, 11))])
def test_a_promised_day_that_is_not_worked_moves_on_before_its_grace_is_counted(grace: int, last: date) -> None:
    """Civil Code Art. 203: a Saturday and a Sunday move to Monday."""
    policy = replace(PromisePolicy(), grace_days=grace)
    for day in (date(2026, 3, 7), date(2026, 3, 8)):
        assert held_through(day=day, policy=policy, calendar=BusinessCalendar({})) == last


@pytest.mark.parametrize(
    ("used", "unused", "today", "event", "paid"),
    [
        ([], [], TODAY, None, 0),
        ([], [], date(2026, 3, 11), None, 0),
        ([], [], AFTER, Event.BREAK, 0),
        ([Used(7, TODAY, 990)], [], TODAY, Event.KEEP, 990),
        ([Used(7, TODAY, 989)], [], TODAY, None, 989),
        ([Used(7, TODAY, 989)], [], AFTER, Event.KEEP_IN_PART, 989),
        ([Used(7, TODAY, 500), Used(8, TODAY, 500)], [], TODAY, Event.KEEP, 1_000),
        ([Used(7, TODAY, 1_000), Used(7, TODAY, -1_000)], [], AFTER, Event.BREAK, 0),
        ([Used(9, TODAY, 1_000)], [], AFTER, Event.BREAK, 0),
        ([Used(7, date(2026, 3, 1), 1_000)], [], AFTER, Event.BREAK, 0),
        ([], [Unused(GROUP, TODAY, 2_000)], TODAY, Event.KEEP, 1_000),
        ([], [Unused(GROUP, date(2026, 3, 1), 2_000)], AFTER, Event.BREAK, 0),
        ([], [Unused((1, 2, "USD"), TODAY, 2_000)], AFTER, Event.BREAK, 0),
        ([Used(7, AFTER, 1_000)], [], AFTER, Event.BREAK, 0),
        ([], [Unused(GROUP, AFTER, 1_000)], AFTER, Event.BREAK, 0),
        ([Used(7, TODAY, 1_000, GROUP, act_id=0)], [], AFTER, Event.BREAK, 0),
        ([Used(9, TODAY, 1_000, GROUP)], [], AFTER, Event.BREAK, 0),
    ],
)
def test_money_decides(used: list[Used], unused: list[Unused], today: date, event: Event | None, paid: int) -> None:
    (one,) = judgements(promises=[PROMISE], used=used, unused=unused, today=today)
    assert (one.event, one.paid_minor) == (event, paid)


@pytest.mark.parametrize(
    ("state", "used", "today", "is_followed", "event"),
    [
        (State.KEPT, 1_000, AFTER, False, None),
        (State.KEPT, 990, TODAY, False, None),
        (State.KEPT, 0, TODAY, False, Event.REOPEN),
        (State.KEPT, 400, TODAY, False, Event.REOPEN),
        (State.KEPT, 0, TODAY, True, Event.BREAK),
        (State.KEPT, 0, AFTER, False, Event.BREAK),
        (State.KEPT, 400, AFTER, False, Event.KEEP_IN_PART),
        (State.PARTLY_KEPT, 0, AFTER, False, Event.BREAK),
        (State.PARTLY_KEPT, 400, AFTER, False, None),
        (State.PARTLY_KEPT, 1_000, AFTER, False, Event.KEEP),
        (State.BROKEN, 1_000, AFTER, False, Event.KEEP),
        (State.BROKEN, 400, AFTER, False, Event.KEEP_IN_PART),
        (State.BROKEN, 0, AFTER, False, None),
        (State.SUPERSEDED, 1_000, AFTER, False, None),
    ],
)
def test_a_kept_promise_is_judged_again_by_the_money_that_is_left(
    state: State, used: int, today: date, is_followed: bool, event: Event | None
) -> None:
    promise = replace(PROMISE, state=state, is_followed=is_followed)
    money = [Used(7, TODAY, used)] if used else []
    (one,) = judgements(promises=[promise], used=money, unused=[], today=today)
    assert one.event is event
    assert event is None or (state, event) in TRANSITIONS


def test_no_fen_keeps_two_promises() -> None:
    later = replace(PROMISE, id=6, receivable_ids=(9,))
    found = judgements(promises=[later, PROMISE], used=[], unused=[Unused(GROUP, TODAY, 1_300)], today=AFTER)
    assert [(one.promise_id, one.event, one.paid_minor) for one in found] == [
        (5, Event.KEEP, 1_000),
        (6, Event.KEEP_IN_PART, 300),
    ]


def test_nothing_left_to_pay_lets_a_running_promise_lapse_and_no_other() -> None:
    for state, event in ((State.RUNNING, Event.LAPSE), (State.BROKEN, None), (State.KEPT, None)):
        (one,) = judgements(promises=[replace(PROMISE, state=state, owed_minor=0)], used=[], unused=[], today=AFTER)
        assert one.event is event


def test_what_is_owed_of_a_promise_falls_by_credits_and_money_known_before_but_not_by_write_offs_or_late_money() -> (
    None
):
    promise = replace(PROMISE, act_id=5)
    before = Change(7, GROUP, 1, date(2026, 1, 1), 1_000)
    cases = [
        (Change(7, GROUP, 6, TODAY, -300), 700),
        (Change(7, GROUP, 6, AFTER, -300), 1_000),
        (Change(7, GROUP, 6, TODAY, -300, is_written_off=True), 1_000),
        (Change(7, GROUP, 6, TODAY, -300, money=(TODAY, 6)), 1_000),
        (Change(7, GROUP, 6, TODAY, -300, money=(date(2026, 3, 1), 6)), 700),
        (Change(7, GROUP, 6, TODAY, -300, money=(TODAY, 4)), 700),
    ]
    for change, owed in cases:
        assert owed_minor(promise=promise, shares=[(7, 1_000)], changes=[before, change]) == owed
        free = replace(promise, names_items=False)
        assert owed_minor(promise=free, shares=[], changes=[before, change]) == owed


def test_states_end_and_policies_are_bounded() -> None:
    assert {before for before, _ in TRANSITIONS} == {State.RUNNING, State.KEPT, State.PARTLY_KEPT, State.BROKEN}
    assert set(TRANSITIONS.values()) == set(State)
    assert all(event is Event.REOPEN for (_, event), after in TRANSITIONS.items() if after is State.RUNNING)
    assert set(EXTENSION_TRANSITIONS.values()) == set(ExtensionState) - {ExtensionState.ASKED}
    assert policy_fault(grace_days=31, kept_permille=990, guest_days=31) == "PROMISE_POLICY_GRACE"
    assert policy_fault(grace_days=0, kept_permille=499, guest_days=31) == "PROMISE_POLICY_KEPT"
    assert policy_fault(grace_days=30, kept_permille=1_000, guest_days=366) == ""
    assert {policy_fault(grace_days=2, kept_permille=990, guest_days=days) for days in (0, 367)} == {
        "PROMISE_POLICY_GUEST"
    }
