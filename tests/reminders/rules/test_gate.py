"""The send gate returns every reason at once; each reason has a pair of facts on either side of its limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.reminders.rules.gate import PASSING, BankAccountState, GateFacts, next_moment, send_gate
from huikuan.reminders.rules.policy import OverdueStep, Policy, Tone

CALENDAR = BusinessCalendar()
MONDAY = date(2026, 3, 2)
POLICY = Policy(
    id=1,
    customer_class="STANDARD",
    number=1,
    source="test",
    before_due=(),
    overdue=(OverdueStep(1, 1, 1, Tone.FRIENDLY),),
    minimum_minor={"CNY": 10_000},
)
GOOD = GateFacts(
    today=MONDAY,
    currency="CNY",
    open_minor=50_000,
    least_item_minor=20_000,
    bank_accounts=(BankAccountState("工行", date(2026, 2, 27)),),
    messages={},
    at=time(10),
)


def codes(facts: GateFacts, policy: Policy = POLICY) -> list[str]:
    return [reason.code for reason in send_gate(facts=facts, policy=policy, calendar=CALENDAR)]


def test_nothing_against_it():
    assert codes(GOOD) == []
    assert codes(replace(GOOD, at=None)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"open_minor": 0}, ["NOTHING_OPEN"]),
        ({"open_minor": 10_000}, []),
        ({"open_minor": 9_999}, ["BELOW_MINIMUM"]),
        ({"currency": "USD", "open_minor": 1}, []),  # no minimum in this currency (D10)
        ({"unapplied_minor": 19_999}, []),
        ({"unapplied_minor": 20_000}, ["MAY_BE_PAID"]),
        ({"proposed_minor": 19_999}, []),
        ({"proposed_minor": 20_000}, ["PAYMENT_PROPOSED"]),
        ({"bank_accounts": ()}, ["BANK_UNKNOWN"]),
        ({"bank_accounts": (BankAccountState("工行", None),)}, ["BANK_NEVER_STATED"]),
        ({"bank_accounts": (BankAccountState("工行", date(2026, 2, 27)),)}, []),  # Friday; Saturday was worked
        ({"bank_accounts": (BankAccountState("工行", date(2026, 2, 26)),)}, ["BANK_STALE"]),
        ({"bank_accounts": (BankAccountState("工行", date(2026, 2, 28)), BankAccountState("建行", None))}, ["BANK_NEVER_STATED"]),
        ({"do_not_contact_reason": "破产"}, ["DO_NOT_CONTACT"]),
        ({"recipient_fault": "NO_RECIPIENT"}, ["NO_RECIPIENT"]),
        ({"at": time(8, 59, 59)}, ["QUIET_HOURS"]),
        ({"at": time(9)}, []),
        ({"at": time(19, 59, 59)}, []),
        ({"at": time(20)}, ["QUIET_HOURS"]),
        ({"messages": {MONDAY: 1}}, ["DAY_CAP"]),
        ({"messages": {MONDAY - timedelta(days=1): 1, MONDAY - timedelta(days=6): 1}}, []),
        ({"messages": {MONDAY - timedelta(days=1): 1, MONDAY - timedelta(days=3): 1, MONDAY - timedelta(days=6): 1}}, ["WEEK_CAP"]),
        ({"messages": {MONDAY - timedelta(days=7): 3}}, []),
    ],
)  # fmt: skip
def test_each_limit(change, expected):
    assert codes(replace(GOOD, **change)) == expected


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2026, 2, 14), False),  # a Saturday that is worked, before the Spring Festival
        (date(2026, 2, 17), True),  # Spring Festival
        (date(2026, 3, 7), True),  # Saturday
        (date(2026, 10, 1), True),  # National Day
    ],
)
def test_business_days(day, is_free):
    fresh = (BankAccountState("工行", day - timedelta(days=1)),)
    assert ("NOT_A_BUSINESS_DAY" in codes(replace(GOOD, today=day, bank_accounts=fresh))) is is_free


def test_after_a_long_holiday_statements_from_before_it_still_count():
    # The Spring Festival of 2026 lasts from 15 to 23 February: nothing was missed that a business day would have shown.
    facts = replace(GOOD, today=date(2026, 2, 24), bank_accounts=(BankAccountState("工行", date(2026, 2, 14)),))
    assert codes(facts) == []


def test_without_a_freshness_limit_the_bank_is_not_asked():
    assert codes(replace(GOOD, bank_accounts=()), replace(POLICY, bank_fresh_days=None)) == []


BAD = [
    {"recipient_fault": "ADDRESS_INVALID"},
    {"do_not_contact_reason": "诉讼中"},
    {"unapplied_minor": 50_000},
    {"proposed_minor": 50_000},
    {"bank_accounts": ()},
    {"messages": {MONDAY: 1}},
    {"at": time(22)},
]


@pytest.mark.parametrize("pair", list(combinations(BAD, 2)))
def test_every_reason_is_returned_not_only_the_first(pair):
    first, second = pair
    alone = set(codes(replace(GOOD, **first))) | set(codes(replace(GOOD, **second)))
    assert set(codes(replace(GOOD, **first, **second))) == alone
    assert len(alone) == 2


def test_reasons_that_time_removes_are_named():
    assert {"QUIET_HOURS", "NOT_A_BUSINESS_DAY", "DAY_CAP", "WEEK_CAP"} == PASSING


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times(),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC"]),
)
def test_the_next_moment_is_later_and_inside_the_window(day, hour, zone):
    moment = datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    found = next_moment(after=moment, policy=POLICY, calendar=CALENDAR)
    assert found > moment
    assert found.time() == time(9) and CALENDAR.is_business_day(day=found.date())
    assert found - moment < timedelta(days=12)


def local(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        (local(3, 2, 7), local(3, 2, 9)),
        (local(3, 2, 9), local(3, 3, 9)),
        (local(3, 6, 21), local(3, 9, 9)),
        (local(2, 14, 20), local(2, 24, 9)),
    ],
)
def test_next_moments(moment, found):
    assert next_moment(after=moment, policy=POLICY, calendar=CALENDAR) == found
