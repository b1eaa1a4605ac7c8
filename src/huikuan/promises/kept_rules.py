"""PURE: how many promises that came due were kept, by number and by amount (KPI.md: promise-kept rate)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from huikuan.promises.rules import State

COUNTED = (State.KEPT, State.PARTLY_KEPT, State.BROKEN)
"""Cancelled promises and those superseded by their day are left out, running ones are not due yet."""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ended:
    """A promise with its day and what became of it, minor units; `ended_on` the day of that."""

    state: State
    day: date
    amount_minor: int
    paid_minor: int
    ended_on: date | None = None

    @property
    def became(self) -> State:
        """One that a later promise took the place of after its day had come due: what its money made of it."""
        if self.state is not State.SUPERSEDED or self.ended_on is None or self.ended_on <= self.day:
            return self.state
        if self.paid_minor >= self.amount_minor:
            return State.KEPT
        return State.PARTLY_KEPT if self.paid_minor else State.BROKEN


@dataclass(frozen=True, slots=True)
class KeptRate:
    """Promises whose day lies in a period: how many came due, were kept, kept in part, broken; amounts in minor units."""

    due: int = 0
    kept: int = 0
    partly: int = 0
    due_minor: int = 0
    kept_minor: int = 0

    @property
    def broken(self) -> int:
        """How many were broken wholly."""
        return self.due - self.kept - self.partly

    @property
    def permille(self) -> int | None:
        """Kept of a thousand that came due, rounded down; None where none came due."""
        return self.kept * 1_000 // self.due if self.due else None

    @property
    def permille_of_amount(self) -> int | None:
        """Of a thousand promised, what was promised in kept promises; None where none came due."""
        return self.kept_minor * 1_000 // self.due_minor if self.due_minor else None


def kept_rate(*, promises: Iterable[Ended], first: date, last: date) -> KeptRate:
    """The promises whose day lies from `first` through `last` and of which it is known what became."""
    counted = [one for one in promises if one.became in COUNTED and first <= one.day <= last]
    kept = [one for one in counted if one.became is State.KEPT]
    return KeptRate(
        due=len(counted),
        kept=len(kept),
        partly=sum(one.became is State.PARTLY_KEPT for one in counted),
        due_minor=sum(one.amount_minor for one in counted),
        kept_minor=sum(one.amount_minor for one in kept),
    )


def kept_rates(*, promises: Iterable[tuple[Key, Ended]], first: date, last: date) -> dict[Key, KeptRate]:
    """The same by key; a key of which nothing came due is left out."""
    grouped: dict[Key, list[Ended]] = {}
    for key, one in promises:
        grouped.setdefault(key, []).append(one)
    rates = {key: kept_rate(promises=some, first=first, last=last) for key, some in grouped.items()}
    return {key: rate for key, rate in rates.items() if rate.due}
