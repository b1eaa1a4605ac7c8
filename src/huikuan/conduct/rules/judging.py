"""PURE: a person's judgement of a debtor, its review and its appeal, which somebody else decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.conduct.rules.weighing import MOST_REVIEW_DAYS, RECORDED, Ground, Nature

LONGEST_TEXT = 2_000


class State(StrEnum):
    """Where a judgement stands."""

    IN_FORCE = "IN_FORCE"
    REPLACED = "REPLACED"
    OVERTURNED = "OVERTURNED"


class Event(StrEnum):
    """What happens to a judgement."""

    JUDGE = "JUDGE"
    REPLACE = "REPLACE"
    APPEAL = "APPEAL"
    UPHOLD = "UPHOLD"
    DISMISS = "DISMISS"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.IN_FORCE, Event.APPEAL): State.IN_FORCE,
    (State.IN_FORCE, Event.DISMISS): State.IN_FORCE,
    (State.IN_FORCE, Event.REPLACE): State.REPLACED,
    (State.IN_FORCE, Event.UPHOLD): State.OVERTURNED,
}


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "OPEN"
    UPHELD = "UPHELD"
    DISMISSED = "DISMISSED"
    LAPSED = "LAPSED"


@dataclass(frozen=True, slots=True)
class SignDraft:
    """Something a colleague learned about a customer, with the document that proves it."""

    customer_id: int
    ground: Ground
    text: str
    happened_on: date
    file: tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class JudgementDraft:
    """What a person decides about a customer and why; without a day it is reviewed after the policy's days.

    `seen_id` is the judgement in force that the judge saw, 0 for none.
    """

    customer_id: int
    nature: Nature
    reason: str
    review_on: date | None = None
    seen_id: int = 0


@dataclass(frozen=True, slots=True)
class AppealDraft:
    """What the customer says against a judgement, who said so, and perhaps his paper."""

    text: str
    said_by: str
    file: tuple[str, bytes] | None = None


def sign_fault(*, draft: SignDraft, today: date) -> str:
    """The code of the first thing wrong with a recorded sign; empty if nothing is."""
    if draft.ground not in RECORDED:
        return "SIGN_NOT_RECORDED"
    if fault := text_fault(text=draft.text):
        return fault
    if draft.happened_on > today:
        return "SIGN_DAY_AHEAD"
    return "" if draft.file[1] else "SIGN_WITHOUT_PAPER"


def judgement_fault(*, draft: JudgementDraft, today: date) -> str:
    """The code of the first thing wrong with a judgement; empty if nothing is."""
    if fault := text_fault(text=draft.reason):
        return fault
    latest = today + timedelta(days=MOST_REVIEW_DAYS)
    return "" if draft.review_on is None or today < draft.review_on <= latest else "CONDUCT_REVIEW_DAY"


def text_fault(*, text: str) -> str:
    """The code of what is wrong with words that give a reason; empty if nothing is."""
    if not text.strip():
        return "REASON_NEEDED"
    return "CONDUCT_TEXT_TOO_LONG" if len(text) > LONGEST_TEXT or "\0" in text else ""
