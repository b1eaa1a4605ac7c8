"""PURE: where a statement (对账单) or audit request (询证函) stands and what may happen to it (HANDBOOK B8, RULES_CN §6.4)."""

from __future__ import annotations

from enum import StrEnum


class StatementKind(StrEnum):
    """A commercial statement, or a request of the auditor: to answer in any case, or only if something is wrong."""

    STATEMENT = "STATEMENT"
    AUDIT_POSITIVE = "AUDIT_POSITIVE"
    AUDIT_NEGATIVE = "AUDIT_NEGATIVE"


class State(StrEnum):
    """Where a statement stands."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"
    NO_REPLY = "NO_REPLY"
    SECOND_REQUEST = "SECOND_REQUEST"
    ALTERNATIVE_DUE = "ALTERNATIVE_DUE"
    ALTERNATIVE_EVIDENCE = "ALTERNATIVE_EVIDENCE"
    DEEMED = "DEEMED"
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"


class Event(StrEnum):
    """What happens to a statement."""

    WRITE = "WRITE"
    ISSUE = "ISSUE"
    SEND = "SEND"
    ARRIVE = "ARRIVE"
    RETURN = "RETURN"
    CONFIRM = "CONFIRM"
    DISPUTE = "DISPUTE"
    LAPSE = "LAPSE"
    DEEM = "DEEM"
    REQUEST_AGAIN = "REQUEST_AGAIN"
    PROVE = "PROVE"
    WITHDRAW = "WITHDRAW"
    REPLACE = "REPLACE"


_OPEN = (
    State.ISSUED,
    State.SENT,
    State.DELIVERED,
    State.DISPUTED,
    State.NO_REPLY,
    State.SECOND_REQUEST,
    State.ALTERNATIVE_DUE,
    State.ALTERNATIVE_EVIDENCE,
    State.DEEMED,
)
TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.ISSUE): State.ISSUED,
    (State.DRAFT, Event.WITHDRAW): State.WITHDRAWN,
    (State.ISSUED, Event.SEND): State.SENT,
    (State.SENT, Event.ARRIVE): State.DELIVERED,
    (State.SENT, Event.RETURN): State.ISSUED,
    (State.SENT, Event.LAPSE): State.NO_REPLY,
    (State.DELIVERED, Event.LAPSE): State.NO_REPLY,
    # Silence is consent only where the contracts say so, and only to what arrived.
    (State.DELIVERED, Event.DEEM): State.DEEMED,
    (State.NO_REPLY, Event.REQUEST_AGAIN): State.SECOND_REQUEST,
    (State.SECOND_REQUEST, Event.ARRIVE): State.SECOND_REQUEST,
    (State.SECOND_REQUEST, Event.RETURN): State.NO_REPLY,
    (State.SECOND_REQUEST, Event.LAPSE): State.ALTERNATIVE_DUE,
    (State.ALTERNATIVE_DUE, Event.PROVE): State.ALTERNATIVE_EVIDENCE,
    # A reply after the day still counts, and a difference may be settled: every open state may be confirmed.
    **{(state, Event.CONFIRM): State.CONFIRMED for state in _OPEN},
    **{(state, Event.DISPUTE): State.DISPUTED for state in _OPEN if state is not State.DISPUTED},
    **{(state, Event.WITHDRAW): State.WITHDRAWN for state in _OPEN},
    **{(state, Event.REPLACE): State.REPLACED for state in _OPEN},
}
"""What was confirmed stays: it is evidence. A later statement shows what was posted since."""

GONE = frozenset({State.WITHDRAWN, State.REPLACED})
"""States of statements that say nothing any more."""

WAITING = frozenset({State.SENT, State.DELIVERED, State.SECOND_REQUEST})
"""States in which an answer is due by a day."""

ANSWERABLE = frozenset(_OPEN)
"""States in which an answer is taken."""


def sources_of(*, event: Event) -> tuple[State, ...]:
    """The states from which an event may happen."""
    return tuple(state for state, known in TRANSITIONS if known is event)


def number_text(*, number: int) -> str:
    """The number of a statement as it is printed: DZ000123."""
    return f"DZ{number:06d}"
