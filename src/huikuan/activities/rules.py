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


NEEDS_NEXT_STEP = frozenset(ActivityKind) - {ActivityKind.NOTE, ActivityKind.SALES_HELP, ActivityKind.OPINION}
"""Every contact about money, and complaints: they end in a concrete next step with a date, unless everything is settled (HANDBOOK C6)."""

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
LONGEST_PART = 1_000


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


@dataclass(frozen=True, slots=True)
class Conversation:
    """How a contact went, in the order it goes (沟通记录, HANDBOOK C6); what it was about stands in the text of the contact.

    `contact_id` is the person who was reached, None for one who is on nobody's list; `role` the part he plays in paying.
    `bargaining` is what he asked for and what we answered, `action` what he will do, `consequence` what follows if he does not.
    """

    contact_id: int | None = None
    role: str = ""
    opening: str = ""
    bargaining: str = ""
    action: str = ""
    consequence: str = ""


def conversation_fault(*, conversation: Conversation, outcome: Outcome) -> str:
    """The code of the first thing wrong with it: CONVERSATION_TOO_LONG, CONVERSATION_WITH_NOBODY, CONVERSATION_WITHOUT_ACTION."""
    parts = (conversation.opening, conversation.bargaining, conversation.action, conversation.consequence)
    if any(len(part) > LONGEST_PART for part in parts):
        return "CONVERSATION_TOO_LONG"
    if outcome is Outcome.NOT_REACHED and (conversation.contact_id is not None or conversation.role or any(parts)):
        return "CONVERSATION_WITH_NOBODY"
    return "CONVERSATION_WITHOUT_ACTION" if conversation.consequence.strip() and not conversation.action.strip() else ""


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
