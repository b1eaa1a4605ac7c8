"""PURE: interest day by day on what is open, with its segments, pauses and exact sums (HANDBOOK C11, FEATURES D18).

The first day is the one after the due date, the last is `through`, both counted. A payment stops interest on its part from the
day after it: the day of payment is still a day late, as a debt paid one day after its due date is one day late
(README). Interest is simple, and never bears interest itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from huikuan.interest.rules.bases import Rate, RateStep
from huikuan.kernel.micros import rounded_half_up

DAY = timedelta(days=1)
Range = tuple[date, date]
"""First and last day, both counted."""


class PauseReason(StrEnum):
    """Why no interest runs: a petition in bankruptcy was accepted (破产法 46), or it was agreed."""

    BANKRUPTCY = "BANKRUPTCY"
    AGREED = "AGREED"
    SETTLEMENT = "SETTLEMENT"


PAUSE_ARTICLES = {PauseReason.BANKRUPTCY: "EBL 46", PauseReason.AGREED: "CC 543", PauseReason.SETTLEMENT: "CC 543"}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which no interest runs; without a last day until further notice."""

    from_day: date
    through_day: date | None
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Bearing:
    """From this day on so much of the principal bears interest, minor units."""

    since: date
    minor: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Days with one principal and one rate; `exact` minor units, nothing where interest pauses."""

    from_day: date
    through_day: date
    principal_minor: int
    rate: Rate
    exact: Fraction
    pause: PauseReason | None = None

    @property
    def days(self) -> int:
        """Days, both ends counted."""
        return (self.through_day - self.from_day).days + 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece with its share of the rounded sum, minor units."""

    piece: Piece
    interest_minor: int


@dataclass(frozen=True, slots=True)
class Interest:
    """What a range costs: rounded half up once, the segments add up to it."""

    segments: tuple[Segment, ...]
    interest_minor: int
    exact: Fraction

    @property
    def days(self) -> int:
        """Days that bear interest."""
        return sum(one.piece.days for one in self.segments if one.piece.pause is None)


def bearing_of(*, moves: Iterable[tuple[date, int]]) -> tuple[Bearing, ...]:
    """What bears interest by day, from what changed the debt on its effective days: the day after a change is the first."""
    by_day: dict[date, int] = {}
    for day, minor in moves:
        by_day[day] = by_day.get(day, 0) + minor
    left, found = 0, []
    for day in sorted(by_day):
        left += by_day[day]
        found.append(Bearing(day + DAY, left))
    return tuple(found)


def pieces(
    *, days: Range, bearing: Sequence[Bearing], steps: Sequence[RateStep], pauses: Sequence[Pause], year_days: int
) -> tuple[Piece, ...]:
    """Cut a range of days where principal, rate or a pause changes; days without an open principal are left out."""
    first, last = days
    found = []
    cuts = [first, *_cuts(days, bearing, steps, pauses)]
    for start, after in zip(cuts, [*cuts[1:], last + DAY], strict=True):
        principal = max(0, next((one.minor for one in reversed(bearing) if one.since <= start), 0))
        rate = next(one.rate for one in reversed(steps) if one.since <= start)
        pause = next((one.reason for one in pauses if _covers(one, start)), None)
        if not principal or after <= start:
            continue
        exact = Fraction(0) if pause else principal * rate.a_day(year_days=year_days) * (after - start).days
        found.append(Piece(start, after - DAY, principal, rate, exact, pause))
    return tuple(found)


def priced(*, pieces: Sequence[Piece]) -> Interest:
    """The sum rounded half up once, shared among the pieces by largest remainder so that they add up to it."""
    exact = sum((one.exact for one in pieces), Fraction(0))
    total = rounded_half_up(numerator=exact.numerator, denominator=exact.denominator)
    floors = [one.exact.numerator // one.exact.denominator for one in pieces]
    by_rest = sorted(range(len(pieces)), key=lambda place: (floors[place] - pieces[place].exact, place))
    for place in by_rest[: total - sum(floors)]:
        floors[place] += 1
    return Interest(tuple(Segment(one, minor) for one, minor in zip(pieces, floors, strict=True)), total, exact)


def stretches(*, pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Runs of days without a gap that all bear interest: paused days stay free, for a pause may yet fall away."""
    found: list[list[Piece]] = []
    for one in pieces:
        if one.pause is not None:
            continue
        if found and found[-1][-1].through_day + DAY == one.from_day:
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(tuple(run) for run in found)


def free_ranges(*, days: Range, taken: Iterable[Range]) -> tuple[Range, ...]:
    """The days of a range that no other range has taken, oldest first."""
    start, last = days
    found = []
    for first, through in sorted(taken):
        if first > start and start <= last:
            found.append((start, min(first - DAY, last)))
        start = max(start, through + DAY)
    if start <= last:
        found.append((start, last))
    return tuple(found)


def overlapping(*, ranges: Iterable[Range]) -> tuple[Range, Range] | None:
    """The first two ranges that share a day; None where all are disjoint (TRUST D7)."""
    ordered = sorted(ranges)
    for one, following in pairwise(ordered):
        if following[0] <= one[1]:
            return one, following
    return None


def _cuts(days: Range, bearing: Sequence[Bearing], steps: Sequence[RateStep], pauses: Sequence[Pause]) -> list[date]:
    found = {one.since for one in bearing} | {one.since for one in steps} | {one.from_day for one in pauses}
    found |= {one.through_day + DAY for one in pauses if one.through_day is not None}
    return sorted(day for day in found if days[0] < day <= days[1])


def _covers(pause: Pause, day: date) -> bool:
    return pause.from_day <= day and (pause.through_day is None or day <= pause.through_day)
