"""PURE: which strategies fit a debt and why, in which order. Success orders them only where enough cases say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huikuan.playbook.rules.measuring import Measured, MeasurePolicy, Tally, measured
from huikuan.playbook.rules.situations import Situation, age_of
from huikuan.playbook.rules.strategies import Condition, Met, Strategy, conditions, fits

FEWEST_COMPARED = 2
"""One strategy alone is better than nothing it could be compared with."""


class Level(StrEnum):
    """Among which cases strategies are compared, the nearest first."""

    SAME_CAUSE_GRADE_AGE = "SAME_CAUSE_GRADE_AGE"
    SAME_CAUSE_AGE = "SAME_CAUSE_AGE"
    SAME_CAUSE = "SAME_CAUSE"
    ALL = "ALL"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A strategy beside a debt: its conditions, what is known of its success, and among which cases it was compared."""

    strategy: Strategy
    fits: bool
    conditions: tuple[Condition, ...]
    success: Measured
    level: Level


def suggested(
    *, facts: Situation, strategies: Iterable[Strategy], tallies: Iterable[Tally], policy: MeasurePolicy
) -> tuple[Suggestion, ...]:
    """Those that fit first, then the others with what they lack.

    The shipped order holds. Only strategies that fit and have enough comparable cases change places among themselves, the
    one whose interval begins highest first; one without enough cases keeps its place, whatever its few cases say.
    """
    offered = sorted((one for one in strategies if one.is_offered), key=lambda one: (one.place, one.code))
    known = list(tallies)
    fitting = [one for one in offered if fits(when=one.when, facts=facts)]
    level, success = _compared(facts, fitting, known, policy)
    ranked = _in_places(fitting, success)
    rest = [one for one in offered if one not in fitting]
    everything = {one.code: _of(one.code, known, policy) for one in rest}
    return (
        *(_beside(one, facts, success[one.code], level) for one in ranked),
        *(_beside(one, facts, everything[one.code], Level.NONE) for one in rest),
    )


def best(
    *, facts: Situation, strategies: Iterable[Strategy], tallies: Iterable[Tally], policy: MeasurePolicy
) -> Suggestion | None:
    """The first one that fits; None where none does."""
    found = suggested(facts=facts, strategies=strategies, tallies=tallies, policy=policy)
    return found[0] if found and found[0].fits else None


def _beside(one: Strategy, facts: Situation, success: Measured, level: Level) -> Suggestion:
    found = conditions(when=one.when, facts=facts)
    return Suggestion(one, all(each.met is Met.YES for each in found), found, success, level)


def _compared(
    facts: Situation, fitting: Sequence[Strategy], tallies: Sequence[Tally], policy: MeasurePolicy
) -> tuple[Level, dict[str, Measured]]:
    """The nearest cases of which at least two strategies have enough; else all cases, compared with nothing."""
    for level in (Level.SAME_CAUSE_GRADE_AGE, Level.SAME_CAUSE_AGE, Level.SAME_CAUSE, Level.ALL):
        near = [one for one in tallies if _is_near(one, facts, level)]
        success = {one.code: _of(one.code, near, policy) for one in fitting}
        if sum(one.is_enough for one in success.values()) >= FEWEST_COMPARED:
            return level, success
    return Level.NONE, {one.code: _of(one.code, tallies, policy) for one in fitting}


def _is_near(tally: Tally, facts: Situation, level: Level) -> bool:
    if level is Level.ALL:
        return True
    if tally.cause not in facts.causes and not (tally.cause == "" and not facts.causes):
        return False
    if level is Level.SAME_CAUSE:
        return True
    is_as_old = tally.age == age_of(days_overdue=facts.days_overdue).value
    return is_as_old and (level is Level.SAME_CAUSE_AGE or tally.grade == facts.grade)


def _of(code: str, tallies: Iterable[Tally], policy: MeasurePolicy) -> Measured:
    return measured(tallies=[one for one in tallies if one.strategy == code], policy=policy)


def _in_places(fitting: Sequence[Strategy], success: dict[str, Measured]) -> list[Strategy]:
    """The places of those with enough cases are given out among them anew; everybody else stays where he is."""
    sure = [one for one in fitting if success[one.code].is_enough]
    if len(sure) < FEWEST_COMPARED:
        return list(fitting)
    better = iter(sorted(sure, key=lambda one: (-(success[one.code].low_permille or 0), one.place, one.code)))
    return [next(better) if success[one.code].is_enough else one for one in fitting]
