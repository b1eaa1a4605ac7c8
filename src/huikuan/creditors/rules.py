"""PURE: who else supplies a customer and is owed, and what may be planned together (HANDBOOK C15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.kernel.money import DOCUMENT_MAX_MINOR

LONGEST_TEXT = 1_000
LONGEST_SUPPLIES = 200


class Source(StrEnum):
    """Where we know it from."""

    CREDITOR_SAID = "CREDITOR_SAID"
    CUSTOMER_SAID = "CUSTOMER_SAID"
    COURT_RECORD = "COURT_RECORD"
    BANKRUPTCY_FILE = "BANKRUPTCY_FILE"
    REGISTER = "REGISTER"
    OUR_PEOPLE = "OUR_PEOPLE"
    OTHER = "OTHER"


class Confidence(StrEnum):
    """How sure we are."""

    PROVEN = "PROVEN"
    LIKELY = "LIKELY"
    HEARSAY = "HEARSAY"


class StepKind(StrEnum):
    """What is planned with another creditor: always a person's task, nothing here is sent by itself."""

    SHARE_FACTS = "SHARE_FACTS"
    JOINT_TALK = "JOINT_TALK"
    JOINT_LETTER = "JOINT_LETTER"
    JOINT_COUNSEL = "JOINT_COUNSEL"
    BANKRUPTCY = "BANKRUPTCY"
    CREDITORS_MEETING = "CREDITORS_MEETING"


class StepState(StrEnum):
    """Where a planned step stands."""

    PLANNED = "PLANNED"
    DONE = "DONE"
    DROPPED = "DROPPED"


class StepEvent(StrEnum):
    """What may happen to a planned step."""

    DO = "DO"
    DROP = "DROP"


TRANSITIONS: dict[tuple[StepState, StepEvent], StepState] = {
    (StepState.PLANNED, StepEvent.DO): StepState.DONE,
    (StepState.PLANNED, StepEvent.DROP): StepState.DROPPED,
}


@dataclass(frozen=True, slots=True)
class CreditorDraft:
    """Another creditor of a customer; `owed_minor` where a sum is known, minor units."""

    customer_id: int
    name: str
    supplies: str
    source: Source
    confidence: Confidence
    seen_on: date
    owed_minor: int | None = None
    currency: str = "CNY"
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A joint step that one of our people plans for a day; he has read the caution."""

    kind: StepKind
    on: date
    owner_id: int
    text: str
    has_read_caution: bool


def creditor_fault(*, draft: CreditorDraft, today: date) -> str:
    """The first thing wrong: CREDITOR_NAME, CREDITOR_SEEN_AHEAD, CREDITOR_OWED, CREDITOR_TOO_LONG, CREDITOR_HEARSAY_SAYS_WHO,
    CREDITOR_SOURCE_SAYS_WHICH (another source than those known is named in the note).

    What is only hearsay says in its note who said so: it may never be told on as a fact (Civil Code art. 1024).
    """
    if not draft.name.strip():
        return "CREDITOR_NAME"
    if draft.seen_on > today:
        return "CREDITOR_SEEN_AHEAD"
    if draft.owed_minor is not None and not 1 <= draft.owed_minor <= DOCUMENT_MAX_MINOR:
        return "CREDITOR_OWED"
    if len(draft.name) > 200 or len(draft.supplies) > LONGEST_SUPPLIES or len(draft.note) > LONGEST_TEXT:
        return "CREDITOR_TOO_LONG"
    if draft.note.strip():
        return ""
    if draft.confidence is Confidence.HEARSAY:
        return "CREDITOR_HEARSAY_SAYS_WHO"
    return "CREDITOR_SOURCE_SAYS_WHICH" if draft.source is Source.OTHER else ""


def step_fault(*, draft: StepDraft, today: date) -> str:
    """The first thing wrong: STEP_TEXT, STEP_DAY_PAST, STEP_CAUTION_UNREAD."""
    if not 0 < len(draft.text.strip()) <= LONGEST_TEXT:
        return "STEP_TEXT"
    if draft.on < today:
        return "STEP_DAY_PAST"
    return "" if draft.has_read_caution else "STEP_CAUTION_UNREAD"
