"""PURE: how long before an end people are warned, as versioned policy, and which warning a day has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

MOST_DAYS = 1_000
LONGEST_REASON = 300


class Level(IntEnum):
    """A warning that was reached; its number is what the shipped policy has for a long period, and how the worklist knows it."""

    FIRST = 180
    SECOND = 90
    LAST = 30
    OVER = 0


@dataclass(frozen=True, slots=True)
class Spans:
    """Days before an end at which each warning begins, each fewer than the one before."""

    first: int
    second: int
    last: int

    def level(self, *, day: date, today: date) -> Level | None:
        """The warning that an end on `day` has reached; None while it is far."""
        left = (day - today).days
        if left < 0:
            return Level.OVER
        if left <= self.last:
            return Level.LAST
        if left <= self.second:
            return Level.SECOND
        return Level.FIRST if left <= self.first else None

    def days(self, *, level: Level) -> int:
        """With how many days left a warning begins; -1 for what is over."""
        return {Level.FIRST: self.first, Level.SECOND: self.second, Level.LAST: self.last}.get(level, -1)


@dataclass(frozen=True, slots=True)
class WarningPolicy:
    """A version: for periods of months and years, and for those of days, such as an appeal or a hearing."""

    number: int = 0
    long: Spans = Spans(Level.FIRST, Level.SECOND, Level.LAST)
    short: Spans = Spans(30, 10, 3)


SHIPPED = WarningPolicy()
"""Our own policy (Huikuan 2026-11); no law names any of these days."""


def policy_fault(*, policy: WarningPolicy) -> str | None:
    """CLOCK_POLICY_ORDER where a warning does not begin before the next, or lies beyond a thousand days."""
    for spans in (policy.long, policy.short):
        if not 0 <= spans.last < spans.second < spans.first <= MOST_DAYS:
            return "CLOCK_POLICY_ORDER"
    return None
