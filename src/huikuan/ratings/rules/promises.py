"""PURE: which promises of payment were kept (KPI.md: promise-kept rate; superseded and not yet due ones are left out)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

GRACE = timedelta(days=2)
"""Money may arrive so much later than promised where only a contact tells of it: a transfer over a weekend."""
Where = tuple[int, str]
"""Own company and currency."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay by a day, as a contact tells of it.

    Where the promise itself is on record, `needed_minor` is the share of its amount that counts as kept, in minor units of the
    currency that it was made in to an own company (`where`), and `last` the end of its grace.
    """

    made_on: date
    due_on: date
    needed_minor: int = 1
    where: Where | None = None
    last: date | None = None

    @property
    def through(self) -> date:
        """The last day on which money keeps it."""
        return self.last or self.due_on + GRACE


@dataclass(frozen=True, slots=True)
class Came:
    """Money that arrived on a day, minor units of the currency in which it came to an own company."""

    day: date
    minor: int
    where: Where = (0, "")


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises that came due within the window, how many of them were kept, and how many were ever broken."""

    due: int
    kept: int
    broken_ever: int


def kept_promises(*, promises: Sequence[Promise], money: Sequence[Came], start: date, as_of: date) -> Kept:
    """How one customer kept his promises that came due from `start` on.

    Kept: as much money of his as was needed arrived from the day of the contact through the end of the grace. A promise renewed
    by the day it was due is superseded. One whose days are not over counts only if it is kept already.
    """
    ordered = sorted(promises, key=lambda one: (one.made_on, one.due_on))
    due = kept = broken = 0
    for place, one in enumerate(ordered):
        if place + 1 < len(ordered) and ordered[place + 1].made_on <= one.due_on:
            continue
        is_kept = _paid(one, money) >= one.needed_minor
        if not is_kept and one.through >= as_of:
            continue
        broken += not is_kept
        if one.due_on >= start:
            due, kept = due + 1, kept + is_kept
    return Kept(due, kept, broken)


def _paid(promise: Promise, money: Sequence[Came]) -> int:
    return sum(
        one.minor
        for one in money
        if promise.made_on <= one.day <= promise.through and promise.where in (None, one.where)
    )
