"""PURE: states of a tax invoice in the books, of its way to the customer, and of a red-letter application."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a tax invoice stands: it waits to be mended, it is in the books, or it was put aside with a reason."""

    WAITING = "WAITING"
    BOOKED = "BOOKED"
    PUT_ASIDE = "PUT_ASIDE"


class Way(StrEnum):
    """How far an invoice is on its way to the customer."""

    ISSUED = "ISSUED"
    SENDING = "SENDING"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    RETURNED = "RETURNED"


class WayEvent(StrEnum):
    """What may happen on the way: queued as e-mail, gone out, not gone out, handed over, received, returned."""

    QUEUE = "QUEUE"
    DELIVER = "DELIVER"
    FAIL = "FAIL"
    HAND_OVER = "HAND_OVER"
    RECEIVE = "RECEIVE"
    RETURN = "RETURN"


WAYS: dict[tuple[Way, WayEvent], Way] = {
    (Way.ISSUED, WayEvent.QUEUE): Way.SENDING,
    (Way.ISSUED, WayEvent.HAND_OVER): Way.SENT,
    (Way.ISSUED, WayEvent.RECEIVE): Way.RECEIVED,
    (Way.SENDING, WayEvent.DELIVER): Way.SENT,
    (Way.SENDING, WayEvent.FAIL): Way.ISSUED,
    (Way.SENT, WayEvent.RECEIVE): Way.RECEIVED,
    (Way.SENT, WayEvent.RETURN): Way.RETURNED,
    (Way.SENT, WayEvent.HAND_OVER): Way.SENT,
    (Way.SENT, WayEvent.QUEUE): Way.SENDING,
    (Way.RECEIVED, WayEvent.RETURN): Way.RETURNED,
    (Way.RETURNED, WayEvent.QUEUE): Way.SENDING,
    (Way.RETURNED, WayEvent.HAND_OVER): Way.SENT,
    (Way.RETURNED, WayEvent.RECEIVE): Way.RECEIVED,
}


class Handing(StrEnum):
    """By which way an invoice goes to the customer or its receipt was told."""

    EMAIL = "EMAIL"
    BY_HAND = "BY_HAND"
    COURIER = "COURIER"
    PORTAL = "PORTAL"
    PHONE = "PHONE"


class RedState(StrEnum):
    """A red-letter application (红字发票信息确认单): asked for, waiting for the other side, confirmed, used, given up."""

    APPLIED = "APPLIED"
    WAITING = "WAITING"
    CONFIRMED = "CONFIRMED"
    USED = "USED"
    GIVEN_UP = "GIVEN_UP"


class RedEvent(StrEnum):
    """What may happen to a red-letter application."""

    SUBMIT = "SUBMIT"
    CONFIRM = "CONFIRM"
    USE = "USE"
    GIVE_UP = "GIVE_UP"


REDS: dict[tuple[RedState, RedEvent], RedState] = {
    (RedState.APPLIED, RedEvent.SUBMIT): RedState.WAITING,
    (RedState.APPLIED, RedEvent.CONFIRM): RedState.CONFIRMED,
    (RedState.APPLIED, RedEvent.USE): RedState.USED,
    (RedState.APPLIED, RedEvent.GIVE_UP): RedState.GIVEN_UP,
    (RedState.WAITING, RedEvent.CONFIRM): RedState.CONFIRMED,
    (RedState.WAITING, RedEvent.USE): RedState.USED,
    (RedState.WAITING, RedEvent.GIVE_UP): RedState.GIVEN_UP,
    (RedState.CONFIRMED, RedEvent.USE): RedState.USED,
    (RedState.CONFIRMED, RedEvent.GIVE_UP): RedState.GIVEN_UP,
}
OPEN_REDS = frozenset({RedState.APPLIED, RedState.WAITING, RedState.CONFIRMED})
