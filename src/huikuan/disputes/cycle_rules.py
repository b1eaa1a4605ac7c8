"""PURE: how long disputes took and why they arose (KPI.md: dispute cycle, closed date − opened date, median and 90th)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.disputes.rules import Ending, Reason, State


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute as it is counted, minor units of one currency."""

    reason: Reason
    state: State
    opened_on: date
    ended_on: date | None
    deadline: date
    amount_minor: int
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """Disputes of one reason: raised, still open, late; calendar days to the end of those that ended; by what they ended."""

    raised: int
    raised_minor: int
    holding: int
    holding_minor: int
    late: int
    ended: int
    median_days: int | None
    ninetieth_days: int | None
    endings: Mapping[str, int]


def cycles(*, cases: Iterable[Case], today: date) -> dict[Reason, Cycle]:
    """How the disputes of each reason went; a reason of which there is none is left out."""
    found: dict[Reason, list[Case]] = {}
    for case in cases:
        found.setdefault(case.reason, []).append(case)
    return {reason: cycle(cases=found[reason], today=today) for reason in Reason if reason in found}


def cycle(*, cases: Sequence[Case], today: date) -> Cycle:
    """How these disputes went. Late: past the deadline, whether ended after it or still open."""
    days = sorted((one.ended_on - one.opened_on).days for one in cases if one.ended_on is not None)
    holding = [one for one in cases if one.ended_on is None]
    return Cycle(
        raised=len(cases),
        raised_minor=sum(one.amount_minor for one in cases),
        holding=len(holding),
        holding_minor=sum(one.amount_minor for one in holding),
        late=sum((one.ended_on or today) > one.deadline for one in cases),
        ended=len(days),
        median_days=_nth(days, 50),
        ninetieth_days=_nth(days, 90),
        endings=Counter(_end(one) for one in cases if one.ended_on is not None),
    )


def _end(one: Case) -> str:
    return one.ending.value if one.ending else one.state.value


def _nth(days: Sequence[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that at least so many per cent do not exceed; None of nothing."""
    return days[-(-len(days) * percent // 100) - 1] if days else None
