"""PURE: which step each open item has reached. The counter belongs to the item, the message to the customer (D19).

A run on any later day finds the same steps due: days are compared with "at least", never with "exactly" (D6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.reminders.rules.policy import EntryRule, OverdueStep, Phase, Policy, Step
from huikuan.reminders.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Item:
    """An open item: what of it may be asked for (`open_minor`), and why it may not be asked for now (`holds`).

    `disputed_minor` of it is disputed, `promised_minor` promised for a day to come; both stand beside `open_minor`: only the
    disputed part stops (decree 802, Art. 15), and of a promise only what was promised.
    `expected_on` is the day on which the customer's own process has the money come (None: not known), `has_missed` whether
    such a day has passed already. `ours` is what stands against it on our side, read only for policies that wait for it.
    """

    receivable_id: int
    number: str
    sequence: int
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    due_date: date | None
    open_minor: int
    holds: tuple[Reason, ...] = ()
    expected_on: date | None = None
    has_missed: bool = False
    disputed_minor: int = 0
    promised_minor: int = 0
    ours: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """The highest step an item has taken in a phase, and the day it went out; None while that is not settled."""

    ordinal: int
    on: date | None


History = Mapping[tuple[int, Phase], Track]
"""By receivable and phase; items without an entry have taken no step since their due date was set."""


@dataclass(frozen=True, slots=True)
class ReachedStep:
    """A step an item is due for, with the steps that it leaves out for good."""

    item: Item
    phase: Phase
    step: Step
    skipped: tuple[tuple[Phase, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A step whose day has come but that must still wait, and why."""

    item: Item
    phase: Phase
    step: Step
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reached:
    """The steps that are due and those that wait, in the order of the items."""

    due: tuple[ReachedStep, ...]
    waiting: tuple[WaitingStep, ...]


def reached_steps(
    *, policy: Policy, items: Iterable[Item], history: History, today: date, calendar: BusinessCalendar
) -> Reached:
    """Which steps the items have reached on `today` under `policy`; items without due date or debt reach none."""
    due: list[ReachedStep] = []
    waiting: list[WaitingStep] = []
    for item in items:
        found = _reached(policy, item, history, today, calendar)
        if isinstance(found, ReachedStep):
            due.append(found)
        elif found is not None:
            waiting.append(found)
    return Reached(tuple(due), tuple(waiting))


def first_day(*, days_before: int, due_date: date, calendar: BusinessCalendar) -> date:
    """The day a step before the due date is reached: so many days before, or the business day before that."""
    return calendar.roll(day=due_date - timedelta(days=days_before), roll=HolidayRoll.PREVIOUS)


def is_due_soon(*, policy: Policy, item: Item, today: date, calendar: BusinessCalendar) -> bool:
    """Whether an item is not overdue but within the time of the policy's reminders before the due date."""
    due_date = item.due_date
    if due_date is None or due_date < today:
        return False
    days = (step.days_before for step in policy.before_due)
    return any(today >= first_day(days_before=before, due_date=due_date, calendar=calendar) for before in days)


def _reached(
    policy: Policy, item: Item, history: History, today: date, calendar: BusinessCalendar
) -> ReachedStep | WaitingStep | None:
    if item.due_date is None or item.open_minor <= 0:
        return None
    if today <= item.due_date:
        return _before_due(policy, item, item.due_date, history, today, calendar)
    return _overdue(policy, item, (today - item.due_date).days, history, today)


def _before_due(
    policy: Policy, item: Item, due_date: date, history: History, today: date, calendar: BusinessCalendar
) -> ReachedStep | WaitingStep | None:
    track = history.get((item.receivable_id, Phase.BEFORE_DUE), _NOTHING)
    reached = [
        step
        for step in policy.before_due
        if step.ordinal > track.ordinal
        and today >= first_day(days_before=step.days_before, due_date=due_date, calendar=calendar)
    ]
    if not reached:
        return None
    if track.ordinal and track.on is None:
        return WaitingStep(item, Phase.BEFORE_DUE, reached[-1], _UNSETTLED)
    skipped = tuple((Phase.BEFORE_DUE, step.ordinal) for step in reached[:-1])
    return ReachedStep(item, Phase.BEFORE_DUE, reached[-1], skipped)


def _overdue(policy: Policy, item: Item, days: int, history: History, today: date) -> ReachedStep | WaitingStep | None:
    track = history.get((item.receivable_id, Phase.OVERDUE), _NOTHING)
    reached = [step for step in policy.overdue if step.ordinal > track.ordinal and days >= step.days_overdue]
    if not reached:
        return None
    step = _chosen(policy, reached, track)
    if track.ordinal and track.on is None:
        return WaitingStep(item, Phase.OVERDUE, step, _UNSETTLED)
    if track.ordinal and track.on is not None and today < track.on + timedelta(days=step.gap_days):
        until = track.on + timedelta(days=step.gap_days)
        return WaitingStep(item, Phase.OVERDUE, step, Reason("GAP", {"until": until.isoformat()}))
    return ReachedStep(item, Phase.OVERDUE, step, _left_out(policy, item, step, track, history))


def _chosen(policy: Policy, reached: list[OverdueStep], track: Track) -> OverdueStep:
    if policy.entry_rule is EntryRule.FIRST:
        return reached[0]
    if policy.entry_rule is EntryRule.HIGHEST and track.ordinal == 0:
        return policy.overdue[-1]
    return reached[-1]


def _left_out(policy: Policy, item: Item, step: Step, track: Track, history: History) -> tuple[tuple[Phase, int], ...]:
    later = tuple((Phase.OVERDUE, ordinal) for ordinal in range(track.ordinal + 1, step.ordinal))
    if track.ordinal:
        return later
    before = history.get((item.receivable_id, Phase.BEFORE_DUE), _NOTHING).ordinal
    return tuple((Phase.BEFORE_DUE, one.ordinal) for one in policy.before_due if one.ordinal > before) + later


_NOTHING = Track(0, None)
_UNSETTLED = Reason("STEP_BEFORE_UNSETTLED")
