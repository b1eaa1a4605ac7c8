"""PURE: what may happen to a bill or a part of one, and on which account it stands (票据法; RULES_CN §5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huikuan.ledger.rules import Account


class State(StrEnum):
    """Where a part is; SPLIT lives on in its parts, CLEARED matured at whoever had it without a claim on us."""

    HELD = "HELD"
    PLEDGED = "PLEDGED"
    PRESENTED = "PRESENTED"
    ENDORSED = "ENDORSED"
    DISCOUNTED = "DISCOUNTED"
    SETTLED = "SETTLED"
    CLEARED = "CLEARED"
    DISHONOURED = "DISHONOURED"
    IN_RECOURSE = "IN_RECOURSE"
    RECOVERED = "RECOVERED"
    TURNED_BACK = "TURNED_BACK"
    SPLIT = "SPLIT"
    CANCELLED = "CANCELLED"


class Event(StrEnum):
    """What happens to a part."""

    RECEIVE = "RECEIVE"
    ENDORSE = "ENDORSE"
    DISCOUNT = "DISCOUNT"
    PLEDGE = "PLEDGE"
    RELEASE = "RELEASE"
    PRESENT = "PRESENT"
    SETTLE = "SETTLE"
    CLEAR = "CLEAR"
    DISHONOUR = "DISHONOUR"
    SEEK_RECOURSE = "SEEK_RECOURSE"
    RECOVER = "RECOVER"
    TURN_BACK = "TURN_BACK"
    LINK = "LINK"
    UNDO = "UNDO"
    TAKE_BACK = "TAKE_BACK"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.HELD, Event.ENDORSE): State.ENDORSED,
    (State.HELD, Event.DISCOUNT): State.DISCOUNTED,
    (State.HELD, Event.PLEDGE): State.PLEDGED,
    (State.HELD, Event.PRESENT): State.PRESENTED,
    (State.HELD, Event.TAKE_BACK): State.CANCELLED,
    (State.PLEDGED, Event.RELEASE): State.HELD,
    (State.PRESENTED, Event.SETTLE): State.SETTLED,
    (State.PRESENTED, Event.DISHONOUR): State.DISHONOURED,
    (State.ENDORSED, Event.CLEAR): State.CLEARED,
    (State.ENDORSED, Event.DISHONOUR): State.DISHONOURED,
    (State.DISCOUNTED, Event.CLEAR): State.CLEARED,
    (State.DISCOUNTED, Event.DISHONOUR): State.DISHONOURED,
    (State.DISHONOURED, Event.SEEK_RECOURSE): State.IN_RECOURSE,
    (State.DISHONOURED, Event.RECOVER): State.RECOVERED,
    (State.DISHONOURED, Event.TURN_BACK): State.TURNED_BACK,
    (State.IN_RECOURSE, Event.RECOVER): State.RECOVERED,
    (State.IN_RECOURSE, Event.TURN_BACK): State.TURNED_BACK,
}
"""A bill is not endorsed, discounted or pledged once it was presented or dishonoured (票据法 36)."""
IN_HAND = frozenset({State.HELD, State.PLEDGED, State.PRESENTED})
"""The paper is ours: its amount stands on the account of bills or vouchers held."""
PASSED_ON = frozenset({State.ENDORSED, State.DISCOUNTED})
"""Others hold it; until it matures they may come back to us."""
UNDONE_BY = {
    Event.ENDORSE: State.HELD,
    Event.DISCOUNT: State.HELD,
    Event.PLEDGE: State.HELD,
    Event.RELEASE: State.PLEDGED,
    Event.PRESENT: State.HELD,
    Event.SETTLE: State.PRESENTED,
    Event.SEEK_RECOURSE: State.DISHONOURED,
}
"""What can be undone as long as nothing came after it, and where the part is then."""
NOT_TRANSFERABLE_STOPS = frozenset({Event.ENDORSE, Event.DISCOUNT, Event.PLEDGE})
"""Marked "not transferable" it stays with its payee (票据法 27, 34)."""


class Counted(StrEnum):
    """At which event a bill counts as collected (KPI.md: receipt, discount, maturity)."""

    RECEIVED = "RECEIVED"
    CASH = "CASH"
    MATURED = "MATURED"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a part as the count of collected money needs it; `before` is None when it was received."""

    before: State | None
    after: State
    amount_minor: int


_COUNTS = {
    Counted.RECEIVED: frozenset(State),
    Counted.CASH: frozenset({State.DISCOUNTED, State.SETTLED, State.CLEARED}),
    Counted.MATURED: frozenset({State.SETTLED, State.CLEARED}),
}
_GONE = frozenset({State.DISHONOURED, State.IN_RECOURSE, State.RECOVERED, State.TURNED_BACK, State.CANCELLED})
"""What a part had paid is open again: nothing of it is left to be counted."""


def is_waiting(*, state: State | None, counted: Counted) -> bool:
    """Whether a part in this state is in the books and not collected yet."""
    return state is not None and state not in _GONE and state not in _COUNTS[counted]


def waiting_change(*, happened: Happened, counted: Counted) -> int:
    """By how much an event changes what is received on paper and not collected yet, minor units (TRUST P5)."""
    after = is_waiting(state=happened.after, counted=counted)
    return happened.amount_minor * (after - is_waiting(state=happened.before, counted=counted))


def collected_minor(*, allocated: int, happenings: list[Happened], counted: Counted) -> int:
    """How much of what a receipt on paper paid counts as collected after these events; what waits is taken off first."""
    waiting = sum(waiting_change(happened=one, counted=counted) for one in happenings)
    return max(0, allocated - waiting)


def account_of(*, is_voucher: bool) -> Account:
    """Where paper in hand stands."""
    return Account.VOUCHERS_HELD if is_voucher else Account.BILLS_HELD
