"""PURE: the state of an open item: a function of its amounts, due date, the business day, grace and what holds it (TRUST R4).

The first day after the due date is late by law, with or without grace: grace only says from when we treat it so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.receivables.rules import Parts, ReceivableState, state_of

_ENDED = frozenset({ReceivableState.SETTLED, ReceivableState.WRITTEN_OFF, ReceivableState.CANCELLED})


class OverdueState(StrEnum):
    """How an item stands on a day; HELD: nothing of it may be asked for, HELD_IN_PART: the rest of it is overdue."""

    OPEN = "OPEN"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    HELD_IN_PART = "HELD_IN_PART"
    HELD = "HELD"
    SETTLED = "SETTLED"
    WRITTEN_OFF = "WRITTEN_OFF"
    CANCELLED = "CANCELLED"


LATE = frozenset({OverdueState.OVERDUE, OverdueState.HELD_IN_PART})
"""States in which something may be asked for as overdue."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What decides the state besides the item: the day, the business calendar, grace in business days, days before the due date."""

    today: date
    calendar: BusinessCalendar
    grace_days: int = 0
    soon_days: int = 5


def overdue_state(*, parts: Parts, due: date | None, held_minor: int, stance: Stance) -> OverdueState:
    """The state of an item of which `held_minor` minor units may not be asked for (disputed, promised, ours to mend)."""
    ended = state_of(parts=parts, due=due, as_of=stance.today)
    if ended in _ENDED:
        return OverdueState(ended.value)
    if held_minor >= parts.outstanding:
        return OverdueState.HELD
    if due is None or stance.today < due - timedelta(days=stance.soon_days):
        return OverdueState.OPEN
    last = stance.calendar.add_business_days(day=due, days=stance.grace_days)
    if stance.today <= last:
        return OverdueState.DUE_SOON
    return OverdueState.HELD_IN_PART if held_minor > 0 else OverdueState.OVERDUE


def overdue_before(*, stance: Stance) -> date:
    """The first due date that is not overdue yet: every earlier one, with its grace in business days, has passed."""
    first = stance.today
    while stance.calendar.add_business_days(day=first - timedelta(days=1), days=stance.grace_days) >= stance.today:
        first -= timedelta(days=1)
    return first
