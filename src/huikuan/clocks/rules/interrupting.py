"""PURE: what would interrupt a limitation period now, by how much time is left; what a person may record, with which faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.clocks.rules.kinds import RECORDABLE, EventKind
from huikuan.clocks.rules.warning import Level

LONGEST_NOTE = 500
FOUND = frozenset({EventKind.PART_PAYMENT, EventKind.STATEMENT_CONFIRMED})
"""Found from receipts and statements, so never typed a second time."""
BY_HAND = tuple(kind for kind in RECORDABLE if kind not in FOUND)


class Action(StrEnum):
    """What would interrupt the period."""

    GET_CONFIRMED = "GET_CONFIRMED"
    POST_DEMAND = "POST_DEMAND"
    FILE_SUIT = "FILE_SUIT"
    NEW_AGREEMENT = "NEW_AGREEMENT"


BY_STEP = {
    Level.FIRST: Action.GET_CONFIRMED,
    Level.SECOND: Action.POST_DEMAND,
    Level.LAST: Action.FILE_SUIT,
    Level.OVER: Action.NEW_AGREEMENT,
}
"""The gentlest that still leaves time for the next: a confirmed statement or plan (limitation rules 14), a demand by courier
with its content named (8), a suit or payment order (10, 11); after the end only the debtor's own word (CC 192)."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as a person records it, about some items of a customer; `since` the first day of an obstacle that ended on `on`.

    An obstacle that lasts still has one day: its first, or a later one on which the paper shows that it lasts.
    """

    company_id: int
    customer_id: int
    kind: EventKind
    on: date
    receivable_ids: tuple[int, ...]
    note: str = ""
    since: date | None = None


def event_fault(*, draft: EventDraft, today: date) -> str | None:
    """What is wrong with an event: found by itself or proving nothing, ahead of today, without items, days reversed, a long note."""
    if draft.kind not in BY_HAND:
        return "CLOCK_EVENT_FOUND"
    if draft.on > today:
        return "CLOCK_EVENT_AHEAD"
    if not draft.receivable_ids:
        return "CLOCK_EVENT_ITEMS"
    has_ended = draft.kind is EventKind.SUSPENSION
    if has_ended != (draft.since is not None) or (draft.since is not None and draft.since > draft.on):
        return "CLOCK_EVENT_SINCE"
    return "CLOCK_EVENT_NOTE" if len(draft.note) > LONGEST_NOTE else None
