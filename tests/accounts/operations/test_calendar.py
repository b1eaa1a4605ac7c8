"""Days of the business calendar: entered once a press, over the published ones, taken back, by administrators only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.accounts.models import CalendarDay
from huikuan.accounts.operations.calendar import CalendarDraft, remove_calendar_day, set_calendar_days
from huikuan.accounts.queries import business_calendar, calendar_year
from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.books import NOW
from tests.notices import notice

pytestmark = pytest.mark.django_db
EVE = CalendarDraft(date(2027, 2, 5), False, "除夕", "国办通知")
MAKE_UP = CalendarDraft(date(2027, 2, 20), True, "补班", "国办通知")


def test_a_whole_notice_makes_the_year_known() -> None:
    days = [CalendarDraft(day, is_worked) for day, is_worked in notice(year=2027).items()]
    begun, last = days[:20], days[20:]
    set_calendar_days(actor=SYSTEM, now=NOW, key="k1", days=begun)
    assert not calendar_year(year=2027).is_published
    set_calendar_days(actor=SYSTEM, now=NOW, key="k2", days=last)
    assert calendar_year(year=2027).is_published


def test_entered_days_hold() -> None:
    assert set_calendar_days(actor=SYSTEM, now=NOW, key="k", days=[EVE, MAKE_UP]) == {"days": 2}
    found = calendar_year(year=2027)
    own = [(one.day, one.is_working, one.name, one.source) for one in found.days if one.is_own]
    assert own == [(EVE.day, False, "除夕", "国办通知"), (MAKE_UP.day, True, "补班", "国办通知")]
    calendar = business_calendar()
    assert (calendar.is_business_day(day=EVE.day), calendar.is_business_day(day=MAKE_UP.day)) == (False, True)
    act = Act.objects.get(verb="set_calendar_days")
    assert [one["day"] for one in act.detail["days"]] == ["2027-02-05", "2027-02-20"]


def test_a_press_counts_once_and_a_day_entered_anew_takes_the_place_of_the_old_one() -> None:
    for _ in range(2):
        set_calendar_days(actor=SYSTEM, now=NOW, key="k", days=[EVE])
    set_calendar_days(actor=SYSTEM, now=NOW, key="k2", days=[replace(EVE, is_working=True, name="上班")])
    row = CalendarDay.objects.get()
    assert (row.is_working, row.name, Act.objects.count()) == (True, "上班", 2)


def test_a_day_taken_back_is_again_what_was_published() -> None:
    day = date(2026, 10, 1)
    set_calendar_days(actor=SYSTEM, now=NOW, key="k", days=[CalendarDraft(day, True)])
    assert business_calendar().is_business_day(day=day)
    remove_calendar_day(actor=SYSTEM, now=NOW, key="r", day=day)
    assert not business_calendar().is_business_day(day=day)
    with pytest.raises(Refused, match="CALENDAR_DAY_UNKNOWN"):
        remove_calendar_day(actor=SYSTEM, now=NOW, key="r2", day=day)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([], "CALENDAR_DAYS_MISSING"),
        ([EVE, EVE], "CALENDAR_DAY_TWICE"),
        ([replace(EVE, name="x" * 101)], "CALENDAR_TEXT_TOO_LONG"),
        ([replace(EVE, source="x" * 201)], "CALENDAR_TEXT_TOO_LONG"),
    ],
)
def test_faulty_days_are_refused(days: list[CalendarDraft], code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_calendar_days(actor=SYSTEM, now=NOW, key="k", days=days)
    assert (CalendarDay.objects.count(), Act.objects.count()) == (0, 0)


def test_only_who_administers_may() -> None:
    other = replace(SYSTEM, verbs=frozenset(Verb) - {Verb.ADMINISTER})
    with pytest.raises(NotPermitted):
        set_calendar_days(actor=other, now=NOW, key="k", days=[EVE])
    with pytest.raises(NotPermitted):
        remove_calendar_day(actor=other, now=NOW, key="k", day=EVE.day)


def test_the_published_year_lists_holidays_and_make_up_days() -> None:
    found = {one.day: one for one in calendar_year(year=2026).days}
    assert calendar_year(year=2026).is_published
    assert (found[date(2026, 2, 17)].is_working, found[date(2026, 2, 28)].is_working) == (False, True)
    assert found[date(2026, 2, 17)].name != ""
    assert date(2026, 3, 7) not in found  # an ordinary Saturday
    assert not any(one.is_own for one in found.values())
