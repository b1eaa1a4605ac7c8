"""Working days of the Chinese calendar, make-up work days included, and arithmetic of terms (RULES_CN §3.1)."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

LAST_PUBLISHED_YEAR = 2026
"""Last year whose holidays and make-up work days the State Council has published in the data at hand."""

STATUTORY_DAYS_OFF = 13
"""Days a year on which everybody is off (State Council decree 795 of 2024-11-10, art. 2). One that falls on a weekend is made
up for (art. 6), and longer holidays are paid with weekends: the days off from Monday to Friday of a whole notice exceed its
working weekend days by so many (2025: 18 - 5, 2026: 19 - 6)."""
_LAST_HOLIDAY = 10  # the month of the National Day, with which a notice ends

_WEEKEND = 5  # the weekday of Saturday


class HolidayRoll(StrEnum):
    """What happens to a day that is not a business day (Civil Code art. 203: the next business day)."""

    NONE = "NONE"
    NEXT = "NEXT"
    PREVIOUS = "PREVIOUS"


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Business days: an override of the company wins, then the published calendar, then Monday to Friday."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_business_day(self, *, day: date) -> bool:
        """Whether people work on `day`."""
        own = self.overrides.get(day)
        return _published_working_day(day) if own is None else own

    def is_published(self, *, year: int) -> bool:
        """False where only weekends are known: the year's notice is not in the data, and the company entered less than a whole one."""
        return year <= LAST_PUBLISHED_YEAR or self._is_entered_whole(year)

    def _is_entered_whole(self, year: int) -> bool:
        """Whether the company's own days are a whole notice; one that leaves out make-up days of work passes for whole."""
        own = {day: is_business for day, is_business in self.overrides.items() if day.year == year}
        days_off = [day for day, is_business in own.items() if not is_business and day.weekday() < _WEEKEND]
        made_up = sum(is_business and day.weekday() >= _WEEKEND for day, is_business in own.items())
        return len(days_off) - made_up >= STATUTORY_DAYS_OFF and any(day.month == _LAST_HOLIDAY for day in days_off)

    def unpublished_years(self, *, start: date, end: date) -> tuple[int, ...]:
        """The years from the day `start` through the day `end` of which only weekends are known for certain."""
        years = range(start.year, end.year + 1)
        return tuple(year for year in years if not self.is_published(year=year))

    def unusual_days(self, *, year: int) -> tuple[date, ...]:
        """The free days of `year` from Monday to Friday, its working weekend days, and every day of the company's own."""
        first = date(year, 1, 1)
        days = (first + timedelta(days=number) for number in range(366))
        return tuple(
            day
            for day in days
            if day.year == year
            and (day in self.overrides or self.is_business_day(day=day) != (day.weekday() < _WEEKEND))
        )

    def roll(self, *, day: date, roll: HolidayRoll) -> date:
        """Move `day` to a business day as `roll` says."""
        if roll is HolidayRoll.NONE:
            return day
        step = timedelta(days=1 if roll is HolidayRoll.NEXT else -1)
        while not self.is_business_day(day=day):
            day += step
        return day

    def add_business_days(self, *, day: date, days: int) -> date:
        """The day that lies `days` business days after (or before, if negative) `day`."""
        step = timedelta(days=1 if days >= 0 else -1)
        left = abs(days)
        while left:
            day += step
            left -= self.is_business_day(day=day)
        return day

    def end_of_grace(self, *, day: date, days: int) -> date:
        """The last of so many business days of grace after a last day, which moves on where it is not worked (Civil Code Art. 203)."""
        return self.add_business_days(day=self.roll(day=day, roll=HolidayRoll.NEXT), days=days)


def month_end(*, day: date) -> date:
    """Last day of the month of `day`."""
    return day.replace(day=gregorian.monthrange(day.year, day.month)[1])


def add_months(*, day: date, months: int) -> date:
    """Corresponding day `months` later, the month's end if there is none (Civil Code art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def holiday_name(*, day: date, is_chinese: bool) -> str:
    """What the published calendar calls a day, in Chinese or English; empty for an ordinary one."""
    return str(_chinese_holidays("zh_CN" if is_chinese else "en_US").get(day) or "")


@lru_cache(maxsize=2)
def _chinese_holidays(language: str) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language=language)


@lru_cache(maxsize=4096)
def _published_working_day(day: date) -> bool:
    return bool(_chinese_holidays("zh_CN").is_working_day(day))
