"""PURE: the life of a run, and the safety bound that holds a run back until a second person has looked (D8, S29)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from huikuan.reminders.rules.reasons import Reason


class RunState(StrEnum):
    """Where a run stands."""

    PLANNED = "PLANNED"
    HELD = "HELD"
    APPROVED = "APPROVED"
    QUEUED = "QUEUED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


class RunEvent(StrEnum):
    """What may happen to a run."""

    APPROVE = "APPROVE"
    QUEUE = "QUEUE"
    CANCEL = "CANCEL"
    SUPERSEDE = "SUPERSEDE"


class Decision(StrEnum):
    """What a run says about a message."""

    SEND = "SEND"
    SUPPRESS = "SUPPRESS"


WAITING = (RunState.PLANNED, RunState.HELD, RunState.APPROVED)
"""States of a run that is not over."""

TRANSITIONS: dict[tuple[RunState, RunEvent], RunState] = {
    (RunState.HELD, RunEvent.APPROVE): RunState.APPROVED,
    (RunState.PLANNED, RunEvent.QUEUE): RunState.QUEUED,
    (RunState.APPROVED, RunEvent.QUEUE): RunState.QUEUED,
    **{(state, RunEvent.CANCEL): RunState.CANCELLED for state in WAITING},
    **{(state, RunEvent.SUPERSEDE): RunState.SUPERSEDED for state in WAITING},
}


def hold_reasons(*, messages: int, largest_before: int, factor: int, per_customer: Iterable[int]) -> tuple[Reason, ...]:
    """Why a whole run waits for a second person: more than `factor` × the largest run of 30 days, a customer twice."""
    reasons = []
    if messages > factor * largest_before:
        numbers: dict[str, str | int] = {"messages": messages, "largest": largest_before, "factor": factor}
        reasons.append(Reason("RUN_ABOVE_BOUND", numbers))
    if (most := max(per_customer, default=0)) > 1:
        reasons.append(Reason("CUSTOMER_TWICE", {"messages": most}))
    return tuple(reasons)
