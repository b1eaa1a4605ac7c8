"""Who decides what: tiers by amount, four eyes, the one way out of WAITING."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.accounts.rules import VERBS_OF_ROLE, verbs_of
from huikuan.approvals.rules import (
    SHIPPED_TIERS,
    TRANSITIONS,
    RequestDraft,
    RequestEvent,
    RequestKind,
    RequestState,
    Tier,
    Tiers,
    decision_fault,
    draft_fault,
    held_roles,
    in_force,
    roles_that_decide,
    state_on,
    tiers_fault,
    widened_for,
)
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role, Verb

TODAY = date(2026, 3, 2)
MANAGER, DIRECTOR, SALES = Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR, Role.SALES_MANAGER
LIMIT = SHIPPED_TIERS[RequestKind.LIMIT]
AMOUNTS = st.integers(0, 10**13)


def tiers(*steps: tuple[int, Role], number: int = 1, valid_from: date | None = TODAY, source: str = "x") -> Tiers:
    rows = tuple(Tier(minor, frozenset({role})) for minor, role in steps)
    return Tiers(RequestKind.LIMIT, number, valid_from, source, rows)


def actor(role: Role, user_id: int = 1, kind: ActorKind = ActorKind.PERSON) -> Actor:
    return Actor("x", kind, user_id, verbs_of(roles=[role]), roles=frozenset({role}))


def draft(**more: object) -> RequestDraft:
    values: dict[str, object] = {
        "kind": RequestKind.LIMIT,
        "subject_id": 1,
        "customer_id": None,
        "company_id": None,
        "amount_minor": 1,
        "currency": "CNY",
        "title_code": "T",
        "reason": "旺季备货",
    }
    return RequestDraft(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minor", "currency", "named", "expected"),
    [
        (0, "CNY", None, {MANAGER, DIRECTOR}),
        (50_000_000, "CNY", None, {MANAGER, DIRECTOR}),  # 500,000.00 itself is the credit manager's
        (50_000_001, "CNY", None, {DIRECTOR}),
        (10**13, "CNY", None, {DIRECTOR}),
        (1, "USD", None, {DIRECTOR}),  # tiers speak of CNY: another currency asks for the highest (D11)
        (None, "", None, {DIRECTOR}),  # none is not zero (D12)
        (None, "", {SALES}, {SALES}),
        (1, "CNY", {SALES}, {MANAGER, DIRECTOR}),  # tiers go before named roles
    ],
)
def test_the_tier_of_the_amount_decides(minor, currency, named, expected):
    roles = None if named is None else frozenset(named)
    assert roles_that_decide(tiers=LIMIT, amount_minor=minor, currency=currency, named=roles) == expected


def test_without_tiers_the_named_roles_decide_and_without_both_nobody():
    assert roles_that_decide(tiers=None, amount_minor=1, currency="CNY", named=frozenset({SALES})) == {SALES}
    assert roles_that_decide(tiers=None, amount_minor=1, currency="CNY", named=None) == frozenset()


@given(first=AMOUNTS, second=AMOUNTS)
def test_more_money_never_asks_for_less_by_the_shipped_tiers(first, second):
    less, more = sorted((first, second))
    small = roles_that_decide(tiers=LIMIT, amount_minor=less, currency="CNY", named=None)
    assert roles_that_decide(tiers=LIMIT, amount_minor=more, currency="CNY", named=None) <= small


@given(st.permutations([(0, SALES), (100, MANAGER), (1_000, DIRECTOR)]), AMOUNTS)
def test_the_order_in_which_tiers_are_written_does_not_matter(steps, minor):
    expected = DIRECTOR if minor >= 1_000 else MANAGER if minor >= 100 else SALES
    found = roles_that_decide(tiers=tiers(*steps), amount_minor=minor, currency="CNY", named=None)
    assert found == {expected}


@pytest.mark.parametrize(
    ("who", "asked_by", "code"),
    [
        (actor(MANAGER, 1), 2, None),
        (actor(MANAGER, 1), None, None),  # the system asked: a re-rating
        (actor(MANAGER, 1), 1, "APPROVER_IS_REQUESTER"),
        (actor(MANAGER, 1, ActorKind.TOKEN), 1, "APPROVER_IS_REQUESTER"),  # his token is he
        (actor(Role.SALESPERSON, 1), 2, "APPROVER_ROLE"),
        (SYSTEM, 2, "APPROVER_ROLE"),
    ],
)
def test_who_may_not_decide_and_why(who, asked_by, code):
    held = held_roles(actor=who, verbs_of=VERBS_OF_ROLE)
    fault = decision_fault(actor=who, held=held, allowed=frozenset({MANAGER}), requested_by_id=asked_by)
    assert (fault.code if fault else None) == code


def test_a_token_that_only_reads_holds_no_role():
    reading = Actor("x", ActorKind.TOKEN, 1, frozenset({Verb.VIEW}), roles=frozenset({DIRECTOR}))
    assert held_roles(actor=reading, verbs_of=VERBS_OF_ROLE) == frozenset()


def test_only_what_waits_has_a_way_out():
    assert {state for state, _ in TRANSITIONS} == {RequestState.WAITING}
    assert {event for _, event in TRANSITIONS} == set(RequestEvent)
    assert set(TRANSITIONS.values()) == set(RequestState) - {RequestState.WAITING}


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (RequestState.WAITING, None, RequestState.WAITING),
        (RequestState.WAITING, 0, RequestState.WAITING),  # the last day counts
        (RequestState.WAITING, -1, RequestState.EXPIRED),
        (RequestState.APPROVED, -1, RequestState.APPROVED),
    ],
)
def test_a_request_is_over_the_day_after_its_last(state, days, expected):
    until = None if days is None else TODAY + timedelta(days)
    assert state_on(state=state, expires_on=until, today=TODAY) is expected


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, None),
        ({"amount_minor": 0}, None),
        ({"amount_minor": None, "currency": ""}, None),
        ({"expires_on": TODAY}, None),
        ({"amount_minor": -1}, "REQUEST_AMOUNT"),
        ({"amount_minor": 10**13 + 1}, "REQUEST_AMOUNT"),
        ({"currency": ""}, "REQUEST_CURRENCY"),
        ({"reason": "  "}, "REQUEST_REASON_MISSING"),
        ({"reason": "x" * 1_001}, "REQUEST_REASON_LONG"),
        ({"expires_on": TODAY - timedelta(1)}, "REQUEST_OVER"),
    ],
)
def test_a_bad_draft_says_what_is_wrong(more, code):
    fault = draft_fault(draft=draft(**more), today=TODAY)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    ("faulty", "code"),
    [
        (tiers((0, MANAGER), (5, DIRECTOR)), None),
        (tiers(), "TIERS_FROM_ZERO"),
        (tiers((1, MANAGER)), "TIERS_FROM_ZERO"),
        (tiers((-1, MANAGER), (0, MANAGER)), "TIERS_FROM_ZERO"),
        (tiers((0, MANAGER), (10**13 + 1, DIRECTOR)), "TIER_AMOUNT"),
        (tiers((0, MANAGER), (0, DIRECTOR)), "TIER_TWICE"),
        (tiers((0, MANAGER), source=" "), "TIERS_SOURCE_MISSING"),
        (Tiers(RequestKind.LIMIT, 1, None, "x", (Tier(0, frozenset()),)), "TIER_WITHOUT_ROLE"),
    ],
)
def test_faulty_tiers(faulty, code):
    fault = tiers_fault(tiers=faulty)
    assert (fault.code if fault else None) == code


def test_what_somebody_would_give_himself_is_found():
    now = tiers((0, MANAGER), (100, DIRECTOR))
    wider = tiers((0, MANAGER), (900, DIRECTOR))
    assert widened_for(before=now, after=wider, roles=frozenset({MANAGER})) == 100
    assert widened_for(before=wider, after=now, roles=frozenset({MANAGER})) is None
    assert widened_for(before=wider, after=now, roles=frozenset({DIRECTOR})) == 100
    assert widened_for(before=None, after=now, roles=frozenset({MANAGER})) == 0
    assert widened_for(before=now, after=wider, roles=frozenset({Role.ADMINISTRATOR})) is None


def test_the_newest_version_that_has_begun_holds():
    first, second = tiers((0, MANAGER), valid_from=None), tiers((0, DIRECTOR), number=2)
    assert in_force(versions=[second, first], on=TODAY - timedelta(1)) == first
    assert in_force(versions=[first, second], on=TODAY) == second
    assert in_force(versions=[], on=TODAY) is None
