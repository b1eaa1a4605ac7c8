"""PURE: the collection plan (回款计划): amounts that sum exactly to the contract, expected and due days, what an event fires."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.contracts.rules.states import MilestoneState, MilestoneStep
from huikuan.contracts.rules.terms import MilestoneKind, MilestoneTerm, Trigger
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.kernel.money import split_by_weights

WHOLE_PPM = 10**6
"""The whole contract in millionths."""
INSPECTION_MOST_YEARS = 2
"""Goods count as conforming two years after delivery at the latest (Civil Code art. 621)."""


@dataclass(frozen=True, slots=True)
class NotTheAmount:
    """The milestones do not add up to the contract: by so many minor units too little (above zero) or too much (below)."""

    missing_minor: int
    missing_ppm: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A milestone as it stands: its term, its amount, its state."""

    term: MilestoneTerm
    amount_minor: int
    state: MilestoneState


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: DATE means the day of a date milestone has come; no `numbers` means every milestone that waits for it."""

    trigger: Trigger
    happened_on: date
    progress_permille: int = 0
    numbers: frozenset[int] = frozenset()


def amounts_of(*, amount_minor: int, milestones: Sequence[MilestoneTerm]) -> tuple[int, ...] | NotTheAmount:
    """The amount of each milestone, minor units, summing exactly to the contract: shares are split by largest remainder.

    Beside fixed amounts the shares must make up the rest to less than one minor unit a fixed amount, as each of them may be a
    share that was rounded when it fired. Otherwise the difference.
    """
    amounts = [term.amount_minor or 0 for term in milestones if term.share_ppm is None]
    fixed = sum(amounts)
    shares = [term.share_ppm for term in milestones if term.share_ppm is not None]
    rest, ppm = amount_minor - fixed, sum(shares)
    short = rest * WHOLE_PPM - amount_minor * ppm
    exact = short == 0 if fixed == 0 or not shares else abs(short) < WHOLE_PPM * len(amounts)
    if not exact or rest < 0 or (shares and rest == 0):
        # Rounded away from zero: a difference never reads as none.
        missing = (abs(short) + WHOLE_PPM - 1) // WHOLE_PPM * (1 if short > 0 else -1)
        return NotTheAmount(missing, 0 if fixed else WHOLE_PPM - ppm)
    parts = iter(split_by_weights(total_minor=rest, weights=shares)) if shares else iter(())
    return tuple(next(parts) if term.share_ppm is not None else term.amount_minor or 0 for term in milestones)


def steps_of(*, event: Event, plan: Iterable[Standing]) -> dict[int, MilestoneStep]:
    """Which milestones an event moves, and how, by number. What has fired already stays: the same event again moves nothing.

    Retention is held when it is earned and becomes payable only when released (CAS 14: a contract asset until then).
    """
    found: dict[int, MilestoneStep] = {}
    for standing in plan:
        step = _step(event, standing)
        if step is not None:
            found[standing.term.number] = step
    return found


def _step(event: Event, standing: Standing) -> MilestoneStep | None:
    term, state = standing.term, standing.state
    is_meant = not event.numbers or term.number in event.numbers
    if term.kind is MilestoneKind.RETENTION:
        if state is MilestoneState.PLANNED and event.trigger is term.held_from:
            return MilestoneStep.HOLD
        is_released = state is MilestoneState.HELD and event.trigger is term.trigger
        return MilestoneStep.RELEASE if is_released and is_meant else None
    if state is not MilestoneState.PLANNED or event.trigger is not term.trigger or not is_meant:
        return None
    if term.trigger is Trigger.PROGRESS and event.progress_permille < term.progress_permille:
        return None
    return MilestoneStep.FIRE


def trigger_day(*, term: MilestoneTerm, signed_on: date) -> date | None:
    """The day the trigger of a milestone is expected: its own day for DATE (or that of signing), else what was entered."""
    if term.trigger is Trigger.DATE:
        return term.on or signed_on
    return term.expected_on


def deemed_accepted_on(*, delivered_on: date, inspection_days: int | None, calendar: BusinessCalendar) -> date | None:
    """The day goods count as accepted if the buyer says nothing: the end of the agreed inspection period.

    Civil Code art. 621; decree 802 art. 10 lets the clock of payment start then. A period that would end on a day off ends on
    the next business day (203). None where no period was agreed: what is a reasonable time is for a person to say.
    """
    if inspection_days is None:
        return None
    return calendar.roll(day=delivered_on + timedelta(days=inspection_days), roll=HolidayRoll.NEXT)


def days_waiting(*, expected_on: date | None, today: date) -> int:
    """Days since the trigger of a milestone was expected; 0 while it is not late."""
    return 0 if expected_on is None else max(0, (today - expected_on).days)


def may_accelerate(*, instalments: int, price_minor: int, overdue_minor: int) -> bool:
    """Whether the whole price may be called due (Civil Code art. 634): three payments or more, a fifth of the price in arrears.

    It takes a demand and a reasonable time as well, which no figure tells.
    """
    return instalments >= 3 and 5 * overdue_minor >= price_minor > 0


class PlanState(StrEnum):
    """Where a payment of the plan stands today: from its milestone, its days and what is open of its document."""

    PLANNED = "PLANNED"
    EXPECTED = "EXPECTED"
    WAITING = "WAITING"
    HELD = "HELD"
    OPEN = "OPEN"
    PARTIAL = "PARTIAL"
    OVERDUE = "OVERDUE"
    PAID = "PAID"
    DROPPED = "DROPPED"


def plan_state(
    *, state: MilestoneState, days: tuple[date | None, date | None], open_minor: int, amount_minor: int, today: date
) -> PlanState:
    """The state shown to people; `days` are the day its trigger is expected and the day it is due, once fired.

    Retention that is held is never overdue (RULES_CN §6.2); what waits for a trigger is not either.
    """
    expected_on, due_on = days
    if state in (MilestoneState.DROPPED, MilestoneState.HELD):
        return PlanState(state.value)
    if state is MilestoneState.PLANNED:
        if expected_on is None:
            return PlanState.PLANNED
        return PlanState.WAITING if today > expected_on else PlanState.EXPECTED
    if open_minor == 0:
        return PlanState.PAID
    if due_on is not None and today > due_on:
        return PlanState.OVERDUE
    return PlanState.OPEN if open_minor == amount_minor else PlanState.PARTIAL
