"""PURE: the life of a run, and the safety bound that holds a run back until a second person has looked (D8, S29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huikuan.reminders.rules.policy import Policy
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


@dataclass(frozen=True, slots=True)
class Bound:
    """How many messages may leave on a day unseen by a second person: `factor` × the largest run of 30 days.

    `small` messages a day are never too many.
    """

    factor: int
    small: int
    largest_before: int


def bound_of(*, policies: Iterable[Policy], largest_before: int) -> Bound:
    """The strictest bound that one of the policies in force sets, as a run mixes customers of every class."""
    known = tuple(policies)
    return Bound(
        factor=min(policy.bound_factor for policy in known),
        small=min(policy.small_run for policy in known),
        largest_before=largest_before,
    )


def hold_reasons(*, messages: int, sent_today: int, bound: Bound, per_customer: Iterable[int]) -> tuple[Reason, ...]:
    """Why a whole run waits for a second person: the day's messages pass the bound, or a customer would get two.

    What runs of the same day have sent counts, so that a large run cannot be cut into small ones.
    """
    reasons = []
    if messages and sent_today + messages > max(bound.small, bound.factor * bound.largest_before):
        numbers: dict[str, str | int] = {
            "messages": sent_today + messages,
            "sent": sent_today,
            "largest": bound.largest_before,
            "factor": bound.factor,
            "small": bound.small,
        }
        reasons.append(Reason("DAY_ABOVE_BOUND" if sent_today else "RUN_ABOVE_BOUND", numbers))
    if (most := max(per_customer, default=0)) > 1:
        reasons.append(Reason("CUSTOMER_TWICE", {"messages": most}))
    return tuple(reasons)
