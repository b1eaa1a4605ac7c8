"""Working days in China, make-up days included, and arithmetic of terms (Civil Code art. 201-203)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months, holiday_name, month_end
from tests.notices import notice

CALENDAR = BusinessCalendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # Saturday made up for the Spring Festival
        (date(2026, 2, 16), False),  # Monday of the Spring Festival
        (date(2026, 10, 10), True),  # Saturday made up for the National Day
        (date(2026, 3, 7), False),  # ordinary Saturday
        (date(2026, 3, 9), True),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert CALENDAR.is_business_day(day=day) is works


def test_the_companys_own_day_wins() -> None:
    own = BusinessCalendar({date(2026, 3, 9): False})
    assert not own.is_business_day(day=date(2026, 3, 9))
    assert own.roll(day=date(2026, 3, 9), roll=HolidayRoll.NEXT) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("roll", "rolled"),
    [
        (HolidayRoll.NEXT, date(2026, 10, 8)),
        (HolidayRoll.PREVIOUS, date(2026, 9, 30)),
        (HolidayRoll.NONE, date(2026, 10, 2)),
    ],
)
def test_a_holiday_rolls_as_agreed(roll: HolidayRoll, rolled: date) -> None:
    assert CALENDAR.roll(day=date(2026, 10, 2), roll=roll) == rolled


def test_business_days_are_counted_both_ways() -> None:
    assert CALENDAR.add_business_days(day=date(2026, 9, 30), days=1) == date(2026, 10, 8)
    assert CALENDAR.add_business_days(day=date(2026, 10, 8), days=-1) == date(2026, 9, 30)
    assert CALENDAR.add_business_days(day=date(2026, 10, 2), days=0) == date(2026, 10, 2)


def test_a_year_without_notice_says_so() -> None:
    assert CALENDAR.is_published(year=2026)
    assert not CALENDAR.is_published(year=2027)
    assert CALENDAR.unpublished_years(start=date(2026, 12, 20), end=date(2028, 1, 9)) == (2027, 2028)
    assert CALENDAR.unpublished_years(start=date(2026, 1, 1), end=date(2026, 12, 31)) == ()


def test_a_year_entered_whole_is_known_and_one_begun_is_not() -> None:
    """Entered day by day, it is known with the last days off of October and not before."""
    days = sorted(notice(year=2027).items())
    assert (sum(not is_worked for _, is_worked in days), sum(is_worked for _, is_worked in days)) == (19, 6)
    known = [BusinessCalendar(dict(days[:number])).is_published(year=2027) for number in range(len(days) + 1)]
    first = known.index(True)
    assert days[first - 1][0].month == 10
    assert all(known[first:])
    assert not BusinessCalendar(dict(days)).is_published(year=2028)


@pytest.mark.parametrize("months", [range(1, 10), range(2, 11), [10]])
def test_a_notice_without_some_holidays_is_not_whole(months: Iterable[int]) -> None:
    some = {day: is_worked for day, is_worked in notice(year=2027).items() if day.month in months}
    assert not BusinessCalendar(some).is_published(year=2027)


def test_weekends_off_and_days_of_work_do_not_make_a_year_known() -> None:
    whole = notice(year=2027)
    worked = {date(2027, month, number): True for month in range(1, 12) for number in (24, 25)}
    assert not BusinessCalendar(whole | worked).is_published(year=2027)


def test_the_days_that_are_not_what_their_weekday_says() -> None:
    found = CALENDAR.unusual_days(year=2026)
    assert {date(2026, 2, 28), date(2026, 10, 1), date(2026, 10, 10)} <= set(found)
    assert not {date(2026, 3, 7), date(2026, 3, 9)} & set(found)  # an ordinary Saturday and Monday
    own = BusinessCalendar({date(2026, 3, 7): False, date(2028, 2, 29): True})
    assert date(2026, 3, 7) in own.unusual_days(year=2026)  # entered, though it changes nothing
    assert own.unusual_days(year=2028)[-1].year == 2028
    assert holiday_name(day=date(2026, 10, 1), is_chinese=True) == "国庆节"
    assert holiday_name(day=date(2026, 10, 1), is_chinese=False) == "National Day"
    assert holiday_name(day=date(2026, 3, 9), is_chinese=True) == ""


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 10), -3, date(2025, 12, 10)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, found: date) -> None:
    assert add_months(day=day, months=months) == found


def test_month_end() -> None:
    assert month_end(day=date(2028, 2, 3)) == date(2028, 2, 29)
