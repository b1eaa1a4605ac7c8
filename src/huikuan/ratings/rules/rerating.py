"""PURE: which re-rating is due, what happened to a customer since the last one, and the states of what is decided (HANDBOOK A5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RunKind(StrEnum):
    """Why customers are rated: the calendar, something that happened, or a person who wants to know."""

    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    YEARLY = "YEARLY"
    EVENT = "EVENT"
    MANUAL = "MANUAL"


class Event(StrEnum):
    """What happened to a customer since he was last rated."""

    PROMISE_BROKEN = "PROMISE_BROKEN"
    OVERDUE_BEYOND = "OVERDUE_BEYOND"
    RECEIPT_BOUNCED = "RECEIPT_BOUNCED"


ONLY_TIGHTER = frozenset({RunKind.MONTHLY, RunKind.EVENT})
"""Runs that propose what is tighter; the quarterly check and the yearly review propose what is looser too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What events are found by: all promises broken and receipts bounced so far, the longest overdue days of the day."""

    broken: int
    bounced: int
    overdue_days: int


class VersionState(StrEnum):
    """Where a version of a scorecard, policy or matrix stands."""

    DRAFT = "DRAFT"
    WAITING = "WAITING"
    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"
    REJECTED = "REJECTED"


class VersionStep(StrEnum):
    """What moves a version on."""

    ASK = "ASK"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    REPLACE = "REPLACE"


VERSION_TRANSITIONS: Mapping[tuple[VersionState, VersionStep], VersionState] = {
    (VersionState.DRAFT, VersionStep.ASK): VersionState.WAITING,
    (VersionState.WAITING, VersionStep.APPROVE): VersionState.ACTIVE,
    (VersionState.WAITING, VersionStep.REJECT): VersionState.REJECTED,
    (VersionState.ACTIVE, VersionStep.REPLACE): VersionState.RETIRED,
}


class ProposalState(StrEnum):
    """Where a proposal stands."""

    WAITING = "WAITING"
    APPLIED = "APPLIED"
    REJECTED = "REJECTED"
    SUPERSEDED = "SUPERSEDED"


class ProposalStep(StrEnum):
    """What moves a proposal on."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    SUPERSEDE = "SUPERSEDE"


PROPOSAL_TRANSITIONS: Mapping[tuple[ProposalState, ProposalStep], ProposalState] = {
    (ProposalState.WAITING, ProposalStep.APPROVE): ProposalState.APPLIED,
    (ProposalState.WAITING, ProposalStep.REJECT): ProposalState.REJECTED,
    (ProposalState.WAITING, ProposalStep.SUPERSEDE): ProposalState.SUPERSEDED,
}


def due_run(*, today: date, done: Collection[tuple[RunKind, date]]) -> RunKind:
    """The widest run that is due: the yearly review covers the quarter and the month, on other days events alone are looked for.

    `done` are the runs so far with their days.
    """
    wide = {kind: [day for one, day in done if one in covering] for kind, covering in _COVERED_BY.items()}
    if not any(day.year == today.year for day in wide[RunKind.YEARLY]):
        return RunKind.YEARLY
    if not any(_quarter(day) == _quarter(today) for day in wide[RunKind.QUARTERLY]):
        return RunKind.QUARTERLY
    if not any((day.year, day.month) == (today.year, today.month) for day in wide[RunKind.MONTHLY]):
        return RunKind.MONTHLY
    return RunKind.EVENT


def events_since(*, before: Standing, now: Standing, overdue_days: int) -> tuple[Event, ...]:
    """What happened between two looks at a customer; being overdue counts on the day it goes beyond `overdue_days`."""
    found = []
    if now.broken > before.broken:
        found.append(Event.PROMISE_BROKEN)
    if now.overdue_days > overdue_days >= before.overdue_days:
        found.append(Event.OVERDUE_BEYOND)
    if now.bounced > before.bounced:
        found.append(Event.RECEIPT_BOUNCED)
    return tuple(found)


_COVERED_BY = {
    RunKind.YEARLY: (RunKind.YEARLY,),
    RunKind.QUARTERLY: (RunKind.YEARLY, RunKind.QUARTERLY),
    RunKind.MONTHLY: (RunKind.YEARLY, RunKind.QUARTERLY, RunKind.MONTHLY),
}


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3
