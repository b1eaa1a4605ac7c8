"""Plans by themselves: instalments, faults, what came of them by the money, offers compared, the gate of Art. 634."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.settlements.rules.acceleration import InstalmentSale, Lacking, acceleration_gate, demand_that_counts
from huikuan.settlements.rules.judging import (
    InstalmentState,
    Planned,
    RunningPlan,
    Unused,
    came_by_day,
    judgements,
    lowered_minor,
    standings,
)
from huikuan.settlements.rules.offers import Offer, compared, given_up, present_value, rounded
from huikuan.settlements.rules.plans import (
    TRANSITIONS,
    Event,
    InterestRule,
    Kind,
    PlanDraft,
    PlanItem,
    State,
    discount_shares,
    draft_fault,
    equal_parts,
    instalments_of,
    settled_fault,
)
from huikuan.settlements.rules.policy import SHIPPED, is_for_highest_tier, needs_approval, policy_fault

TODAY, FIRST = date(2026, 3, 2), date(2026, 3, 31)
GROUP = (1, 1, "CNY")
PARTS = equal_parts(total_minor=30_000, first=FIRST, number=3)
DRAFT = PlanDraft(1, 1, "CNY", Kind.INSTALMENTS, (7,), PARTS, TODAY)
INSTALMENTS = instalments_of(parts=PARTS, grace_days=3, calendar=BusinessCalendar())


def running(paid: int = 0, plan_id: int = 1, state: State = State.RUNNING, planned: int = 30_000) -> RunningPlan:
    items = (Planned(7, planned, planned - paid),)
    return RunningPlan(plan_id, GROUP, state, TODAY, TODAY, INSTALMENTS, items)


def test_equal_instalments_keep_to_the_end_of_months() -> None:
    assert [day for day, _ in PARTS] == [FIRST, date(2026, 4, 30), date(2026, 5, 31)]
    assert equal_parts(total_minor=100, first=date(2026, 1, 30), number=3) == (
        (date(2026, 1, 30), 34), (date(2026, 2, 28), 33), (date(2026, 3, 30), 33),
    )  # fmt: skip
    # the grace in business days: April 6 is a holiday (清明), April 30 is followed by May 1–5, worked on Saturday the 9th;
    # May 31 is a Sunday and moves to June 1
    assert [one.held_through for one in INSTALMENTS] == [date(2026, 4, 3), date(2026, 5, 8), date(2026, 6, 4)]


@pytest.mark.parametrize(
    ("day", "grace", "last"),
    [
        (date(2026, 3, 6), 0, date(2026, 3, 6)),  # a Friday
        (date(2026, 3, 7), 0, date(2026, 3, 9)),  # a Saturday moves to Monday
        (date(2026, 3, 8), 3, date(2026, 3, 12)),  # a Sunday to Monday, then three business days
        (date(2026, 5, 9), 0, date(2026, 5, 9)),  # a Saturday that is worked
        (date(2026, 10, 1), 1, date(2026, 10, 9)),  # the National Day to October 8
    ],
)
def test_a_last_day_that_is_not_worked_moves_on_before_its_grace_is_counted(day: date, grace: int, last: date) -> None:
    """Civil Code Art. 203."""
    (one,) = instalments_of(parts=[(day, 1)], grace_days=grace, calendar=BusinessCalendar())
    assert (one.day, one.held_through) == (day, last)


@given(st.integers(60, 10**13), st.integers(1, 60), st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 3))
def test_instalments_sum_exactly_and_their_days_ascend(total: int, number: int, first: date, months: int) -> None:
    parts = equal_parts(total_minor=total, first=first, number=number, months=months)
    amounts, days = [minor for _, minor in parts], [day for day, _ in parts]
    assert sum(amounts) == total and max(amounts) - min(amounts) <= 1
    assert sorted(set(days)) == days and days[0] == first


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, ""),
        ({"receivable_ids": ()}, "SETTLEMENT_ITEMS"),
        ({"parts": ()}, "SETTLEMENT_NUMBER"),
        ({"parts": ((FIRST, 0),)}, "SETTLEMENT_AMOUNT"),
        ({"discount_minor": 10**13}, "SETTLEMENT_AMOUNT"),
        ({"parts": ((FIRST, 1), (FIRST, 2))}, "SETTLEMENT_DAY_TWICE"),
        ({"begins_on": TODAY - timedelta(days=1)}, "SETTLEMENT_DAY_PAST"),
        ({"begins_on": FIRST + timedelta(days=1)}, "SETTLEMENT_DAY_PAST"),
        ({"parts": ((date(2032, 1, 1), 30_000),)}, "SETTLEMENT_DAY_FAR"),
        ({"text": "\0"}, "SETTLEMENT_TEXT_TOO_LONG"),
        ({"kind": Kind.DISCOUNT_FOR_PAYMENT, "discount_minor": 1}, "SETTLEMENT_ONE_PAYMENT"),
        ({"kind": Kind.DISCOUNT_FOR_PAYMENT, "parts": PARTS[:1]}, "SETTLEMENT_ONE_PAYMENT"),
        ({"kind": Kind.DISCOUNT_FOR_PAYMENT, "parts": PARTS[:1], "discount_minor": 1}, ""),
        ({"kind": Kind.PART_AND_REST}, "SETTLEMENT_PART_AND_REST"),
        ({"kind": Kind.PART_AND_REST, "parts": PARTS[:2]}, ""),
    ],
)
def test_what_is_wrong_with_a_plan(more: dict[str, object], code: str) -> None:
    assert draft_fault(draft=replace(DRAFT, **more), today=TODAY) == code  # type: ignore[arg-type]


def test_instalments_and_discount_are_exactly_what_is_open() -> None:
    items = [PlanItem(7, FIRST, 20_000), PlanItem(8, None, 11_000)]
    assert settled_fault(draft=DRAFT, items=items)
    assert not settled_fault(draft=replace(DRAFT, discount_minor=1_000), items=items)
    assert discount_shares(discount_minor=12_000, items=items) == ((8, 11_000), (7, 1_000))
    assert discount_shares(discount_minor=50_000, items=items) == ((8, 11_000), (7, 20_000))


@pytest.mark.parametrize(
    ("paid", "today", "event", "missed"),
    [
        (0, date(2026, 4, 3), None, 0),
        (0, date(2026, 4, 4), Event.BREAK, 10_000),
        (10_000, date(2026, 4, 4), None, 0),
        (9_999, date(2026, 4, 4), Event.BREAK, 1),
        (20_000, date(2026, 6, 4), None, 0),
        (20_000, date(2026, 6, 5), Event.BREAK, 10_000),
        (30_000, date(2026, 3, 20), Event.FINISH, 0),
    ],
)
def test_a_plan_breaks_when_the_grace_of_an_instalment_passed(
    paid: int, today: date, event: Event | None, missed: int
) -> None:
    (one,) = judgements(plans=[running(paid)], unused=[], reserved={}, today=today)
    assert (one.event, one.paid_minor, one.missed_minor) == (event, paid, missed)


def test_a_plan_begins_on_its_day_and_one_found_kept_breaks_only_where_money_went_back() -> None:
    agreed = replace(running(), state=State.AGREED, begins_on=date(2026, 3, 10))
    judged = [judgements(plans=[agreed], unused=[], reserved={}, today=day)[0].event for day in (TODAY, FIRST)]
    assert judged == [None, Event.START]
    late = date(2026, 6, 10)
    done = [judgements(plans=[running(paid, state=State.DONE)], unused=[], reserved={}, today=late)[0].event
            for paid in (30_000, 29_999)]  # fmt: skip
    assert done == [None, Event.BREAK]


def test_no_fen_counts_for_two_plans_nor_for_a_promise_too() -> None:
    free = [Unused(GROUP, FIRST, 12_000), Unused(GROUP, TODAY - timedelta(days=1), 9_000)]
    plans = [running(plan_id=2), running(plan_id=1)]
    found = judgements(plans=plans, unused=free, reserved={}, today=FIRST)
    assert [(one.plan_id, one.paid_minor) for one in found] == [(1, 12_000), (2, 0)]
    # the older money came before the plans; the promise takes from it first, then from the newer
    found = judgements(plans=plans, unused=free, reserved={GROUP: 10_000}, today=FIRST)
    assert [one.paid_minor for one in found] == [11_000, 0]


@given(
    st.lists(st.integers(0, 30_000), max_size=5),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 30_000)), min_size=1, max_size=3),
    st.integers(0, 40_000),
)
def test_plans_together_never_count_more_than_came(
    free: list[int], items: list[tuple[int, int]], reserved: int
) -> None:
    plans = [
        running(paid=min(planned, paid), plan_id=place, planned=planned) for place, (planned, paid) in enumerate(items)
    ]
    unused = [Unused(GROUP, FIRST, minor) for minor in free]
    found = judgements(plans=plans, unused=unused, reserved={GROUP: reserved}, today=FIRST)
    lowered = sum(lowered_minor(items=plan.items) for plan in plans)
    assert lowered <= sum(one.paid_minor for one in found) <= lowered + max(0, sum(free) - reserved)


def test_what_was_written_off_or_given_up_is_not_paid() -> None:
    assert lowered_minor(items=[Planned(1, 100, 40, 20), Planned(2, 100, 130), Planned(3, 50, 0, 50)]) == 40


@pytest.mark.parametrize(
    ("came", "through"),
    [
        ((), 70),  # without a day, such as a credit note, it counts from the beginning
        (((4, 70),), 0),
        (((3, 70),), 70),
        (((3, 50), (4, 20)), 50),
        (((2, 90), (2, -90), (5, 70)), 0),
        # dishonoured on the 4th and paid anew on the 6th: what had come by the 3rd was gone
        (((2, 70), (4, -70), (6, 70)), 0),
        (((2, 90), (4, -20)), 70),
    ],
)
def test_what_came_through_a_day_is_what_did_not_go_back_later(came: tuple[tuple[int, int], ...], through: int) -> None:
    days = tuple((date(2026, 4, day), minor) for day, minor in came)
    items = [Planned(1, 100, 30, came=days), Planned(2, 40, 40)]
    assert lowered_minor(items=items, through=date(2026, 4, 3)) == through
    assert lowered_minor(items=items) == 70


def test_money_pays_the_earliest_instalment_first() -> None:
    found = standings(instalments=INSTALMENTS, paid_minor=14_000, today=date(2026, 4, 20))
    assert [(one.paid_minor, one.state.value) for one in found] == [(10_000, "PAID"), (4_000, "PART"), (0, "AHEAD")]
    later = standings(instalments=INSTALMENTS, paid_minor=14_000, today=date(2026, 4, 30))
    assert later[1].state is InstalmentState.DUE


def test_every_step_leads_on_and_what_is_over_stays_so() -> None:
    over = {State.CANCELLED, State.SUPERSEDED}
    assert not {before for before, _ in TRANSITIONS} & over
    assert set(TRANSITIONS.values()) | {State.DRAFT} == set(State)


@pytest.mark.parametrize(
    ("arrears", "payments", "demanded", "today", "missing"),
    [
        (1_999, 3, TODAY, date(2026, 3, 18), (Lacking.ARREARS,)),  # 19.99 % of the price
        (2_000, 3, TODAY, date(2026, 3, 18), ()),  # 20 % exactly
        (2_000, 2, TODAY, date(2026, 3, 18), (Lacking.PAYMENTS,)),
        (2_000, 3, None, date(2026, 3, 18), (Lacking.DEMAND,)),
        (2_000, 3, TODAY, date(2026, 3, 17), (Lacking.TIME,)),
        (0, 1, None, TODAY, (Lacking.PAYMENTS, Lacking.ARREARS, Lacking.DEMAND)),
    ],
)
def test_the_whole_price_only_by_article_634(
    arrears: int, payments: int, demanded: date | None, today: date, missing: tuple[Lacking, ...]
) -> None:
    """Civil Code Art. 634, 法释 买卖合同解释 Art. 27: three payments, one fifth in arrears, a demand and its 15 days passed."""
    sale = InstalmentSale(payments, 10_000, arrears, demanded, 15)
    gate = acceleration_gate(sale=sale, today=today)
    assert gate.missing == missing and gate.is_open is not bool(missing) and gate.threshold_minor == 2_000


@given(st.integers(1, 10**13), st.integers(0, 10**13))
def test_one_fifth_is_compared_without_rounding(price: int, arrears: int) -> None:
    sale = InstalmentSale(3, price, arrears, TODAY, 0)
    gate = acceleration_gate(sale=sale, today=TODAY + timedelta(days=1))
    assert gate.is_open == (Fraction(arrears, price) >= Fraction(1, 5)) == (arrears >= gate.threshold_minor)


@pytest.mark.parametrize(
    ("demands", "counts"),
    [
        ([], None),
        # Arrears of 10,000 on the first instalment's day are less than a fifth of 60,000: that demand does not count later.
        ([date(2026, 4, 5)], None),
        ([date(2026, 4, 5), date(2026, 5, 1)], date(2026, 5, 1)),
        # An instalment of the same day is not in arrears yet.
        ([date(2026, 4, 30)], None),
        ([date(2026, 6, 2), date(2026, 5, 3)], date(2026, 5, 3)),
    ],
)
def test_a_demand_counts_for_the_fifth_it_asked_for(demands: list[date], counts: date | None) -> None:
    """Civil Code Art. 634: what fell due after a demand was not demanded by it."""
    assert demand_that_counts(demands=demands, unpaid=PARTS, price_minor=60_000) == counts


def test_the_curve_rises_with_the_money_falls_when_it_goes_back_and_ends_at_what_counts() -> None:
    day = date(2026, 3, 10)
    lowered = [
        (day, 5_000),
        (day, 1_000),
        (date(2026, 3, 20), -5_000),
        (date(2026, 2, 1), 9_000),
        (date(2026, 5, 1), 9_000),
    ]
    found = came_by_day(lowered=lowered, paid_minor=5_500, since=TODAY, today=date(2026, 4, 1))
    assert found == ((TODAY, 0), (day, 5_500), (date(2026, 3, 20), 1_000), (date(2026, 4, 1), 5_500))


def test_offers_are_compared_by_chance_and_present_value() -> None:
    """1,000,000.00 waited for a year at 50 % against 900,000.00 in a week at 90 %, at a capital rate of 3.65 %."""
    year, week = TODAY + timedelta(days=365), TODAY + timedelta(days=10)
    waiting = Offer("waiting", ((year, 100_000_000),), 500)
    now, late = Offer("now", ((week, 90_000_000),), 900), Offer("late", ((year, 100_000_000),), 600)
    first, second, third = compared(offers=[late, now], waiting=waiting, rate_permyriad=365, today=TODAY)
    assert first.present == Fraction(100_000_000 * 10_000, 10_365)
    assert (second.offer.name, second.present) == ("now", Fraction(90_000_000) / (1 + Fraction(1, 1_000)))
    assert (second.expected, third.offer.name) == (second.present * Fraction(9, 10), "late")
    # 48,239,266.76 of waiting ÷ 89,910,089.91 = 53.65…, so from 537 per mille on it beats waiting
    assert (rounded(value=first.expected), second.even_permille, third.even_permille) == (48_239_267, 537, 500)
    assert present_value(payments=((TODAY - timedelta(days=9), 7),), rate_permyriad=365, today=TODAY) == 7


def test_a_plan_that_gives_nothing_up_below_an_amount_needs_nobody() -> None:
    loss = given_up(parts=PARTS, discount_minor=0, interest_minor=0, rate_permyriad=300, today=TODAY)
    # 29, 59, 90 days at 3 %: 10,000 × (0.0023779 + 0.0048259 + 0.0073427) = 145.47 → 145
    assert (loss.time_minor, loss.total_minor) == (145, 145)
    kept, waived = InterestRule.CONTINUES, InterestRule.WAIVED_IF_KEPT
    asked = [
        needs_approval(settled_minor=minor, currency=currency, interest=rule, loss=one, policy=SHIPPED)
        for minor, currency, rule, one in (
            (5_000_000, "CNY", kept, loss),
            (5_000_001, "CNY", kept, loss),
            (5_000_000, "USD", kept, loss),
            (5_000_000, "CNY", waived, loss),
            (5_000_000, "CNY", kept, replace(loss, discount_minor=1)),
            (5_000_000, "CNY", kept, replace(loss, time_minor=50_001)),
        )
    ]
    assert asked == [False, True, True, True, True, True]
    heavy = replace(loss, discount_minor=SHIPPED.tier_loss_minor)
    assert (is_for_highest_tier(loss=loss, policy=SHIPPED), is_for_highest_tier(loss=heavy, policy=SHIPPED)) == (
        False,
        True,
    )
    faults = [replace(SHIPPED, **more) for more in ({}, {"grace_days": 31}, {"capital_rate_permyriad": -1}, {"free_minor": -1},
              {"reasonable_days": 0}, {"source": " "})]  # fmt: skip
    assert [policy_fault(policy=one) for one in faults] == [
        "", "SETTLEMENT_POLICY_GRACE", "SETTLEMENT_POLICY_RATE", "SETTLEMENT_POLICY_AMOUNT", "SETTLEMENT_POLICY_TIME",
        "SETTLEMENT_POLICY_SOURCE",
    ]  # fmt: skip
