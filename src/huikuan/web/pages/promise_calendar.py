"""What the calendar of promises shows: the days of a month with what was promised for each, and how promises were kept."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import add_months
from huikuan.kernel.money import Money
from huikuan.promises.calendar import DayPromise, KeptRow, kept_by_collector, kept_by_customer, promises_between
from huikuan.web.pages.promises import chip_of
from huikuan.web.tables.columns import Chip, Text

KEPT_MONTHS = 12
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise on its day."""

    row: DayPromise
    amount: Money
    state: Chip


@dataclass(frozen=True, slots=True)
class PromiseDay:
    """A day of the calendar with its promises and their sums by currency."""

    day: date
    is_in_month: bool
    is_today: bool
    promises: tuple[Promised, ...]
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept rate in a table."""

    row: KeptRow
    due: Money

    @property
    def percent(self) -> str:
        """The share kept, in per cent with one place; a line is only there where something came due."""
        return f"{(self.row.rate.permille or 0) // 10}.{(self.row.rate.permille or 0) % 10} %"


@dataclass(frozen=True, slots=True)
class PromiseCalendar:
    """A month in weeks from Monday, the months beside it, and how the promises of the last twelve months were kept."""

    month: date
    before: date
    after: date
    weeks: tuple[tuple[PromiseDay, ...], ...]
    kept: tuple[tuple[Text, tuple[KeptLine, ...]], ...]
    kept_from: date


def promise_calendar(*, actor: Actor, today: date, month: date, company_id: int | None) -> PromiseCalendar:
    """The calendar of a month (any day of it); three queries."""
    first = month.replace(day=1)
    days = [day for week in Calendar().monthdatescalendar(first.year, first.month) for day in week]
    found = promises_between(actor=actor, first=days[0], last=days[-1], company_id=company_id)
    by_day: dict[date, list[Promised]] = {}
    for row in found:
        one = Promised(row, Money(row.amount_minor, row.currency), chip_of(state=row.state))
        by_day.setdefault(row.day, []).append(one)
    shown = [_day(day, first, today, by_day.get(day, [])) for day in days]
    start = add_months(day=today, months=-KEPT_MONTHS)
    return PromiseCalendar(
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=add_months(day=first, months=1),
        weeks=tuple(tuple(shown[place : place + 7]) for place in range(0, len(shown), 7)),
        kept=(
            (_("How customers kept them"), _lines(kept_by_customer(actor=actor, first=start, last=today))),
            (_("By who heard them"), _lines(kept_by_collector(actor=actor, first=start, last=today))),
        ),
        kept_from=start,
    )


def _day(day: date, first: date, today: date, promises: list[Promised]) -> PromiseDay:
    sums: dict[str, int] = {}
    for one in promises:
        sums[one.row.currency] = sums.get(one.row.currency, 0) + one.row.amount_minor
    totals = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
    return PromiseDay(day, day.month == first.month, day == today, tuple(promises), totals)


def _lines(rows: tuple[KeptRow, ...]) -> tuple[KeptLine, ...]:
    return tuple(KeptLine(row, Money(row.rate.due_minor, row.currency)) for row in rows[:MOST_ROWS])
