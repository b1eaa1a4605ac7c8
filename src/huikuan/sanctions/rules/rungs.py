"""PURE: the rungs of the ladder of sanctions, where a sanction stands and what may happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar


class Rung(StrEnum):
    """The rungs, from the mildest to the hardest; controlled shipping stands beside them."""

    DEMAND_1 = "DEMAND_1"
    DEMAND_2 = "DEMAND_2"
    DEMAND_3 = "DEMAND_3"
    LAWYER_LETTER = "LAWYER_LETTER"
    STOP_DISCOUNT = "STOP_DISCOUNT"
    STOP_SUPPLY = "STOP_SUPPLY"
    STOP_SERVICE = "STOP_SERVICE"
    END_AUTHORISATION = "END_AUTHORISATION"
    LEGAL = "LEGAL"
    CONTROLLED_SHIPPING = "CONTROLLED_SHIPPING"


LADDER = tuple(rung for rung in Rung if rung is not Rung.CONTROLLED_SHIPPING)
LETTERS = frozenset({Rung.DEMAND_1, Rung.DEMAND_2, Rung.DEMAND_3, Rung.LAWYER_LETTER})
"""Rungs that are done with their letter: nothing is stopped."""
SEPARATELY = frozenset({Rung.END_AUTHORISATION, Rung.LEGAL})
"""Rungs the finance director decides whatever the amount."""


BY_HAND = frozenset({Rung.STOP_SERVICE, Rung.END_AUTHORISATION})
"""Rungs that a person carries out: a task stands in his worklist until he says what was done."""


AFTER_ITS_TIME = frozenset({Rung.STOP_SERVICE, Rung.END_AUTHORISATION, Rung.LEGAL})
"""Their letters give days to pay: nothing happens before those are over."""
PAY_BY_BUSINESS_DAYS = 5


class Duty(StrEnum):
    """What a person has to do for a sanction by hand: carry it out, or undo it once it is released."""

    DO = "DO"
    UNDO = "UNDO"


class TaskEnd(StrEnum):
    """How a task ended: done, or dropped as the sanction was released before."""

    DONE = "DONE"
    DROPPED = "DROPPED"


class State(StrEnum):
    """Where a sanction stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    NOTIFIED = "NOTIFIED"
    IN_FORCE = "IN_FORCE"
    RELEASED = "RELEASED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Event(StrEnum):
    """What happens to a sanction."""

    PROPOSE = "PROPOSE"
    STATE = "STATE"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    NOTIFY = "NOTIFY"
    ARRIVE = "ARRIVE"
    NOT_ARRIVE = "NOT_ARRIVE"
    APPLY = "APPLY"
    REPORT = "REPORT"
    RELEASE = "RELEASE"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.APPROVE): State.APPROVED,
    (State.PROPOSED, Event.REJECT): State.REJECTED,
    (State.PROPOSED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.NOTIFY): State.NOTIFIED,
    (State.NOTIFIED, Event.APPLY): State.IN_FORCE,
    (State.NOTIFIED, Event.RELEASE): State.RELEASED,
    (State.IN_FORCE, Event.RELEASE): State.RELEASED,
}
LIVE = frozenset({State.PROPOSED, State.APPROVED, State.NOTIFIED, State.IN_FORCE})
TAKEN = frozenset({State.NOTIFIED, State.IN_FORCE})
"""The debtor was told: the rung is climbed."""


def first_day_in_force(*, rung: Rung, noticed_on: date, calendar: BusinessCalendar) -> date:
    """The first day on which a rung may come into force: at once, or after the business days that its letter gives."""
    if rung not in AFTER_ITS_TIME:
        return noticed_on
    return calendar.add_business_days(day=noticed_on, days=PAY_BY_BUSINESS_DAYS) + timedelta(days=1)
