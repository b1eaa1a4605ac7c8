"""The day money may be expected: cases reckoned by hand with the calendar of 2026, and properties.

2026 (国务院办公厅, 2025-11-04): off 01-01…03, 02-15…23, 04-04…06, 05-01…05, 06-19…21, 09-25…27, 10-01…07;
work on 01-04, 02-14, 02-28, 05-09, 09-20, 10-10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.paying.rules.expecting import Derivation, Expectation, expected_payment
from huikuan.paying.rules.records import Block, Habits, PaymentDayKind, PaymentDays, Step

CALENDAR = BusinessCalendar()
ANY = PaymentDays()
TWICE = PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25))
MONTH_END = PaymentDays(PaymentDayKind.MONTH_DAYS, (31,))
LAST = PaymentDays(PaymentDayKind.LAST_BUSINESS_DAY)
FRIDAYS = PaymentDays(PaymentDayKind.WEEKDAY, weekday=4)
FRIDAYS_BEFORE = replace(FRIDAYS, roll=HolidayRoll.PREVIOUS)
LATE_HOUR: dict[str, Any] = {"cut_off": time(16, 30), "pays_at": time(17)}


def expected(due: str, habits: Habits, *days: int, today: str | None = None) -> Expectation:
    process = tuple(Step(f"第 {place} 步", usual_days=length) for place, length in enumerate(days, 1))
    return expected_payment(
        due=date.fromisoformat(due),
        habits=habits,
        process=process,
        calendar=CALENDAR,
        today=date.fromisoformat(today or due),
    )


GOLDEN = [
    # due, habits, days of the steps, expected
    ("2026-03-10", Habits(), (), "2026-03-10"),  # a Tuesday, paid the same day
    ("2026-03-14", Habits(), (), "2026-03-16"),  # a Saturday: Monday
    ("2026-02-14", Habits(), (), "2026-02-14"),  # a Saturday on which people work
    ("2026-02-15", Habits(), (), "2026-02-24"),  # 春节 through 02-23
    ("2026-02-13", Habits(), (3,), "2026-02-25"),  # 02-14 (work), 24, 25
    ("2026-03-10", Habits(closing_day=25), (), "2026-03-25"),
    ("2026-03-25", Habits(closing_day=25), (), "2026-03-25"),  # the closing day itself is in time
    ("2026-03-26", Habits(closing_day=25), (), "2026-04-24"),  # 04-25 is a Saturday: closed on Friday
    ("2026-04-25", Habits(closing_day=25), (), "2026-05-25"),  # that Friday is past: next month
    ("2026-02-10", Habits(closing_day=31), (), "2026-02-28"),  # the end of February, a Saturday of work
    ("2026-03-10", Habits(25, TWICE, transfer_days=1), (3,), "2026-04-13"),  # 03-30 → 04-10 → Monday
    ("2026-03-10", Habits(25, TWICE, transfer_days=1), (1, 2), "2026-04-13"),  # the same in two steps
    ("2026-04-26", Habits(payment_days=TWICE), (), "2026-04-27"),  # 04-25, a Saturday, is kept on the Monday
    ("2026-04-28", Habits(payment_days=TWICE), (), "2026-05-11"),  # 05-10 is a Sunday
    ("2026-04-28", Habits(payment_days=replace(TWICE, roll=HolidayRoll.PREVIOUS)), (), "2026-05-09"),  # work Saturday
    ("2026-09-26", Habits(payment_days=TWICE), (), "2026-09-28"),  # 09-25 is 中秋 and moves to the Monday
    ("2026-10-01", Habits(payment_days=FRIDAYS), (), "2026-10-08"),  # 10-02 is free: the Thursday after 国庆
    ("2026-10-01", Habits(payment_days=FRIDAYS_BEFORE), (), "2026-10-09"),  # 10-02 would be kept on 09-30
    ("2026-09-28", Habits(payment_days=FRIDAYS_BEFORE), (), "2026-09-30"),
    ("2026-09-28", Habits(payment_days=FRIDAYS), (), "2026-09-28"),  # Friday 09-25 is 中秋: kept on the Monday
    ("2026-09-29", Habits(payment_days=FRIDAYS), (), "2026-10-08"),
    ("2026-01-20", Habits(payment_days=LAST), (), "2026-01-30"),  # 01-31 is a Saturday
    ("2026-01-31", Habits(payment_days=LAST), (), "2026-02-28"),  # a Saturday of work
    ("2026-05-28", Habits(payment_days=MONTH_END), (), "2026-06-01"),  # 05-31 is a Sunday
    ("2026-05-31", Habits(payment_days=replace(MONTH_END, roll=HolidayRoll.NONE)), (), "2026-05-31"),
    ("2026-06-18", Habits(payment_days=ANY, transfer_days=2), (), "2026-06-23"),  # 端午 06-19…21: 22, 23
    ("2026-04-03", Habits(payment_days=FRIDAYS, **LATE_HOUR), (), "2026-04-07"),  # after the cut-off, 清明 04-04…06
    ("2026-04-03", Habits(payment_days=FRIDAYS, cut_off=time(16, 30), pays_at=time(16, 30)), (), "2026-04-03"),
    ("2026-04-03", Habits(payment_days=FRIDAYS, transfer_days=1, **LATE_HOUR), (), "2026-04-08"),
    ("2026-04-30", Habits(payment_days=ANY), (1, 0, 3), "2026-05-09"),  # 05-06, 07, 08, then the Saturday of work
]


@pytest.mark.parametrize(("due", "habits", "days", "day"), GOLDEN)
def test_golden(due: str, habits: Habits, days: tuple[int, ...], day: str) -> None:
    found = expected(due, habits, *days)
    assert found.day == date.fromisoformat(day)
    assert found.why_unknown is None
    assert found.steps[-1].day == found.day


def test_the_derivation_names_each_step_with_its_day() -> None:
    found = expected("2026-04-15", Habits(25, TWICE, transfer_days=1, **LATE_HOUR), 3, 0)
    assert [(step.code.value, step.day and step.day.isoformat(), dict(step.parameters)) for step in found.steps] == [
        ("FROM_DUE", "2026-04-15", {}),
        ("CLOSING_DAY", "2026-04-24", {"closing_day": 25}),
        ("STEP_TAKES", "2026-04-29", {"place": 1, "step": "第 1 步", "days": 3}),
        ("STEP_TAKES", "2026-04-29", {"place": 2, "step": "第 2 步", "days": 0}),
        ("PAYMENT_DAY", "2026-05-10", {}),
        ("FREE_DAY", "2026-05-11", {"from": "2026-05-10"}),
        ("AFTER_CUT_OFF", "2026-05-12", {"pays_at": "17:00", "cut_off": "16:30"}),
        ("TRANSFER", "2026-05-13", {"days": 1}),
    ]


def test_a_blocked_step_leaves_no_day() -> None:
    block = Block(date(2026, 3, 3), "缺验收单", 7)
    process = (Step("请款单", usual_days=1), Step("验收", usual_days=2, block=block), Step("付款", usual_days=1))
    found = expected_payment(
        due=date(2026, 3, 10), habits=Habits(), process=process, calendar=CALENDAR, today=date(2026, 6, 1)
    )
    assert found.day is None
    assert [step.code for step in found.steps] == [Derivation.FROM_DUE, Derivation.STEP_TAKES, Derivation.BLOCKED]
    assert found.why_unknown is found.steps[-1]
    said = {"place": 2, "step": "验收", "since": "2026-03-03", "why": "缺验收单"}
    assert (found.steps[-1].day, found.steps[-1].parameters) == (None, said)


@pytest.mark.parametrize(
    ("through", "day"), [(None, None), ("2026-04-09", None), ("2026-04-10", "2026-04-13"), ("2026-12-31", "2026-04-13")]
)
def test_without_a_budget_through_the_payment_day_there_is_no_day(through: str | None, day: str | None) -> None:
    budget = date.fromisoformat(through) if through else None
    found = expected("2026-04-01", Habits(None, TWICE, needs_budget=True, budget_through=budget, transfer_days=1))
    assert found.day == (date.fromisoformat(day) if day else None)
    if day is None:
        assert found.steps[-1].code is Derivation.BUDGET_OPEN
        assert found.steps[-1].parameters == {"through": through or ""}
        assert found.steps[-2].day == date(2026, 4, 13)  # what it would have been


@pytest.mark.parametrize(
    ("today", "day", "last"),
    [
        ("2026-04-13", "2026-04-13", Derivation.TRANSFER),  # it may still come today
        ("2026-04-14", "2026-04-28", Derivation.TRANSFER),  # missed: 04-25 is a Saturday → 04-27, and a day
        ("2026-04-28", "2026-05-12", Derivation.TRANSFER),  # 05-10 is a Sunday → 05-11, and a day
    ],
)
def test_a_day_that_has_passed_gives_the_next_payment_day(today: str, day: str, last: Derivation) -> None:
    found = expected("2026-03-10", Habits(25, TWICE, transfer_days=1), 3, today=today)
    assert (found.day, found.steps[-1].code) == (date.fromisoformat(day), last)
    passed = [step for step in found.steps if step.code is Derivation.DAY_HAS_PASSED]
    if today == "2026-04-13":
        assert passed == []
    else:
        assert [(step.day, step.parameters) for step in passed] == [(date.fromisoformat(today), {"day": "2026-04-13"})]


def test_a_day_that_has_passed_without_payment_days_gives_none() -> None:
    found = expected("2026-03-10", Habits(25), 3, today="2026-04-01")
    assert found.day is None
    assert (found.steps[-1].code, found.steps[-1].parameters) == (Derivation.NO_PAYMENT_DAYS, {"day": "2026-03-30"})


def test_a_year_of_which_only_weekends_are_known_is_said() -> None:
    found = expected("2027-03-10", Habits())
    assert (found.day, found.steps[-1].code) == (date(2027, 3, 10), Derivation.YEAR_UNKNOWN)
    assert found.steps[-1].parameters == {"year": 2027}


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
IN_MONTH = st.integers(1, 31)
ROLLS = st.sampled_from(HolidayRoll)
PAYMENT_DAYS = st.one_of(
    st.just(ANY),
    st.just(LAST),
    st.builds(
        lambda days, roll: PaymentDays(PaymentDayKind.MONTH_DAYS, tuple(sorted(days)), None, roll),
        st.sets(IN_MONTH, min_size=1, max_size=6),
        ROLLS,
    ),
    st.builds(lambda day, roll: PaymentDays(PaymentDayKind.WEEKDAY, (), day, roll), st.integers(0, 6), ROLLS),
)
HABITS = st.builds(
    lambda closing, days, transfer, late: Habits(closing, days, transfer_days=transfer, **(LATE_HOUR if late else {})),
    st.none() | IN_MONTH,
    PAYMENT_DAYS,
    st.integers(0, 5),
    st.booleans(),
)
LENGTHS = st.lists(st.integers(0, 20), max_size=5)


@given(DAYS, HABITS, LENGTHS, st.integers(-400, 0))
def test_never_before_the_due_date_and_days_never_go_back(
    due: date, habits: Habits, days: list[int], ahead: int
) -> None:
    found = expected(due.isoformat(), habits, *days, today=(due + timedelta(days=ahead)).isoformat())
    reached = [step.day for step in found.steps if step.day is not None and step.code is not Derivation.FREE_DAY]
    assert found.day is not None
    assert found.day >= due
    free = [step for step in found.steps if step.code is Derivation.FREE_DAY]
    assert reached == sorted(reached) or bool(free)  # kept earlier than it falls: 05-10 on the Saturday before
    assert found == expected(due.isoformat(), habits, *days, today=(due + timedelta(days=ahead)).isoformat())


@given(DAYS, HABITS, LENGTHS, st.integers(0, 5), st.integers(0, 10))
def test_a_longer_step_never_brings_the_money_sooner(
    due: date, habits: Habits, days: list[int], place: int, more: int
) -> None:
    longer = [length + (more if index == place % max(1, len(days)) else 0) for index, length in enumerate(days)]
    short, long = expected(due.isoformat(), habits, *days), expected(due.isoformat(), habits, *longer)
    assert short.day is not None
    assert long.day is not None
    assert short.day <= long.day


@given(DAYS, HABITS, LENGTHS, st.integers(0, 40))
def test_a_later_due_date_never_brings_the_money_sooner(due: date, habits: Habits, days: list[int], later: int) -> None:
    first = expected(due.isoformat(), habits, *days).day
    then = expected((due + timedelta(days=later)).isoformat(), habits, *days).day
    assert first is not None
    assert then is not None
    assert first <= then


@given(DAYS, HABITS, LENGTHS, st.integers(1, 400))
def test_whatever_was_missed_the_day_lies_ahead_or_is_unknown(
    due: date, habits: Habits, days: list[int], late: int
) -> None:
    today = due + timedelta(days=late)
    found = expected(due.isoformat(), habits, *days, today=today.isoformat())
    assert found.day is None or found.day >= today
    assert (found.day is None) == (found.steps[-1].code is Derivation.NO_PAYMENT_DAYS)
