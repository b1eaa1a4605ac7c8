"""PURE: whether the money of plans came: which instalments are paid, which plan is done or broken (HANDBOOK C8).

Money counts that lowered the items since the plan was made, or that is here and not used yet. No fen counts for two plans, and
none that a promise about another item waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.settlements.rules.plans import Event, Instalment, State

GroupKey = tuple[int, int, str]
"""Customer, own company, currency."""


class InstalmentState(StrEnum):
    """How an instalment stands on a day."""

    PAID = "PAID"
    PART = "PART"
    AHEAD = "AHEAD"
    DUE = "DUE"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan settles of an item and what is still open of it, minor units.

    `gone_minor` left the item without being paid since: written off, or the plan's own discount.
    """

    receivable_id: int
    planned_minor: int
    open_minor: int
    gone_minor: int = 0


@dataclass(frozen=True, slots=True)
class RunningPlan:
    """A plan as the day's job judges it."""

    id: int
    group: GroupKey
    state: State
    begins_on: date
    made_on: date
    instalments: tuple[Instalment, ...]
    items: tuple[Planned, ...]

    @property
    def total_minor(self) -> int:
        """What is to be paid, the discount apart."""
        return sum(one.minor for one in self.instalments)


@dataclass(frozen=True, slots=True)
class Unused:
    """Money of the customer that is here and not used yet."""

    group: GroupKey
    received_on: date
    minor: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a plan, the money it rests on, and through which day its items are held by the next instalment."""

    plan_id: int
    event: Event | None
    paid_minor: int
    held_through: date
    missed_minor: int


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """An instalment with the money that came for it, the earliest paid first."""

    instalment: Instalment
    paid_minor: int
    state: InstalmentState


def judgements(
    *, plans: Sequence[RunningPlan], unused: Iterable[Unused], reserved: Mapping[GroupKey, int], today: date
) -> tuple[Judgement, ...]:
    """What came of plans by `today`, the plan made first served first; `reserved` is what promises about other items wait for."""
    free = sorted(unused, key=lambda one: one.received_on)
    left = _after_promises(free, reserved)
    found = []
    for plan in sorted(plans, key=lambda one: (one.made_on, one.id)):
        paid = lowered_minor(items=plan.items)
        for place, one in enumerate(free):
            if one.group == plan.group and one.received_on >= plan.made_on:
                share = min(left[place], max(0, plan.total_minor - paid))
                left[place] -= share
                paid += share
        found.append(judged(plan=plan, paid_minor=paid, today=today))
    return tuple(found)


def judged(*, plan: RunningPlan, paid_minor: int, today: date) -> Judgement:
    """What so much money makes of a plan on a day: done when everything came, broken when the grace of an instalment passed."""
    standing = standings(instalments=plan.instalments, paid_minor=paid_minor, today=today)
    missed = sum(one.instalment.minor - one.paid_minor for one in standing if one.state is InstalmentState.MISSED)
    waits = [one.instalment for one in standing if one.state is not InstalmentState.PAID]
    through = waits[0].held_through if waits else plan.instalments[-1].held_through
    return Judgement(plan.id, _event(plan, paid_minor, missed, today), paid_minor, through, missed)


def standings(*, instalments: Sequence[Instalment], paid_minor: int, today: date) -> tuple[InstalmentStanding, ...]:
    """How each instalment stands: money pays the earliest first; missed once its grace has passed."""
    left, found = paid_minor, []
    for one in instalments:
        share = min(left, one.minor)
        left -= share
        found.append(InstalmentStanding(one, share, _state(one, share, today)))
    return tuple(found)


def came_by_day(
    *, lowered: Iterable[tuple[date, int]], paid_minor: int, since: date, today: date
) -> tuple[tuple[date, int], ...]:
    """What had come of a plan by the end of each day on which that changed, minor units, oldest first.

    `lowered` is by how much its items fell on a day (negative: money went back); never more than `paid_minor`, which is what
    counts today and ends the line: it knows of money that is not used yet.
    """
    by_day: dict[date, int] = {since: 0}
    for day, minor in lowered:
        if since <= day <= today:
            by_day[day] = by_day.get(day, 0) + minor
    left, found = 0, dict[date, int]()
    for day in sorted(by_day):
        left += by_day[day]
        found[day] = max(0, min(left, paid_minor))
    return tuple(sorted((found | {max(since, today): paid_minor}).items()))


def lowered_minor(*, items: Iterable[Planned]) -> int:
    """By how much money and credit notes lowered the items since the plan, minor units; never negative for an item."""
    return sum(max(0, min(one.planned_minor, one.planned_minor - one.open_minor - one.gone_minor)) for one in items)


def _after_promises(free: Sequence[Unused], reserved: Mapping[GroupKey, int]) -> dict[int, int]:
    wanted = dict(reserved)
    left = {}
    for place, one in enumerate(free):
        taken = min(one.minor, wanted.get(one.group, 0))
        wanted[one.group] = wanted.get(one.group, 0) - taken
        left[place] = one.minor - taken
    return left


def _event(plan: RunningPlan, paid_minor: int, missed_minor: int, today: date) -> Event | None:
    if plan.state is State.AGREED:
        return Event.START if plan.begins_on <= today else None
    if missed_minor:
        return Event.BREAK
    return Event.FINISH if paid_minor >= plan.total_minor and plan.state is State.RUNNING else None


def _state(one: Instalment, paid_minor: int, today: date) -> InstalmentState:
    if paid_minor >= one.minor:
        return InstalmentState.PAID
    if today > one.held_through:
        return InstalmentState.MISSED
    if today >= one.day:
        return InstalmentState.DUE
    return InstalmentState.PART if paid_minor else InstalmentState.AHEAD
