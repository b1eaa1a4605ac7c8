"""Due days by explicit rules: cases counted by hand on the 2026 calendar (State Council notice), with their articles."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.contracts.due_rules import (
    DueRule,
    DueRuleFault,
    Roll,
    StepCode,
    business_day_steps,
    due_by_rule,
    fixed_day_from,
)
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months

CALENDAR = BusinessCalendar()
EOM, FIRST, FIXED = Roll.EOM, Roll.NEXT_MONTH_1ST, Roll.FIXED_DAY


@pytest.mark.parametrize(
    ("start", "rule", "due", "articles"),
    [
        # CC 201: the starting day is not counted
        ("2026-03-10", {"days": 30}, "2026-04-09", "CC 201, CC 203"),
        ("2026-03-10", {"days": 0}, "2026-03-10", "CC 201, CC 203"),
        ("2026-03-10", {"days": 1}, "2026-03-11", "CC 201, CC 203"),
        # CC 202: the corresponding day, or the month's end where there is none
        ("2026-03-10", {"months": 1}, "2026-04-10", "CC 201, CC 202, CC 203"),
        ("2027-12-31", {"months": 2, "holiday_roll": HolidayRoll.NONE}, "2028-02-29", "CC 201, CC 202"),
        ("2026-08-31", {"months": 1}, "2026-09-30", "CC 201, CC 202, CC 203"),
        ("2026-01-29", {"months": 1}, "2026-02-28", "CC 201, CC 202, CC 203"),  # a Saturday of work
        ("2026-01-31", {"months": 1}, "2026-02-28", "CC 201, CC 202, CC 203"),
        ("2026-11-30", {"months": 3}, "2027-03-01", "CC 201, CC 202, CC 203"),  # 02-28 is a Sunday
        # CC 203: weekends and the holidays of 2026
        ("2026-03-06", {"days": 1}, "2026-03-09", "CC 201, CC 203"),  # Saturday
        ("2026-03-06", {"days": 2}, "2026-03-09", "CC 201, CC 203"),  # Sunday
        ("2025-12-02", {"days": 30}, "2026-01-04", "CC 201, CC 203"),  # New Year; Sunday 01-04 is a day of work
        ("2026-01-16", {"days": 30}, "2026-02-24", "CC 201, CC 203"),  # Spring Festival 02-15 … 02-23
        ("2026-01-15", {"days": 30}, "2026-02-14", "CC 201, CC 203"),  # a Saturday of work
        ("2026-01-24", {"days": 30}, "2026-02-24", "CC 201, CC 203"),  # its last day, a Monday
        ("2026-03-06", {"days": 30}, "2026-04-07", "CC 201, CC 203"),  # Qingming 04-05, Monday 04-06 off
        ("2026-04-01", {"days": 30}, "2026-05-06", "CC 201, CC 203"),  # Labour Day 05-01 … 05-05
        ("2026-04-09", {"days": 30}, "2026-05-09", "CC 201, CC 203"),  # a Saturday of work
        ("2026-05-20", {"days": 30}, "2026-06-22", "CC 201, CC 203"),  # Dragon Boat 06-19, a Friday
        ("2026-08-26", {"days": 30}, "2026-09-28", "CC 201, CC 203"),  # Mid-Autumn 09-25, a Friday
        ("2026-08-21", {"days": 30}, "2026-09-20", "CC 201, CC 203"),  # a Sunday of work
        ("2026-09-01", {"days": 30}, "2026-10-08", "CC 201, CC 203"),  # National Day 10-01 … 10-07
        ("2026-09-10", {"days": 30}, "2026-10-10", "CC 201, CC 203"),  # a Saturday of work
        # the readings of 月结 and 次月结 (RULES_CN §3.1.4), without the roll over holidays and with it
        ("2026-03-10", {"days": 31, "holiday_roll": HolidayRoll.NONE}, "2026-04-10", "CC 201"),
        ("2026-03-10", {"roll": FIRST, "days": 30, "holiday_roll": HolidayRoll.NONE}, "2026-05-01", "CC 201, CC 204"),
        ("2026-03-10", {"roll": FIRST, "days": 44}, "2026-05-15", "CC 201, CC 204, CC 203"),
        ("2026-03-10", {"roll": FIRST, "days": 30}, "2026-05-06", "CC 201, CC 204, CC 203"),
        ("2026-03-10", {"roll": EOM, "days": 30}, "2026-04-30", "CC 201, CC 204, CC 203"),
        ("2026-03-31", {"roll": EOM, "days": 30}, "2026-04-30", "CC 201, CC 204, CC 203"),
        ("2026-01-10", {"roll": EOM, "months": 1}, "2026-02-28", "CC 201, CC 204, CC 202, CC 203"),
        ("2026-12-10", {"roll": FIRST, "holiday_roll": HolidayRoll.NONE}, "2027-01-01", "CC 201, CC 204"),
        # a fixed day of the month: on or after, the month's end in short months
        ("2026-03-10", {"roll": FIXED, "fixed_day": 10}, "2026-03-10", "CC 201, CC 204, CC 203"),
        ("2026-03-11", {"roll": FIXED, "fixed_day": 10}, "2026-04-10", "CC 201, CC 204, CC 203"),
        ("2026-02-01", {"roll": FIXED, "fixed_day": 31}, "2026-02-28", "CC 201, CC 204, CC 203"),
        ("2026-12-26", {"roll": FIXED, "fixed_day": 25, "months": 1}, "2027-02-25", "CC 201, CC 204, CC 202, CC 203"),
        # months before days, grace last (CC 204)
        ("2026-01-31", {"months": 1, "days": 10}, "2026-03-10", "CC 201, CC 202, CC 203"),
        ("2026-03-10", {"days": 30, "grace_days": 5}, "2026-04-14", "CC 201, CC 204, CC 203"),
        # the business day before, where that is agreed (CC 204)
        ("2026-09-01", {"days": 30, "holiday_roll": HolidayRoll.PREVIOUS}, "2026-09-30", "CC 201, CC 204"),
        ("2026-09-01", {"days": 30, "holiday_roll": HolidayRoll.NONE}, "2026-10-01", "CC 201, CC 204"),
    ],
)
def test_due_days_counted_by_hand(start, rule, due, articles):
    computed = due_by_rule(rule=DueRule(**rule), anchor_day=date.fromisoformat(start), calendar=CALENDAR)
    expected = date.fromisoformat(due)
    assert computed.due == expected
    assert ", ".join(computed.articles) == articles


def test_every_step_says_what_it_did():
    rule = DueRule(roll=EOM, months=1, days=2, grace_days=3)
    computed = due_by_rule(rule=rule, anchor_day=date(2026, 1, 10), calendar=CALENDAR)
    assert [(step.code, step.day.isoformat(), dict(step.parameters)) for step in computed.steps] == [
        ("START", "2026-01-10", {"anchor": "INVOICE"}),
        ("ROLLED_EOM", "2026-01-31", {}),
        ("MONTHS_NO_SUCH_DAY", "2026-02-28", {"months": 1}),
        ("DAYS", "2026-03-02", {"days": 2}),
        ("GRACE", "2026-03-05", {"days": 3}),
        ("BUSINESS_DAY", "2026-03-05", {}),
    ]


def test_a_moved_day_says_from_which():
    (step,) = business_day_steps(day=date(2026, 10, 1), holiday_roll=HolidayRoll.NEXT, calendar=CALENDAR)
    assert (step.code, step.day, step.parameters) == ("HOLIDAY_NEXT", date(2026, 10, 8), {"from": "2026-10-01"})


@pytest.mark.parametrize(
    ("start", "days", "is_certain"), [("2026-12-01", 30, True), ("2026-12-02", 30, False), ("2026-12-11", 31, False)]
)
def test_a_year_whose_holidays_nobody_published_is_flagged(start, days, is_certain):
    computed = due_by_rule(rule=DueRule(days=days), anchor_day=date.fromisoformat(start), calendar=CALENDAR)
    assert computed.is_certain is is_certain
    assert (computed.steps[-1].code == StepCode.CALENDAR_UNPUBLISHED) is not is_certain


def test_a_day_of_the_companys_own_calendar_wins():
    own = BusinessCalendar(overrides={date(2026, 3, 11): False})
    computed = due_by_rule(rule=DueRule(days=1), anchor_day=date(2026, 3, 10), calendar=own)
    assert computed.due == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        ({"days": -1}, (DueRuleFault.NEGATIVE,)),
        ({"months": -1}, (DueRuleFault.NEGATIVE,)),
        ({"grace_days": -1}, (DueRuleFault.NEGATIVE,)),
        ({"months": 121}, (DueRuleFault.TOO_LONG,)),
        ({"days": 3661}, (DueRuleFault.TOO_LONG,)),
        ({"grace_days": 367}, (DueRuleFault.TOO_LONG,)),
        ({"roll": FIXED}, (DueRuleFault.FIXED_DAY_MISSING,)),
        ({"fixed_day": 5}, (DueRuleFault.FIXED_DAY_UNUSED,)),
        ({"roll": FIXED, "fixed_day": 0}, (DueRuleFault.FIXED_DAY_RANGE,)),
        ({"roll": FIXED, "fixed_day": 32}, (DueRuleFault.FIXED_DAY_RANGE,)),
        (
            {"days": -1, "fixed_day": 32},
            (DueRuleFault.NEGATIVE, DueRuleFault.FIXED_DAY_UNUSED, DueRuleFault.FIXED_DAY_RANGE),
        ),
        ({}, ()),
    ],
)
def test_rules_that_cannot_be_computed_say_why(rule, faults):
    wrong = DueRule(**rule)
    assert wrong.faults == faults
    if faults:
        with pytest.raises(ValueError, match=faults[0].value):
            due_by_rule(rule=wrong, anchor_day=date(2026, 1, 1), calendar=CALENDAR)


DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
RULES = st.builds(
    lambda roll, fixed, months, days, grace: DueRule(
        roll=roll, fixed_day=fixed if roll is FIXED else None, months=months, days=days, grace_days=grace
    ),
    st.sampled_from(Roll),
    st.integers(1, 31),
    st.integers(0, 24),
    st.integers(0, 400),
    st.integers(0, 60),
)


@given(day=DAYS, rule=RULES)
def test_a_due_day_is_a_business_day_never_before_the_event_and_its_last_step(day, rule):
    computed = due_by_rule(rule=rule, anchor_day=day, calendar=CALENDAR)
    assert computed.due >= day
    assert CALENDAR.is_business_day(day=computed.due)
    assert computed.steps[-1].day == computed.due
    assert [step.day for step in computed.steps] == sorted(step.day for step in computed.steps)


@given(day=DAYS, rule=RULES, later=st.integers(0, 60))
def test_a_later_event_is_never_due_earlier(day, rule, later):
    first = due_by_rule(rule=rule, anchor_day=day, calendar=CALENDAR).due
    assert due_by_rule(rule=rule, anchor_day=day + timedelta(days=later), calendar=CALENDAR).due >= first


@given(day=DAYS, fixed=st.integers(1, 31))
def test_the_next_fixed_day_lies_within_a_month(day, fixed):
    reached = fixed_day_from(day=day, fixed_day=fixed)
    assert day <= reached <= add_months(day=day, months=1) + timedelta(days=3)
    assert reached.day == fixed or (reached + timedelta(days=1)).day == 1
