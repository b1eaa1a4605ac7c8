"""PURE: kinds of contact, what came of them, and which contact must name the next step (HANDBOOK C6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActivityKind(StrEnum):
    """How we were in touch, or what we noted."""

    CALL = "CALL"
    VISIT = "VISIT"
    MEETING = "MEETING"
    CHAT = "CHAT"
    SMS = "SMS"
    EMAIL = "EMAIL"
    LETTER = "LETTER"
    NOTE = "NOTE"
    SALES_HELP = "SALES_HELP"
    OPINION = "OPINION"
    COMPLAINT = "COMPLAINT"


class Outcome(StrEnum):
    """What came of it."""

    NONE = "NONE"
    SENT = "SENT"
    NOT_REACHED = "NOT_REACHED"
    REACHED = "REACHED"
    PROMISED = "PROMISED"
    PAID_ALREADY = "PAID_ALREADY"
    DISPUTED = "DISPUTED"
    REFUSED = "REFUSED"
    SETTLED = "SETTLED"


class SubjectKind(StrEnum):
    """What an activity may be about besides its customer."""

    RECEIVABLE = "RECEIVABLE"
    INVOICE = "INVOICE"
    RECEIPT = "RECEIPT"
    MESSAGE = "MESSAGE"
    DOCUMENT = "DOCUMENT"
    CONTACT = "CONTACT"


NEEDS_NEXT_STEP = frozenset({ActivityKind.CALL, ActivityKind.VISIT, ActivityKind.MEETING, ActivityKind.COMPLAINT})
"""Contacts in person, and complaints: they end in a concrete next step with a date, unless everything is settled."""

ANSWERED = frozenset(
    {
        Outcome.REACHED,
        Outcome.PROMISED,
        Outcome.PAID_ALREADY,
        Outcome.DISPUTED,
        Outcome.REFUSED,
        Outcome.SETTLED,
    }
)
"""What came of a contact in which the customer answered: it settles the step agreed before, with or without a new one."""

LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing an activity is about."""

    kind: SubjectKind
    id: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """What we do next, and when."""

    action: str = ""
    on: date | None = None


def activity_faults(*, kind: ActivityKind, outcome: Outcome, text: str, next_step: NextStep, on: date) -> Sequence[str]:
    """Everything wrong with a contact record: TEXT_MISSING, TEXT_TOO_LONG, NEXT_STEP_MISSING, NEXT_STEP_IN_PAST."""
    faults = []
    if not text.strip():
        faults.append("TEXT_MISSING")
    if len(text) > LONGEST_TEXT:
        faults.append("TEXT_TOO_LONG")
    complete = bool(next_step.action.strip()) and next_step.on is not None
    started = bool(next_step.action.strip()) or next_step.on is not None
    if (kind in NEEDS_NEXT_STEP and outcome is not Outcome.SETTLED and not complete) or (started and not complete):
        faults.append("NEXT_STEP_MISSING")
    if next_step.on is not None and next_step.on < on:
        faults.append("NEXT_STEP_IN_PAST")
    return faults
