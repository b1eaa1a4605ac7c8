"""PURE: what is known of one customer's debt when a strategy is looked for, and the groups in which success is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huikuan.causes.rules.causes import OUR_SIDE, Cause


class Sign(StrEnum):
    """What may stand beside a debt besides its age and amount."""

    OUR_SIDE = "OUR_SIDE"
    STEP_BLOCKED = "STEP_BLOCKED"
    NO_KEY_PERSON = "NO_KEY_PERSON"
    PROOF_MISSING = "PROOF_MISSING"
    DISPUTED = "DISPUTED"
    OTHER_CREDITORS = "OTHER_CREDITORS"
    HAS_MONEY = "HAS_MONEY"


class Age(StrEnum):
    """Days overdue in groups: success is counted by them."""

    NOT_DUE = "NOT_DUE"
    TO_30 = "TO_30"
    TO_60 = "TO_60"
    TO_90 = "TO_90"
    TO_180 = "TO_180"
    OVER_180 = "OVER_180"


_LAST_DAY = ((0, Age.NOT_DUE), (30, Age.TO_30), (60, Age.TO_60), (90, Age.TO_90), (180, Age.TO_180))


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts of one debt; a fact nobody knows is empty, and no condition on it is met.

    `channel` is how we are about to be in touch; empty while that is open.
    """

    days_overdue: int
    amount_minor: int
    currency: str
    causes: frozenset[str] = frozenset()
    nature: str = ""
    grade: str = ""
    customer_class: str = ""
    broken_promises: int = 0
    channel: str = ""
    signs: frozenset[Sign] = frozenset()


def signs_of(*, known: Mapping[Sign, bool], causes: frozenset[str]) -> frozenset[Sign]:
    """The signs that are there; a recorded cause says too that something is ours to mend, or that a step stands still."""
    found = {sign for sign, is_there in known.items() if is_there}
    if causes & OUR_SIDE:
        found.add(Sign.OUR_SIDE)
    if Cause.PROCESS_BLOCKED in causes:
        found.add(Sign.STEP_BLOCKED)
    return frozenset(found)


def age_of(*, days_overdue: int) -> Age:
    """The group of a debt so many days overdue; one that is not due yet has a group of its own."""
    return next((age for last, age in _LAST_DAY if days_overdue <= last), Age.OVER_180)
