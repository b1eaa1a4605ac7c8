"""PURE: why a late debt is not paid, with evidence and owner, and what is ours to mend first (HANDBOOK C2).

A cause on our side stops the asking until it is mended: who has not performed cannot press for what depends on it (民法典
Art. 525, 526).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_TEXT = 2_000
MOST_ITEMS = 500
MOST_FILES = 10
LONGEST_MEND = timedelta(days=366)


class Cause(StrEnum):
    """Why the customer does not pay; the ones that begin with OUR_ lie on our side."""

    NO_MONEY = "NO_MONEY"
    KEEPS_IT = "KEEPS_IT"
    LEVER = "LEVER"
    PROCESS_BLOCKED = "PROCESS_BLOCKED"
    NOT_SELLING = "NOT_SELLING"
    OUR_QUALITY = "OUR_QUALITY"
    OUR_DELIVERY = "OUR_DELIVERY"
    OUR_INVOICE = "OUR_INVOICE"
    OUR_ACCEPTANCE = "OUR_ACCEPTANCE"
    TERM_UNCLEAR = "TERM_UNCLEAR"


OUR_SIDE = frozenset({Cause.OUR_QUALITY, Cause.OUR_DELIVERY, Cause.OUR_INVOICE, Cause.OUR_ACCEPTANCE})
"""Causes that open a task here instead of pressure there."""


class State(StrEnum):
    """Where a recorded cause stands."""

    IN_FORCE = "IN_FORCE"
    SETTLED = "SETTLED"
    REPLACED = "REPLACED"
    WITHDRAWN = "WITHDRAWN"


class Event(StrEnum):
    """What happens to a recorded cause."""

    RECORD = "RECORD"
    MEND = "MEND"
    REOPEN = "REOPEN"
    NARROW = "NARROW"
    SETTLE = "SETTLE"
    REPLACE = "REPLACE"
    WITHDRAW = "WITHDRAW"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.IN_FORCE, Event.MEND): State.IN_FORCE,
    (State.IN_FORCE, Event.REOPEN): State.IN_FORCE,
    (State.IN_FORCE, Event.NARROW): State.IN_FORCE,
    (State.IN_FORCE, Event.SETTLE): State.SETTLED,
    (State.IN_FORCE, Event.REPLACE): State.REPLACED,
    (State.IN_FORCE, Event.WITHDRAW): State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Mend:
    """What one of us does about a cause on our side, and until when."""

    what: str
    who_id: int
    until: date


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """A cause as it is recorded: about which open items of one customer, own company and currency, on what evidence.

    Evidence is files (name, bytes) or contacts of the time line, at least one; `owner_id` follows it up; `mend` belongs to
    causes on our side and to no other.
    """

    customer_id: int
    company_id: int
    currency: str
    cause: Cause
    text: str
    receivable_ids: tuple[int, ...]
    owner_id: int
    files: tuple[tuple[str, bytes], ...] = ()
    activity_ids: tuple[int, ...] = ()
    mend: Mend | None = None


def draft_faults(*, draft: CauseDraft, today: date) -> tuple[str, ...]:
    """The codes of everything wrong with a cause by itself; empty if nothing is."""
    return (
        *_text_faults(draft),
        *_mend_faults(draft, today),
    )


def is_ours(*, cause: Cause) -> bool:
    """Whether a cause lies on our side."""
    return cause in OUR_SIDE


def _text_faults(draft: CauseDraft) -> Iterable[str]:
    if not draft.text.strip():
        yield "CAUSE_TEXT_MISSING"
    if len(draft.text) > LONGEST_TEXT or "\0" in draft.text:
        yield "CAUSE_TEXT_TOO_LONG"
    if not 1 <= len(set(draft.receivable_ids)) <= MOST_ITEMS:
        yield "CAUSE_ITEMS_COUNT"
    if len(draft.files) > MOST_FILES:
        yield "CAUSE_FILES_COUNT"
    if not draft.files and not draft.activity_ids:
        yield "CAUSE_EVIDENCE_MISSING"


def _mend_faults(draft: CauseDraft, today: date) -> Iterable[str]:
    mend = draft.mend
    if not is_ours(cause=draft.cause):
        if mend is not None:
            yield "CAUSE_MEND_NOT_OURS"
        return
    if mend is None or not mend.what.strip():
        yield "CAUSE_MEND_MISSING"
    elif not today <= mend.until <= today + LONGEST_MEND:
        yield "CAUSE_MEND_DAY"
