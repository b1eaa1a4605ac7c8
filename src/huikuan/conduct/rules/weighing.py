"""PURE: signs that a debtor does not want to pay against what speaks for him, weighed into a proposal (HANDBOOK C3).

The system proposes with its reasons, a person decides. Signs are facts about a company with the rows behind them; nothing
about families or private lives is kept (民法典 Art. 1032–1034), and nothing is published (Art. 1024: only true facts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Nature(StrEnum):
    """What a debtor is taken for: he could and does not want to, or not."""

    MALICIOUS = "MALICIOUS"
    NOT_MALICIOUS = "NOT_MALICIOUS"


class Ground(StrEnum):
    """What speaks for malice (signs) or against it (counter-signs)."""

    PROMISES_BROKEN = "PROMISES_BROKEN"
    PROMISES_KEPT_IN_PART = "PROMISES_KEPT_IN_PART"
    NOT_REACHED = "NOT_REACHED"
    LATE_DISPUTES = "LATE_DISPUTES"
    BOUNCED = "BOUNCED"
    ASSET_FLIGHT = "ASSET_FLIGHT"
    PAID_OTHERS = "PAID_OTHERS"
    FALSE_STATEMENT = "FALSE_STATEMENT"
    MOVED_AWAY = "MOVED_AWAY"
    COURT_LIST = "COURT_LIST"
    PROMISES_KEPT = "PROMISES_KEPT"
    PAID_ON_TIME = "PAID_ON_TIME"
    DISPUTES_ACCEPTED = "DISPUTES_ACCEPTED"
    PROCESS_BLOCKED = "PROCESS_BLOCKED"
    OUR_SIDE = "OUR_SIDE"
    FORCE_MAJEURE = "FORCE_MAJEURE"
    RUNNING_PLAN = "RUNNING_PLAN"


COUNTERS = frozenset(
    {
        Ground.PROMISES_KEPT,
        Ground.PAID_ON_TIME,
        Ground.DISPUTES_ACCEPTED,
        Ground.PROCESS_BLOCKED,
        Ground.OUR_SIDE,
        Ground.FORCE_MAJEURE,
        Ground.RUNNING_PLAN,
    }
)
"""What speaks against malice; every other ground speaks for it."""
RECORDED = (
    Ground.ASSET_FLIGHT,
    Ground.PAID_OTHERS,
    Ground.FALSE_STATEMENT,
    Ground.MOVED_AWAY,
    Ground.COURT_LIST,
    Ground.FORCE_MAJEURE,
)
"""What people write down with a document; the rest is found from the rows of other rooms."""

MOST_POINTS = 1_000
MOST_REVIEW_DAYS = 366
LONGEST_LOOK_BACK = 3_660


@dataclass(frozen=True, slots=True)
class Weight:
    """So many points each, from `least` of them on, `most` of them counted."""

    points: int
    least: int = 1
    most: int = 1


SHIPPED_WEIGHTS: Mapping[Ground, Weight] = {
    Ground.PROMISES_BROKEN: Weight(20, 1, 3),
    Ground.PROMISES_KEPT_IN_PART: Weight(10, 1, 3),
    Ground.NOT_REACHED: Weight(5, 3, 6),
    Ground.LATE_DISPUTES: Weight(15, 1, 2),
    Ground.BOUNCED: Weight(20, 1, 2),
    Ground.ASSET_FLIGHT: Weight(40),
    Ground.PAID_OTHERS: Weight(30),
    Ground.FALSE_STATEMENT: Weight(30, 1, 2),
    Ground.MOVED_AWAY: Weight(20),
    Ground.COURT_LIST: Weight(30),
    Ground.PROMISES_KEPT: Weight(15, 1, 3),
    Ground.PAID_ON_TIME: Weight(5, 6, 8),
    Ground.DISPUTES_ACCEPTED: Weight(20, 1, 2),
    Ground.PROCESS_BLOCKED: Weight(30),
    Ground.OUR_SIDE: Weight(40),
    Ground.FORCE_MAJEURE: Weight(50),
    Ground.RUNNING_PLAN: Weight(40),
}
"""Starting values of this product, version 0 of the policy: own policy, no law names any."""


@dataclass(frozen=True, slots=True)
class ConductPolicy:
    """From how many points, out of how many kinds of signs, malice is proposed; how far back is looked; when it is reviewed."""

    number: int = 0
    weights: Mapping[Ground, Weight] = field(default_factory=lambda: SHIPPED_WEIGHTS)
    threshold: int = 60
    least_kinds: int = 2
    look_back_days: int = 730
    review_days: int = 90


@dataclass(frozen=True, slots=True)
class Trace:
    """A row behind a ground: what it is, its id, its day, and what it says."""

    kind: str
    id: int
    day: date
    said: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A ground with the rows behind it; as many rows as there are times."""

    ground: Ground
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ground that counts: how often it was found, its points, the rows behind it."""

    ground: Ground
    times: int
    points: int
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules propose, with reasons and counter-reasons, the heaviest first; never a decision."""

    nature: Nature
    points_for: int
    points_against: int
    reasons: tuple[Weighed, ...]
    counters: tuple[Weighed, ...]
    policy_number: int

    @property
    def points(self) -> int:
        """What is left of the signs after what speaks against them; not below 0."""
        return max(0, self.points_for - self.points_against)


def proposal_of(*, found: Iterable[Found], policy: ConductPolicy) -> Proposal:
    """Weigh grounds: malice is proposed from the policy's points on, out of at least so many kinds of signs."""
    weighed = sorted(
        (one for ground in found if (one := _weighed(ground, policy)) is not None),
        key=lambda one: (-one.points, one.ground.value),
    )
    reasons = tuple(one for one in weighed if one.ground not in COUNTERS)
    counters = tuple(one for one in weighed if one.ground in COUNTERS)
    speaks_for, against = (sum(one.points for one in some) for some in (reasons, counters))
    is_malicious = speaks_for - against >= policy.threshold and len(reasons) >= policy.least_kinds
    nature = Nature.MALICIOUS if is_malicious else Nature.NOT_MALICIOUS
    return Proposal(nature, speaks_for, against, reasons, counters, policy.number)


def unreached_in_a_row(*, contacts: Iterable[tuple[Trace, bool]]) -> tuple[Trace, ...]:
    """The last contacts in which nobody was reached, oldest first, since the last one in which somebody was."""
    row: list[Trace] = []
    for trace, was_reached in contacts:
        if was_reached:
            row.clear()
        else:
            row.append(trace)
    return tuple(row)


def policy_fault(*, policy: ConductPolicy) -> str:
    """The code of what is wrong with a policy; empty if nothing is."""
    weights = policy.weights
    if set(weights) != set(Ground) or not all(
        0 <= one.points <= MOST_POINTS and 1 <= one.least <= 100 and 1 <= one.most <= 100 for one in weights.values()
    ):
        return "CONDUCT_POLICY_WEIGHTS"
    if not 1 <= policy.threshold <= 10 * MOST_POINTS or not 1 <= policy.least_kinds <= len(Ground) - len(COUNTERS):
        return "CONDUCT_POLICY_THRESHOLD"
    bounded = 1 <= policy.review_days <= MOST_REVIEW_DAYS and 30 <= policy.look_back_days <= LONGEST_LOOK_BACK
    return "" if bounded else "CONDUCT_POLICY_DAYS"


def _weighed(found: Found, policy: ConductPolicy) -> Weighed | None:
    times, weight = len(found.traces), policy.weights[found.ground]
    if times < weight.least or not weight.points:
        return None
    return Weighed(found.ground, times, weight.points * min(times, weight.most), found.traces)
