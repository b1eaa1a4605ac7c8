"""Amounts that sum exactly, what an event fires, the state of each payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.contracts.rules.plan import (
    Event,
    NotTheAmount,
    PlanState,
    Standing,
    amounts_of,
    deemed_accepted_on,
    may_accelerate,
    plan_state,
    steps_of,
)
from huikuan.contracts.rules.states import MilestoneState, MilestoneStep
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.calendar import BusinessCalendar
from tests.contracts.agreed import FIVE, part, retention

DAY = date(2026, 3, 2)


def shares(*permille):
    return [part(number, "款", Trigger.DELIVERY, one) for number, one in enumerate(permille, 1)]


def test_thirds_of_100_sum_to_it_the_rest_to_the_largest_remainder():
    plan = [part(n, "款", Trigger.DELIVERY) for n in (1, 2, 3)]

    thirds = [replace(term, share_ppm=share) for term, share in zip(plan, (333_333, 333_333, 333_334), strict=True)]
    assert amounts_of(amount_minor=100_00, milestones=thirds) == (33_33, 33_33, 33_34)


@pytest.mark.parametrize(
    ("permille", "missing"),
    [
        ((300, 300, 300), NotTheAmount(1_000_00, 100_000)),
        ((500, 600), NotTheAmount(-1_000_00, -100_000)),
        ((300, 699), NotTheAmount(10_00, 1_000)),
    ],
)
def test_shares_that_do_not_sum_name_the_difference(permille, missing):
    assert amounts_of(amount_minor=10_000_00, milestones=shares(*permille)) == missing


def test_a_share_short_by_less_than_a_cent_is_still_short():

    plan = [replace(part(1, "款", Trigger.DELIVERY), share_ppm=999_999)]
    assert amounts_of(amount_minor=100, milestones=plan) == NotTheAmount(1, 1)


def test_beside_a_fixed_amount_shares_make_up_the_rest():
    plan = [part(1, "定金", Trigger.DATE, amount_minor=25_00), *(shares(0, 500, 250)[1:])]
    assert amounts_of(amount_minor=100_00, milestones=plan) == (25_00, 50_00, 25_00)
    plan[0] = part(1, "定金", Trigger.DATE, amount_minor=24_00)
    assert amounts_of(amount_minor=100_00, milestones=plan) == NotTheAmount(1_00, 0)


def test_fixed_amounts_alone_sum_exactly_or_not():
    plan = [part(1, "一", Trigger.DATE, amount_minor=60), part(2, "二", Trigger.DATE, amount_minor=40)]
    assert amounts_of(amount_minor=100, milestones=plan) == (60, 40)
    assert amounts_of(amount_minor=101, milestones=plan) == NotTheAmount(1, 0)


@given(
    amount=st.integers(1, 10**13),
    cuts=st.sets(st.integers(1, 999_999), max_size=8),
    fixed=st.integers(0, 10**12),
)
def test_any_percentages_of_the_whole_sum_exactly(amount, cuts, fixed):

    edges = [0, *sorted(cuts), 10**6]
    plan = [
        replace(part(n, "款", Trigger.DELIVERY), share_ppm=after - before)
        for n, (before, after) in enumerate(pairwise(edges), 1)
    ]
    amounts = amounts_of(amount_minor=amount, milestones=plan)
    assert not isinstance(amounts, NotTheAmount)
    assert sum(amounts) == amount
    assert all(abs(minor * 10**6 - amount * term.share_ppm) < 10**6 for minor, term in zip(amounts, plan, strict=True))
    beside = [*plan, part(99, "定", Trigger.DATE, amount_minor=fixed + 1)]
    assert isinstance(amounts_of(amount_minor=amount, milestones=beside), NotTheAmount)


def plan_in(*states):
    return [Standing(term, 1, state) for term, state in zip(FIVE, states, strict=True)]


P, H, F = MilestoneState.PLANNED, MilestoneState.HELD, MilestoneState.FIRED


@pytest.mark.parametrize(
    ("event", "states", "moved"),
    [
        (Event(Trigger.DELIVERY, DAY), (F, P, P, P, P), {2: MilestoneStep.FIRE}),
        (Event(Trigger.DELIVERY, DAY), (F, F, P, P, P), {}),
        (Event(Trigger.ACCEPTANCE, DAY), (F, F, F, P, P), {4: MilestoneStep.FIRE, 5: MilestoneStep.HOLD}),
        (Event(Trigger.PROGRESS, DAY, 599), (F, F, P, P, P), {}),
        (Event(Trigger.PROGRESS, DAY, 600), (F, F, P, P, P), {3: MilestoneStep.FIRE}),
        (Event(Trigger.RETENTION_RELEASE, DAY), (F, F, F, P, P), {}),
        (Event(Trigger.RETENTION_RELEASE, DAY), (F, F, F, F, H), {5: MilestoneStep.RELEASE}),
        (Event(Trigger.RETENTION_RELEASE, DAY, numbers=frozenset({9})), (F, F, F, F, H), {}),
        (Event(Trigger.DELIVERY, DAY, numbers=frozenset({4})), (F, P, P, P, P), {}),
    ],
)
def test_what_an_event_moves(event, states, moved):
    assert steps_of(event=event, plan=plan_in(*states)) == moved


def test_retention_may_be_earned_by_delivery():
    plan = [Standing(retention(1, 1000, held_from=Trigger.DELIVERY), 1, P)]
    assert steps_of(event=Event(Trigger.DELIVERY, DAY), plan=plan) == {1: MilestoneStep.HOLD}


@pytest.mark.parametrize(
    ("state", "expected", "due", "left", "shown"),
    [
        (P, None, None, 100, PlanState.PLANNED),
        (P, DAY, None, 100, PlanState.EXPECTED),
        (P, date(2026, 3, 1), None, 100, PlanState.WAITING),
        (H, date(2026, 3, 1), None, 100, PlanState.HELD),
        (F, None, DAY, 100, PlanState.OPEN),
        (F, None, DAY, 40, PlanState.PARTIAL),
        (F, None, date(2026, 3, 1), 40, PlanState.OVERDUE),
        (F, None, date(2026, 3, 1), 0, PlanState.PAID),
        (MilestoneState.DROPPED, None, None, 100, PlanState.DROPPED),
    ],
)
def test_states_of_the_plan(state, expected, due, left, shown):
    assert plan_state(state=state, days=(expected, due), open_minor=left, amount_minor=100, today=DAY) is shown


def test_goods_count_as_accepted_at_the_end_of_the_inspection_period():
    """Civil Code art. 621: no notice within the agreed period, and the goods conform; art. 203: it does not end on a day off."""
    calendar = BusinessCalendar()
    assert deemed_accepted_on(delivered_on=DAY, inspection_days=10, calendar=calendar) == date(2026, 3, 12)
    assert deemed_accepted_on(delivered_on=DAY, inspection_days=12, calendar=calendar) == date(2026, 3, 16)
    spring_festival = date(2026, 2, 5)  # ten days later the holidays begin, which last through 02-23
    assert deemed_accepted_on(delivered_on=spring_festival, inspection_days=10, calendar=calendar) == date(2026, 2, 24)
    assert deemed_accepted_on(delivered_on=DAY, inspection_days=None, calendar=calendar) is None


@pytest.mark.parametrize(("instalments", "overdue", "may"), [(3, 20, True), (3, 19, False), (2, 100, False)])
def test_a_fifth_of_an_instalment_sale_calls_the_whole_due(instalments, overdue, may):
    """Civil Code art. 634 and interpretation of sales contracts art. 27."""
    assert may_accelerate(instalments=instalments, price_minor=100, overdue_minor=overdue) is may
