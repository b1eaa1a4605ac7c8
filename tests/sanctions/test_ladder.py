"""The ladder: one rung after another, no gap shortened, nothing while disputed, promised or planned; controlled shipping."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import huikuan.sanctions as room
from huikuan.sanctions.rules.ladder import Debtor, Item, Past, climb_refusal, left_to_pay, next_rung
from huikuan.sanctions.rules.policy import Entry, Step, policy_fault, policy_from
from huikuan.sanctions.rules.rungs import LADDER, LIVE, TAKEN, Rung, State
from huikuan.sanctions.rules.shipping import Control, allowed_minor, is_allowed

TODAY = date(2026, 3, 20)
POLICY = policy_from(
    number=0, content=json.loads((Path(room.__file__).parent / "default_ladders.json").read_text(encoding="utf-8"))
)
LATE = Item(1, TODAY - timedelta(days=30), 500_000, "CNY")
DEBTOR = Debtor("STANDARD", is_malicious=False, items=(LATE,))
FIRST = Past(Rung.DEMAND_1, State.NOTIFIED, TODAY - timedelta(days=10))


def said(debtor: Debtor) -> tuple[Rung | None, list[str]]:
    climb = next_rung(debtor=debtor, policy=POLICY, today=TODAY)
    return climb.rung, [one.code for one in climb.reasons]


@pytest.mark.parametrize(
    ("debtor", "rung", "codes"),
    [
        (DEBTOR, Rung.DEMAND_1, ["LADDER_REACHED"]),
        (replace(DEBTOR, past=(FIRST,)), Rung.DEMAND_2, ["LADDER_REACHED"]),
        (replace(DEBTOR, past=(replace(FIRST, day=TODAY - timedelta(days=9)),)), None, ["LADDER_GAP"]),
        (replace(DEBTOR, past=(replace(FIRST, state=State.PROPOSED),)), None, ["LADDER_RUNG_PENDING"]),
        (replace(DEBTOR, past=(replace(FIRST, state=State.APPROVED),)), None, ["LADDER_RUNG_PENDING"]),
        # Rejected today it is not asked for again before its gap is over; released, the ladder begins anew.
        (replace(DEBTOR, past=(replace(FIRST, state=State.REJECTED, day=TODAY),)), None, ["LADDER_GAP"]),
        (replace(DEBTOR, past=(replace(FIRST, state=State.RELEASED),)), Rung.DEMAND_1, ["LADDER_REACHED"]),
        (replace(DEBTOR, items=(replace(LATE, undisputed_minor=0),)), None, ["LADDER_NOTHING_OVERDUE"]),
        (replace(DEBTOR, items=(replace(LATE, held_by="PROMISE"),)), None, ["LADDER_HELD_PROMISE"]),
        (replace(DEBTOR, items=(replace(LATE, held_by="PLAN"),)), None, ["LADDER_HELD_PLAN"]),
        (replace(DEBTOR, items=(replace(LATE, due_date=TODAY),)), None, ["LADDER_NOTHING_OVERDUE"]),
        (replace(DEBTOR, items=(replace(LATE, due_date=None),)), None, ["LADDER_NOTHING_OVERDUE"]),
        # 30 days: too early for the third letter, at 40; a malicious debtor is asked at 20.
        (replace(DEBTOR, past=(replace(FIRST, rung=Rung.DEMAND_2),)), None, ["LADDER_TOO_EARLY"]),
        (
            replace(DEBTOR, is_malicious=True, past=(replace(FIRST, rung=Rung.DEMAND_2),)),
            Rung.DEMAND_3,
            ["LADDER_REACHED", "LADDER_MALICIOUS"],
        ),
        # The lawyer's letter asks for 10,000.00: 5,000.00 are too little.
        (
            replace(DEBTOR, is_malicious=True, past=(replace(FIRST, rung=Rung.DEMAND_3),)),
            None,
            ["LADDER_TOO_LITTLE"],
        ),
        (replace(DEBTOR, customer_class="KEY", past=(FIRST,)), None, ["LADDER_TOO_EARLY", "LADDER_GAP"]),
        (replace(DEBTOR, past=(replace(FIRST, rung=Rung.LEGAL),)), None, ["LADDER_AT_ITS_END"]),
    ],
)
def test_the_next_rung(debtor: Debtor, rung: Rung | None, codes: list[str]) -> None:
    assert said(debtor) == (rung, codes)


def test_a_ladder_may_begin_at_the_letter_that_is_reached() -> None:
    policy = replace(POLICY, entry=Entry.REACHED_LETTER)
    assert next_rung(debtor=DEBTOR, policy=policy, today=TODAY).rung is Rung.DEMAND_2
    old = replace(DEBTOR, items=(replace(LATE, due_date=TODAY - timedelta(days=400), undisputed_minor=10**8),))
    assert next_rung(debtor=old, policy=policy, today=TODAY).rung is Rung.LAWYER_LETTER


def test_a_person_proposes_the_rung_whose_turn_it_is_and_no_other() -> None:
    def refused(rung: Rung, debtor: Debtor = DEBTOR) -> str:
        why = climb_refusal(rung=rung, debtor=debtor, policy=POLICY, today=TODAY)
        return why.code if why else ""

    assert refused(Rung.DEMAND_1) == ""
    assert refused(Rung.STOP_SUPPLY) == "LADDER_NOT_ITS_TURN"
    assert refused(Rung.DEMAND_1, replace(DEBTOR, past=(FIRST,))) == "LADDER_RUNG_RUNS"
    assert refused(Rung.DEMAND_2, replace(DEBTOR, past=(replace(FIRST, day=TODAY),))) == "LADDER_GAP"
    assert refused(Rung.CONTROLLED_SHIPPING) == ""
    assert refused(Rung.DEMAND_1, replace(DEBTOR, items=())) == "LADDER_NOTHING_OVERDUE"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-30, 200), st.integers(0, 3_000_000), st.sampled_from(["", "PROMISE"])), max_size=5),
    st.lists(st.tuples(st.sampled_from(LADDER), st.sampled_from(State), st.integers(0, 60)), max_size=6),
    st.sampled_from(["STANDARD", "KEY", "WATCH", "OTHER"]),
    st.booleans(),
)
def test_no_rung_comes_before_the_gap_after_the_one_before(
    items: list[tuple[int, int, str]], past: list[tuple[Rung, State, int]], name: str, malicious: bool
) -> None:
    debtor = Debtor(
        name,
        malicious,
        tuple(Item(n, TODAY - timedelta(days=d), m, "CNY", h) for n, (d, m, h) in enumerate(items)),
        tuple(Past(rung, state, TODAY - timedelta(days=d)) for rung, state, d in past),
    )
    climb = next_rung(debtor=debtor, policy=POLICY, today=TODAY)
    if climb.rung is None:
        assert climb.reasons
        return
    taken = [one for one in debtor.past if one.state in TAKEN]
    steps = POLICY.steps(customer_class=name, is_malicious=malicious)
    (step,) = (one for one in steps if one.rung is climb.rung)
    assert not [one for one in debtor.past if one.state in LIVE - TAKEN]
    assert all(LADDER.index(one.rung) < LADDER.index(climb.rung) for one in taken)
    assert all(one.day + timedelta(days=step.gap_days) <= TODAY for one in taken)
    assert climb.asked_minor == sum(m for d, m, h in items if d > 0 and not h) >= max(1, step.from_minor)
    # With everything disputed or promised nothing is proposed.
    held = replace(debtor, items=tuple(replace(one, held_by="PLAN") for one in debtor.items))
    assert next_rung(debtor=held, policy=POLICY, today=TODAY).rung is None


def test_what_is_left_to_pay_counts_the_items_asked_for_only() -> None:
    items = (
        LATE,
        replace(LATE, receivable_id=2, undisputed_minor=7),
        replace(LATE, receivable_id=3, held_by="PROMISE"),
    )
    assert left_to_pay(items=items, asked=frozenset({2}), today=TODAY) == 7
    assert left_to_pay(items=items, asked=frozenset({3}), today=TODAY) == 500_000
    assert left_to_pay(items=items, asked=frozenset({9}), today=TODAY) == 0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"source": " "}, "LADDER_SOURCE_MISSING"),
        ({"quick_permille": 0}, "LADDER_QUICK_BOUND"),
        ({"ladders": {"KEY": POLICY.ladders["KEY"]}}, "LADDER_STANDARD_MISSING"),
        ({"ladders": {"STANDARD": ()}}, "LADDER_ORDER"),
        ({"ladders": {"STANDARD": (Step(Rung.DEMAND_2, 1, 0, 1), Step(Rung.DEMAND_1, 2, 0, 1))}}, "LADDER_ORDER"),
        ({"ladders": {"STANDARD": (Step(Rung.CONTROLLED_SHIPPING, 1, 0, 1),)}}, "LADDER_ORDER"),
        ({"ladders": {"STANDARD": (Step(Rung.DEMAND_1, 1, 0, 0),)}}, "LADDER_NUMBERS"),
        ({"ladders": {"STANDARD": (Step(Rung.DEMAND_1, 9, 0, 1), Step(Rung.LEGAL, 8, 0, 1))}}, "LADDER_DAYS_FALL"),
    ],
)
def test_a_faulty_policy_is_named(change: dict[str, object], fault: str) -> None:
    assert policy_fault(policy=replace(POLICY, **change)) == fault  # type: ignore[arg-type]


def test_each_delivery_lowers_what_is_owed() -> None:
    # 100,000.00 owed, each delivery must lower it by 5,000.00: of 20,000.00 received 15,000.00 may be delivered.
    control = Control(lower_minor=500_000)
    assert allowed_minor(control=control, reference_minor=10_000_000, exposure_minor=8_000_000) == 1_500_000
    told = {"control": control, "reference_minor": 10_000_000, "exposure_minor": 8_000_000}
    assert is_allowed(**told, delivery_minor=1_500_000) and not is_allowed(**told, delivery_minor=1_500_001)  # type: ignore[arg-type]
    assert allowed_minor(control=control, reference_minor=10_000_000, exposure_minor=10_000_000) == 0
    # 5 % of 99,999.99 is 5,000.00 rounded up.
    assert Control(lower_permille=50).lowering(reference_minor=9_999_999) == 500_000


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10**9),
    st.integers(1, 10**6),
    st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**8)), max_size=6),
)
def test_under_control_every_delivery_leaves_less(start: int, x: int, moves: list[tuple[int, int]]) -> None:
    control, reference, exposure = Control(lower_minor=x), start, start
    for paid, delivery in moves:
        exposure -= paid
        if is_allowed(control=control, reference_minor=reference, exposure_minor=exposure, delivery_minor=delivery):
            exposure += delivery
            assert exposure <= reference - x
            reference = exposure
