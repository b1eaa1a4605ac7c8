"""PURE: on which day money may be expected, derived step by step from how the customer pays; never a made-up date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months, month_end
from huikuan.paying.rules.records import Block, Habits, PaymentDayKind, PaymentDays, Step

_MONTHS_AHEAD = 3
_WEEKS_ABOUT = 4  # no run of free days in the calendar is longer


class Derivation(StrEnum):
    """The kinds of step a derivation takes; the last five end without a day."""

    FROM_DUE = "FROM_DUE"
    CLOSING_DAY = "CLOSING_DAY"
    STEP_TAKES = "STEP_TAKES"
    DAY_HAS_PASSED = "DAY_HAS_PASSED"
    PAYMENT_DAY = "PAYMENT_DAY"
    FREE_DAY = "FREE_DAY"
    AFTER_CUT_OFF = "AFTER_CUT_OFF"
    TRANSFER = "TRANSFER"
    YEAR_UNKNOWN = "YEAR_UNKNOWN"
    BLOCKED = "BLOCKED"
    BUDGET_OPEN = "BUDGET_OPEN"
    NO_PAYMENT_DAYS = "NO_PAYMENT_DAYS"
    NOT_RECORDED = "NOT_RECORDED"
    NO_DUE_DATE = "NO_DUE_DATE"


@dataclass(frozen=True, slots=True)
class Derived:
    """One step of a derivation: what it is, the day reached after it (None: no day follows), and what fills its sentence."""

    code: Derivation
    day: date | None
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expectation:
    """The day on which the money may be on our account, with its derivation; without a day the last step says why."""

    day: date | None
    steps: tuple[Derived, ...]

    @property
    def why_unknown(self) -> Derived | None:
        """The step that leaves no day; None where there is one."""
        return None if self.day is not None or not self.steps else self.steps[-1]

    @property
    def has_missed(self) -> bool:
        """Whether a day has passed on which the customer's own process had the money come."""
        return any(step.code in (Derivation.DAY_HAS_PASSED, Derivation.NO_PAYMENT_DAYS) for step in self.steps)


UNRECORDED = Expectation(None, (Derived(Derivation.NOT_RECORDED, None),))
"""Nobody has written down how this customer pays."""
WITHOUT_DUE_DATE = Expectation(None, (Derived(Derivation.NO_DUE_DATE, None),))


def expected_payment(
    *, due: date, habits: Habits, process: tuple[Step, ...], calendar: BusinessCalendar, today: date
) -> Expectation:
    """The day money due on `due` may be expected (HANDBOOK A3): closing day, steps, payment day, cut-off, transfer.

    Never before `due`. A blocked step or a budget that is not approved through the payment day leaves the day unknown.
    If the day so found has passed, the next payment day from `today` on is taken; without fixed payment days none is.
    """
    derived = [Derived(Derivation.FROM_DUE, due)]
    ready = due
    if habits.closing_day is not None:
        ready = _closing(habits.closing_day, due, calendar)
        derived.append(Derived(Derivation.CLOSING_DAY, ready, {"closing_day": habits.closing_day}))
    for place, step in enumerate(process, 1):
        if step.block is not None:
            return Expectation(None, (*derived, _blocked(place, step, step.block)))
        ready = calendar.add_business_days(day=ready, days=step.usual_days)
        takes: dict[str, str | int] = {"place": place, "step": step.name, "days": step.usual_days}
        derived.append(Derived(Derivation.STEP_TAKES, ready, takes))
    paid = _paid(ready, habits, calendar)
    if paid.arrives >= today:
        return _concluded(derived, paid, habits, calendar, due)
    derived += paid.steps
    if habits.payment_days.kind is PaymentDayKind.ANY_DAY:
        return Expectation(None, (*derived, Derived(Derivation.NO_PAYMENT_DAYS, None, _on(paid.arrives))))
    derived.append(Derived(Derivation.DAY_HAS_PASSED, today, _on(paid.arrives)))
    return _concluded(derived, _paid(today, habits, calendar), habits, calendar, due)


@dataclass(frozen=True, slots=True)
class _Paid:
    """From papers that are through to money on our account."""

    on: date
    arrives: date
    steps: tuple[Derived, ...]


def _paid(ready: date, habits: Habits, calendar: BusinessCalendar) -> _Paid:
    nominal, on = _payment_day(ready, habits.payment_days, calendar)
    steps: list[Derived] = []
    if habits.payment_days.kind is not PaymentDayKind.ANY_DAY:
        steps.append(Derived(Derivation.PAYMENT_DAY, nominal))
    if on != nominal:
        steps.append(Derived(Derivation.FREE_DAY, on, {"from": nominal.isoformat()}))
    arrives = on
    if habits.cut_off is not None and habits.pays_at is not None and habits.pays_at > habits.cut_off:
        arrives = calendar.add_business_days(day=arrives, days=1)
        hours: dict[str, str | int] = {
            "pays_at": habits.pays_at.isoformat("minutes"),
            "cut_off": habits.cut_off.isoformat("minutes"),
        }
        steps.append(Derived(Derivation.AFTER_CUT_OFF, arrives, hours))
    if habits.transfer_days:
        arrives = calendar.add_business_days(day=arrives, days=habits.transfer_days)
        steps.append(Derived(Derivation.TRANSFER, arrives, {"days": habits.transfer_days}))
    return _Paid(on, arrives, tuple(steps))


def _concluded(
    derived: list[Derived], paid: _Paid, habits: Habits, calendar: BusinessCalendar, due: date
) -> Expectation:
    steps = [*derived, *paid.steps]
    steps += [
        Derived(Derivation.YEAR_UNKNOWN, paid.arrives, {"year": year})
        for year in calendar.unpublished_years(start=due, end=paid.arrives)
    ]
    if habits.needs_budget and (habits.budget_through is None or habits.budget_through < paid.on):
        through = habits.budget_through.isoformat() if habits.budget_through else ""
        return Expectation(None, (*steps, Derived(Derivation.BUDGET_OPEN, None, {"through": through})))
    return Expectation(paid.arrives, tuple(steps))


def _closing(closing_day: int, ready: date, calendar: BusinessCalendar) -> date:
    """The first closing day on or after `ready`; one that is free is kept on the business day before."""
    days = (calendar.roll(day=day, roll=HolidayRoll.PREVIOUS) for day in _month_days((closing_day,), ready))
    return min(day for day in days if day >= ready)


def _payment_day(ready: date, days: PaymentDays, calendar: BusinessCalendar) -> tuple[date, date]:
    """The first payment day on or after `ready`: the day it falls on, and the day it is kept on."""
    rolled = ((day, calendar.roll(day=day, roll=roll)) for day, roll in _candidates(ready, days))
    return min((pair for pair in rolled if pair[1] >= ready), key=lambda pair: (pair[1], pair[0]))


def _candidates(ready: date, days: PaymentDays) -> Iterator[tuple[date, HolidayRoll]]:
    if days.kind is PaymentDayKind.MONTH_DAYS:
        yield from ((day, days.roll) for day in _month_days(days.month_days, ready))
    elif days.kind is PaymentDayKind.LAST_BUSINESS_DAY:
        yield from ((day, HolidayRoll.PREVIOUS) for day in _month_days((31,), ready))
    elif days.kind is PaymentDayKind.WEEKDAY and days.weekday is not None:
        first = ready + timedelta(days=(days.weekday - ready.weekday()) % 7)
        yield from ((first + timedelta(weeks=week), days.roll) for week in range(-_WEEKS_ABOUT, _WEEKS_ABOUT + 1))
    else:
        yield ready, HolidayRoll.NEXT


def _month_days(numbers: tuple[int, ...], about: date) -> Iterator[date]:
    """The days of the month before, of this one and of those to come; a number beyond a month's end is its end."""
    first = about.replace(day=1)
    for months in range(-1, _MONTHS_AHEAD + 1):
        month = add_months(day=first, months=months)
        yield from (month.replace(day=min(number, month_end(day=month).day)) for number in numbers)


def _blocked(place: int, step: Step, block: Block) -> Derived:
    said: dict[str, str | int] = {
        "place": place,
        "step": step.name,
        "since": block.since.isoformat(),
        "why": block.why,
    }
    return Derived(Derivation.BLOCKED, None, said)


def _on(day: date) -> dict[str, str | int]:
    return {"day": day.isoformat()}
