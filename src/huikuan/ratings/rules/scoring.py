"""PURE: from values to a score, explained factor by factor; the same for the same version and values (PIPL art. 24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huikuan.kernel.money import split_by_weights
from huikuan.ratings.rules.scorecards import WHOLE, Direction, Factor, Grade, MissingRule, Scorecard

Value = int | str | None
"""What is known of a factor: an integer in the unit of its measure, the code of a choice, or nothing."""


class Result(StrEnum):
    """What came of scoring; not enough history is a result, not a zero."""

    SCORED = "SCORED"
    NOT_ENOUGH = "NOT_ENOUGH"


class Treated(StrEnum):
    """How a factor came to its points."""

    VALUE = "VALUE"
    NEUTRAL = "NEUTRAL"
    EXCLUDED = "EXCLUDED"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Line:
    """One factor of a score: contribution = points × weight; the weights of one score sum to 1,000."""

    code: str
    value: Value
    treated: Treated
    points: int
    weight: int

    @property
    def contribution(self) -> int:
        """What the factor adds, in thousandths of a point of 100."""
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class Score:
    """The score per mille and its grade with the lines they come from; neither where history is not enough."""

    result: Result
    permille: int | None
    grade: Grade | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Improvement:
    """The next better band or choice of a factor: from which value, and the score per mille it would bring."""

    code: str
    value: int | str
    points: int
    permille: int


@dataclass(frozen=True, slots=True)
class History:
    """How long and how often the customer has bought; None where there was no invoice yet."""

    days: int | None
    invoices: int


def score(*, card: Scorecard, values: Mapping[str, Value], history: History) -> Score:
    """The score of the values by factor code.

    A missing value earns its fixed points, or leaves the factor out and spreads its weight exactly over the others (largest
    remainder, ties by code, so that the order of factors does not matter), or there is no score at all.
    """
    treated = {factor.code: _treated(factor, values.get(factor.code)) for factor in card.factors}
    weights = _weights(card, treated)
    lines = tuple(
        Line(factor.code, values.get(factor.code), *treated[factor.code], weights.get(factor.code, 0))
        for factor in card.factors
    )
    if not weights or _is_short(card, history) or any(line.treated is Treated.MISSING for line in lines):
        return Score(Result.NOT_ENOUGH, None, None, lines)
    permille = _permille(sum(line.contribution for line in lines))
    return Score(Result.SCORED, permille, grade_of(card=card, permille=permille), lines)


def grade_of(*, card: Scorecard, permille: int) -> Grade:
    """The grade of a score."""
    return next(step.grade for step in card.grades if permille >= step.lowest)


def improvements(*, card: Scorecard, scored: Score) -> tuple[Improvement, ...]:
    """What would raise the score, one step a factor, the largest gain first."""
    total = sum(line.contribution for line in scored.lines)
    found = []
    for line in scored.lines:
        factor = card.factor(code=line.code)
        better = _next_better(factor, line) if factor is not None and line.weight else None
        if better is not None:
            value, points = better
            gained = _permille(total + (points - line.points) * line.weight)
            found.append(Improvement(line.code, value, points, gained))
    return tuple(sorted(found, key=lambda one: (-one.permille, one.code)))


def points_of(*, factor: Factor, value: Value) -> int | None:
    """The points of a value; None where it is missing or no answer of this factor."""
    if isinstance(value, str):
        return next((choice.points for choice in factor.choices if choice.code == value), None)
    if value is None:
        return None
    return next((band.points for band in factor.bands if band.holds(value=value)), None)


def _permille(total: int) -> int:
    """Contributions to a score per mille, half up: 100 points of weight 1,000 are 1,000."""
    return (2 * total + 100) // 200


def _treated(factor: Factor, value: Value) -> tuple[Treated, int]:
    points = points_of(factor=factor, value=value)
    if points is not None:
        return Treated.VALUE, points
    if factor.missing.rule is MissingRule.NEUTRAL:
        return Treated.NEUTRAL, factor.missing.points
    return (Treated.EXCLUDED if factor.missing.rule is MissingRule.EXCLUDE else Treated.MISSING), 0


def _weights(card: Scorecard, treated: Mapping[str, tuple[Treated, int]]) -> dict[str, int]:
    """The weights in force, which sum to 1,000; none where every factor is left out."""
    kept = sorted(
        (factor for factor in card.factors if treated[factor.code][0] is not Treated.EXCLUDED),
        key=lambda factor: factor.code,
    )
    if not kept:
        return {}
    shares = split_by_weights(total_minor=WHOLE, weights=[factor.weight for factor in kept])
    return {factor.code: share for factor, share in zip(kept, shares, strict=True)}


def _is_short(card: Scorecard, history: History) -> bool:
    least = card.least_history
    return (least.days > 0 and (history.days is None or history.days < least.days)) or (
        history.invoices < least.invoices
    )


def _next_better(factor: Factor, line: Line) -> tuple[int | str, int] | None:
    """The nearest band or choice with more points: the fewest points above the present ones."""
    if factor.choices:
        better = [(choice.points, choice.code) for choice in factor.choices if choice.points > line.points]
        return (min(better)[1], min(better)[0]) if better else None
    better_bands = [band for band in factor.bands if band.points > line.points]
    if not better_bands:
        return None
    if factor.direction is Direction.HIGHER_IS_BETTER:
        nearest = better_bands[0]
        return None if nearest.lowest is None else (nearest.lowest, nearest.points)
    nearest = better_bands[-1]
    return None if nearest.below is None else (nearest.below - 1, nearest.points)
