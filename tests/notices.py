"""Days off as a whole notice of the State Council names them."""

from __future__ import annotations

from datetime import date, timedelta

from huikuan.kernel.calendar import STATUTORY_DAYS_OFF


def days_off(*, year: int) -> list[date]:
    """As many days off from Monday to Friday as every year has at least, from 2 February on."""
    days = (date(year, 2, 2) + timedelta(days=number) for number in range(60))
    return [day for day in days if day.weekday() < 5][:STATUTORY_DAYS_OFF]
