"""PURE: what a scorecard says: factors with weights, bands or choices, what a missing value means, grades (HANDBOOK A4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 1_000
"""The weights of a scorecard sum to so many; a score lies between 0 and as many."""

BEST_POINTS = 100
MOST_FACTORS = 40
MOST_BANDS = 20


class CardKind(StrEnum):
    """What is scored: the customer as a debtor, or our place in his queue of suppliers (HANDBOOK D11)."""

    CREDIT = "CREDIT"
    QUEUE = "QUEUE"


class Grade(StrEnum):
    """A is the best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Source(StrEnum):
    """Where the answer to a factor comes from."""

    QUALITATIVE = "QUALITATIVE"
    COMPUTED = "COMPUTED"


class Measure(StrEnum):
    """The closed catalogue of figures that a factor may be computed from; see `catalogue`."""

    MONTHS_WITH_US = "MONTHS_WITH_US"
    SOLD = "SOLD"
    AVERAGE_DAYS_LATE = "AVERAGE_DAYS_LATE"
    WEIGHTED_DAYS_LATE = "WEIGHTED_DAYS_LATE"
    OVERDUE_SHARE = "OVERDUE_SHARE"
    LONGEST_OVERDUE = "LONGEST_OVERDUE"
    PROMISES_KEPT = "PROMISES_KEPT"
    DISPUTES = "DISPUTES"
    LIMIT_USE = "LIMIT_USE"
    BOUNCED = "BOUNCED"


class Unit(StrEnum):
    """What the integers of a measure count."""

    MONTHS = "MONTHS"
    MINOR = "MINOR"
    DAYS = "DAYS"
    PERMILLE = "PERMILLE"
    COUNT = "COUNT"


UNITS: Mapping[Measure, Unit] = {
    Measure.MONTHS_WITH_US: Unit.MONTHS,
    Measure.SOLD: Unit.MINOR,
    Measure.AVERAGE_DAYS_LATE: Unit.DAYS,
    Measure.WEIGHTED_DAYS_LATE: Unit.DAYS,
    Measure.OVERDUE_SHARE: Unit.PERMILLE,
    Measure.LONGEST_OVERDUE: Unit.DAYS,
    Measure.PROMISES_KEPT: Unit.PERMILLE,
    Measure.DISPUTES: Unit.COUNT,
    Measure.LIMIT_USE: Unit.PERMILLE,
    Measure.BOUNCED: Unit.COUNT,
}


class Direction(StrEnum):
    """Whether points may only rise or only fall as the value rises; choices count from the first to the last."""

    HIGHER_IS_BETTER = "HIGHER_IS_BETTER"
    LOWER_IS_BETTER = "LOWER_IS_BETTER"


class MissingRule(StrEnum):
    """What happens where a value is not known: fixed points, the factor left out, or no score at all."""

    NEUTRAL = "NEUTRAL"
    EXCLUDE = "EXCLUDE"
    NOT_ENOUGH = "NOT_ENOUGH"


@dataclass(frozen=True, slots=True)
class Title:
    """A name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `lowest` up to but not including `below` earn `points`; None is open."""

    lowest: int | None
    below: int | None
    points: int

    def holds(self, *, value: int) -> bool:
        """Whether the value lies in the band."""
        return (self.lowest is None or value >= self.lowest) and (self.below is None or value < self.below)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer people may give, and its points."""

    code: str
    title: Title
    points: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What a missing value means; `points` count for NEUTRAL alone."""

    rule: MissingRule
    points: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of a scorecard: bands where it is computed, choices where people answer."""

    code: str
    title: Title
    source: Source
    weight: int
    direction: Direction
    missing: Missing
    measure: Measure | None = None
    bands: tuple[Band, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeStep:
    """The grade from a score (per mille) on."""

    grade: Grade
    lowest: int


@dataclass(frozen=True, slots=True)
class LeastHistory:
    """Below so many days since the first invoice, or so few invoices, there is no score."""

    days: int
    invoices: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A whole scorecard; `grades` run from A to E."""

    kind: CardKind
    title: Title
    source: str
    least_history: LeastHistory
    grades: tuple[GradeStep, ...]
    factors: tuple[Factor, ...]

    def factor(self, *, code: str) -> Factor | None:
        """The factor of that code."""
        return next((one for one in self.factors if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a document: a code with its parameters, and where (`factors[2].bands[0].points`)."""

    code: str
    where: str
    parameters: tuple[tuple[str, str | int], ...] = ()
