"""PURE: which promises of payment were kept (KPI.md: promise-kept rate; superseded and not yet due ones are left out)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

GRACE = timedelta(days=2)
"""Money may arrive so much later than promised: a transfer over a weekend."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A contact in which the customer promised to pay by a day."""

    made_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises that came due within the window, how many of them were kept, and how many were ever broken."""

    due: int
    kept: int
    broken_ever: int


def kept_promises(*, promises: Sequence[Promise], money_on: Sequence[date], start: date, as_of: date) -> Kept:
    """How one customer kept his promises that came due from `start` on.

    Kept: money of his arrived from the day of the contact through two days after the day promised. A promise renewed by the
    day it was due is superseded. One whose days are not over counts only if it is kept already.
    """
    days = sorted(money_on)
    ordered = sorted(promises, key=lambda one: (one.made_on, one.due_on))
    due = kept = broken = 0
    for place, one in enumerate(ordered):
        if place + 1 < len(ordered) and ordered[place + 1].made_on <= one.due_on:
            continue
        last = one.due_on + GRACE
        first_after = bisect_left(days, one.made_on)
        is_kept = first_after < len(days) and days[first_after] <= last
        if not is_kept and last >= as_of:
            continue
        broken += not is_kept
        if one.due_on >= start:
            due, kept = due + 1, kept + is_kept
    return Kept(due, kept, broken)
