"""PURE: the day a payment falls due by an explicit rule, with every step and its article (Civil Code arts. 200–204).

Phrases such as 月结 30 天 are read differently by different companies (RULES_CN §3.1.4), so a rule is kept in its parts and the
computed day is always shown with its derivation. The parts work in one order: the starting day is moved (`roll`), then months
are added, then days, then grace days, and the day reached is moved to a business day (`holiday_roll`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months, month_end

MOST_MONTHS = 120
MOST_DAYS = 3_660
MOST_GRACE_DAYS = 366
LONGEST_MONTH = 31


class Anchor(StrEnum):
    """The event a term runs from."""

    INVOICE = "INVOICE"
    DELIVERY = "DELIVERY"
    ACCEPTANCE = "ACCEPTANCE"
    STATEMENT_CONFIRMED = "STATEMENT_CONFIRMED"
    SETTLEMENT_CONFIRMED = "SETTLEMENT_CONFIRMED"
    MILESTONE = "MILESTONE"


class Roll(StrEnum):
    """Where the day of the event is moved before the term is added."""

    NONE = "NONE"
    EOM = "EOM"
    NEXT_MONTH_1ST = "NEXT_MONTH_1ST"
    FIXED_DAY = "FIXED_DAY"


class StepCode(StrEnum):
    """What one step of a derivation did."""

    START = "START"
    ROLLED_EOM = "ROLLED_EOM"
    ROLLED_NEXT_MONTH = "ROLLED_NEXT_MONTH"
    ROLLED_FIXED_DAY = "ROLLED_FIXED_DAY"
    MONTHS = "MONTHS"
    MONTHS_NO_SUCH_DAY = "MONTHS_NO_SUCH_DAY"
    DAYS = "DAYS"
    GRACE = "GRACE"
    BUSINESS_DAY = "BUSINESS_DAY"
    HOLIDAY_NEXT = "HOLIDAY_NEXT"
    HOLIDAY_PREVIOUS = "HOLIDAY_PREVIOUS"
    HOLIDAY_KEPT = "HOLIDAY_KEPT"
    CALENDAR_UNPUBLISHED = "CALENDAR_UNPUBLISHED"


class DueRuleFault(StrEnum):
    """Why a rule cannot be computed."""

    NEGATIVE = "NEGATIVE"
    TOO_LONG = "TOO_LONG"
    FIXED_DAY_MISSING = "FIXED_DAY_MISSING"
    FIXED_DAY_UNUSED = "FIXED_DAY_UNUSED"
    FIXED_DAY_RANGE = "FIXED_DAY_RANGE"


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a payment falls due after an event; months and days may both be given and are added in this order."""

    anchor: Anchor = Anchor.INVOICE
    roll: Roll = Roll.NONE
    fixed_day: int | None = None
    months: int = 0
    days: int = 0
    grace_days: int = 0
    holiday_roll: HolidayRoll = HolidayRoll.NEXT

    @property
    def faults(self) -> tuple[DueRuleFault, ...]:
        """Everything that is wrong with the rule; an empty tuple where it can be computed."""
        found = []
        if min(self.months, self.days, self.grace_days) < 0:
            found.append(DueRuleFault.NEGATIVE)
        if self.months > MOST_MONTHS or self.days > MOST_DAYS or self.grace_days > MOST_GRACE_DAYS:
            found.append(DueRuleFault.TOO_LONG)
        if self.roll is Roll.FIXED_DAY and self.fixed_day is None:
            found.append(DueRuleFault.FIXED_DAY_MISSING)
        if self.roll is not Roll.FIXED_DAY and self.fixed_day is not None:
            found.append(DueRuleFault.FIXED_DAY_UNUSED)
        if self.fixed_day is not None and not 1 <= self.fixed_day <= LONGEST_MONTH:
            found.append(DueRuleFault.FIXED_DAY_RANGE)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: what was done, the day reached, and the article that says so (`CC` is the Civil Code)."""

    code: str
    day: date
    article: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computed:
    """A due day and how it was reached."""

    due: date
    steps: tuple[Step, ...]

    @property
    def is_certain(self) -> bool:
        """False where the holidays of the year are not published yet and only weekends are known."""
        return all(step.code != StepCode.CALENDAR_UNPUBLISHED for step in self.steps)

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles used, each once, in the order of the steps."""
        return tuple(dict.fromkeys(step.article for step in self.steps))


def due_by_rule(*, rule: DueRule, anchor_day: date, calendar: BusinessCalendar) -> Computed:
    """The due day of a rule for an event on `anchor_day`; ValueError for a rule with faults.

    Articles: the starting day is not counted (201), months end on the corresponding day or the month's end (202), a last day
    off moves to the next business day (203), the parties may agree otherwise (204).
    """
    if rule.faults:
        raise ValueError(", ".join(rule.faults))
    steps = [Step(StepCode.START, anchor_day, "CC 201", {"anchor": rule.anchor.value})]
    steps += _rolled(rule, anchor_day)
    steps += _added(rule, steps[-1].day)
    steps += business_day_steps(day=steps[-1].day, holiday_roll=rule.holiday_roll, calendar=calendar)
    return Computed(due=steps[-1].day, steps=tuple(steps))


def business_day_steps(*, day: date, holiday_roll: HolidayRoll, calendar: BusinessCalendar) -> tuple[Step, ...]:
    """The last steps: the day moved to a business day (art. 203) or as agreed (204), and whether the calendar is published."""
    if holiday_roll is HolidayRoll.NONE:
        return () if calendar.is_business_day(day=day) else (Step(StepCode.HOLIDAY_KEPT, day, "CC 204"),)
    moved = calendar.roll(day=day, roll=holiday_roll)
    if moved == day:
        steps = [Step(StepCode.BUSINESS_DAY, day, "CC 203")]
    elif holiday_roll is HolidayRoll.NEXT:
        steps = [Step(StepCode.HOLIDAY_NEXT, moved, "CC 203", {"from": day.isoformat()})]
    else:
        steps = [Step(StepCode.HOLIDAY_PREVIOUS, moved, "CC 204", {"from": day.isoformat()})]
    unknown = calendar.unpublished_years(start=min(day, moved), end=max(day, moved))
    if unknown:
        steps.append(Step(StepCode.CALENDAR_UNPUBLISHED, moved, "CC 203", {"year": unknown[0]}))
    return tuple(steps)


def fixed_day_from(*, day: date, fixed_day: int) -> date:
    """The next `fixed_day` of a month on or after `day`; 29, 30 and 31 are the month's end in shorter months (art. 202)."""
    this_month = _day_of_month(day, fixed_day)
    return this_month if this_month >= day else _day_of_month(add_months(day=day.replace(day=1), months=1), fixed_day)


def _day_of_month(day: date, fixed_day: int) -> date:
    end = month_end(day=day)
    return end.replace(day=min(fixed_day, end.day))


def _rolled(rule: DueRule, day: date) -> tuple[Step, ...]:
    if rule.roll is Roll.EOM:
        return (Step(StepCode.ROLLED_EOM, month_end(day=day), "CC 204"),)
    if rule.roll is Roll.NEXT_MONTH_1ST:
        return (Step(StepCode.ROLLED_NEXT_MONTH, month_end(day=day) + timedelta(days=1), "CC 204"),)
    if rule.roll is Roll.FIXED_DAY and rule.fixed_day is not None:
        reached = fixed_day_from(day=day, fixed_day=rule.fixed_day)
        return (Step(StepCode.ROLLED_FIXED_DAY, reached, "CC 204", {"fixed_day": rule.fixed_day}),)
    return ()


def _added(rule: DueRule, day: date) -> tuple[Step, ...]:
    steps = []
    if rule.months:
        reached = add_months(day=day, months=rule.months)
        code = StepCode.MONTHS if reached.day == day.day else StepCode.MONTHS_NO_SUCH_DAY
        steps.append(Step(code, reached, "CC 202", {"months": rule.months}))
        day = reached
    if rule.days:
        day += timedelta(days=rule.days)
        steps.append(Step(StepCode.DAYS, day, "CC 201", {"days": rule.days}))
    if rule.grace_days:
        day += timedelta(days=rule.grace_days)
        steps.append(Step(StepCode.GRACE, day, "CC 204", {"days": rule.grace_days}))
    return tuple(steps)
