"""Days as a whole notice of the State Council names them: those of 2026 (RULES_CN §3.1), for any year."""

from __future__ import annotations

from datetime import date

from huikuan.kernel.calendar import BusinessCalendar

_OF_2026 = BusinessCalendar()


def notice(*, year: int) -> dict[date, bool]:
    """By day whether it is worked: as many days off from Monday to Friday and make-up days as in 2026, in the same months."""
    days: dict[date, bool] = {}
    for day in _OF_2026.unusual_days(year=2026):
        is_worked = _OF_2026.is_business_day(day=day)
        days[_next_like(day, year, is_weekend=is_worked, taken=days)] = is_worked
    return days


def _next_like(day: date, year: int, *, is_weekend: bool, taken: dict[date, bool]) -> date:
    """A weekday, or a day of a weekend, of the same month that is not taken."""
    days = (date(year, day.month, number) for number in range(1, 29))
    return next(one for one in days if (one.weekday() >= 5) is is_weekend and one not in taken)
