"""PURE: whether the money of plans came: which instalments are paid, which plan is done or broken (HANDBOOK C8).

Money counts that lowered the items since the plan was made, or that is here and not used yet. No fen counts for two plans, and
none that a promise about another item waits for. An instalment is kept by the money received through the last day of its grace,
whenever it was booked and whenever it is judged. A credit note is no payment: it lowers what is owed from the beginning.
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
    LATE = "LATE"
    PART = "PART"
    AHEAD = "AHEAD"
    DUE = "DUE"
    MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan settles of an item and what is still open of it, minor units.

    `gone_minor` left the item without being paid since: written off, or the plan's own discount. `came` is the money used for it
    since by the day it was received, negative where it went back; what else lowered it has no day.
    """

    receivable_id: int
    planned_minor: int
    open_minor: int
    gone_minor: int = 0
    came: tuple[tuple[date, int], ...] = ()


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
    """What came of a plan, the money it rests on, and through which day its items are held by the next instalment.

    `in_time` is what had been received through the last day of each instalment, in their order.
    """

    plan_id: int
    event: Event | None
    paid_minor: int
    held_through: date
    missed_minor: int
    in_time: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """An instalment with the money that came for it, the earliest paid first, and what of it through its last day."""

    instalment: Instalment
    paid_minor: int
    state: InstalmentState
    in_time_minor: int


NOT_KEPT = frozenset({InstalmentState.MISSED, InstalmentState.LATE})
"""What breaks a plan."""


def judgements(
    *, plans: Sequence[RunningPlan], unused: Iterable[Unused], reserved: Mapping[GroupKey, int], today: date
) -> tuple[Judgement, ...]:
    """What came of plans by `today`, those in force before broken ones and the plan made first served first.

    `reserved` is what promises about other items wait for.
    """
    free = sorted(unused, key=lambda one: one.received_on)
    left = _after_promises(free, reserved)
    found = []
    for plan in sorted(plans, key=lambda one: (one.state is State.BROKEN, one.made_on, one.id)):
        paid = lowered_minor(items=plan.items)
        shares: list[tuple[date, int]] = []
        for place, one in enumerate(free):
            if one.group == plan.group and one.received_on >= plan.made_on:
                share = min(left[place], max(0, plan.total_minor - paid))
                left[place] -= share
                shares.append((one.received_on, share))
                paid += share
        found.append(judged(plan=plan, paid_minor=paid, in_time=_in_time(plan, shares), today=today))
    return tuple(found)


def judged(*, plan: RunningPlan, paid_minor: int, in_time: tuple[int, ...], today: date) -> Judgement:
    """What so much money makes of a plan on a day: done when everything came, broken when the grace of an instalment passed."""
    standing = standings(instalments=plan.instalments, paid_minor=paid_minor, in_time=in_time, today=today)
    missed = sum(one.instalment.minor - one.in_time_minor for one in standing if one.state in NOT_KEPT)
    waits = [one.instalment for one in standing if one.paid_minor < one.instalment.minor]
    through = waits[0].held_through if waits else plan.instalments[-1].held_through
    return Judgement(plan.id, _event(plan, paid_minor, missed, today), paid_minor, through, missed, in_time)


def standings(
    *, instalments: Sequence[Instalment], paid_minor: int, today: date, in_time: Sequence[int] = ()
) -> tuple[InstalmentStanding, ...]:
    """How each instalment stands: money pays the earliest first; missed, or paid late, once its grace has passed.

    `in_time` as of a judgement; without it all that came counts as received in time.
    """
    before, found = 0, []
    for one, came in zip(instalments, in_time or [paid_minor] * len(instalments), strict=True):
        share, kept = (max(0, min(minor - before, one.minor)) for minor in (paid_minor, came))
        before += one.minor
        found.append(InstalmentStanding(one, share, _state(one, (share, kept), today), kept))
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


def lowered_minor(*, items: Iterable[Planned], through: date | None = None) -> int:
    """By how much money and credit notes lowered the items since the plan, minor units; never negative for an item.

    Given a day: by what was received through that day and did not go back later.
    """
    return sum(_lowered(one) if through is None else _lowered_through(one, through) for one in items)


def _lowered(item: Planned) -> int:
    return max(0, min(item.planned_minor, item.planned_minor - item.open_minor - item.gone_minor))


def _lowered_through(item: Planned, through: date) -> int:
    whole, later, least = _lowered(item), 0, 0
    for _, minor in sorted(one for one in item.came if one[0] > through):
        later += minor
        least = min(least, later)
    return max(0, min(whole, whole - later + least))


def _in_time(plan: RunningPlan, shares: Iterable[tuple[date, int]]) -> tuple[int, ...]:
    days, known = [one.held_through for one in plan.instalments], list(shares)
    return tuple(
        lowered_minor(items=plan.items, through=last) + sum(minor for on, minor in known if on <= last) for last in days
    )


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
    if plan.state is State.BROKEN:
        return None if missed_minor else Event.MEND
    if missed_minor:
        return Event.BREAK
    return Event.FINISH if paid_minor >= plan.total_minor and plan.state is State.RUNNING else None


def _state(one: Instalment, money: tuple[int, int], today: date) -> InstalmentState:
    paid_minor, in_time_minor = money
    if paid_minor >= one.minor:
        return InstalmentState.PAID if in_time_minor >= one.minor else InstalmentState.LATE
    if today > one.held_through:
        return InstalmentState.MISSED
    if today >= one.day:
        return InstalmentState.DUE
    return InstalmentState.PART if paid_minor else InstalmentState.AHEAD
