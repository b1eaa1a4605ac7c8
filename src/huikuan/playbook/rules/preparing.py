"""PURE: the five checks before a call or visit (催收准备, HANDBOOK C5), each with its state and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.reminders.rules.reasons import Reason

DECIDES = frozenset({"DECISION_MAKER", "OWNER", "PAYER"})
"""Parts in paying that can get a payment going; whoever checks invoices cannot."""


class Check(StrEnum):
    """What is looked at before anybody asks for money."""

    OURS = "OURS"
    PAPERS = "PAPERS"
    PERSON = "PERSON"
    TIMETABLE = "TIMETABLE"
    ALLIES = "ALLIES"


class Standing(StrEnum):
    """How a check stands: done, to be done first, or nobody has looked."""

    GOOD = "GOOD"
    OPEN = "OPEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of a customer before he is called; None where nobody has written it down."""

    blockers: int
    causes_of_ours: int
    items: int
    items_without_proof: int
    missing_kinds: tuple[str, ...]
    people: int
    deciding: tuple[str, ...]
    """Names of the people who can get a payment going and whom we can reach."""
    has_process: bool
    blocked_step: str = ""
    expected_on: date | None = None
    friends: tuple[str, ...] = ()
    creditors: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A check with its state and the facts behind it, as codes with parameters."""

    check: Check
    standing: Standing
    reasons: tuple[Reason, ...]


def checked(*, known: Prepared) -> tuple[Checked, ...]:
    """The five checks in their order: nothing of ours blocks, papers, key person, timetable, allies."""
    return (_ours(known), _papers(known), _person(known), _timetable(known), _allies(known))


def _ours(known: Prepared) -> Checked:
    reasons = []
    if known.blockers:
        reasons.append(Reason("PREPARE_BLOCKERS", {"count": known.blockers}))
    if known.causes_of_ours:
        reasons.append(Reason("PREPARE_OUR_CAUSES", {"count": known.causes_of_ours}))
    if reasons:
        return Checked(Check.OURS, Standing.OPEN, tuple(reasons))
    return Checked(Check.OURS, Standing.GOOD, (Reason("PREPARE_NOTHING_OF_OURS"),))


def _papers(known: Prepared) -> Checked:
    if not known.items:
        return Checked(Check.PAPERS, Standing.UNKNOWN, (Reason("PREPARE_NOTHING_OPEN"),))
    if known.items_without_proof:
        said: dict[str, str | int] = {"count": known.items_without_proof, "items": known.items}
        said["kinds"] = ", ".join(known.missing_kinds)
        return Checked(Check.PAPERS, Standing.OPEN, (Reason("PREPARE_PAPERS_MISSING", said),))
    return Checked(Check.PAPERS, Standing.GOOD, (Reason("PREPARE_PAPERS_WHOLE", {"items": known.items}),))


def _person(known: Prepared) -> Checked:
    if known.deciding:
        return Checked(Check.PERSON, Standing.GOOD, (Reason("PREPARE_PERSON", {"names": ", ".join(known.deciding)}),))
    if known.people:
        return Checked(Check.PERSON, Standing.OPEN, (Reason("PREPARE_NOBODY_DECIDES", {"count": known.people}),))
    return Checked(Check.PERSON, Standing.UNKNOWN, (Reason("PREPARE_NOBODY"),))


def _timetable(known: Prepared) -> Checked:
    if not known.has_process:
        return Checked(Check.TIMETABLE, Standing.UNKNOWN, (Reason("PREPARE_NO_TIMETABLE"),))
    if known.blocked_step:
        return Checked(Check.TIMETABLE, Standing.OPEN, (Reason("PREPARE_STEP_BLOCKED", {"step": known.blocked_step}),))
    if known.expected_on is None:
        return Checked(Check.TIMETABLE, Standing.OPEN, (Reason("PREPARE_NO_DAY"),))
    return Checked(
        Check.TIMETABLE, Standing.GOOD, (Reason("PREPARE_EXPECTED", {"date": known.expected_on.isoformat()}),)
    )


def _allies(known: Prepared) -> Checked:
    reasons = []
    if known.friends:
        reasons.append(Reason("PREPARE_FRIENDS", {"names": ", ".join(known.friends)}))
    if known.creditors:
        reasons.append(Reason("PREPARE_CREDITORS", {"count": known.creditors}))
    if reasons:
        return Checked(Check.ALLIES, Standing.GOOD if known.friends else Standing.OPEN, tuple(reasons))
    return Checked(Check.ALLIES, Standing.UNKNOWN, (Reason("PREPARE_NO_ALLIES"),))
