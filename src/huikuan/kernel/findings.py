"""What a check of the books found: how many objects of an invariant were looked at and which ones break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """One object that breaks an invariant: which one, what was expected, what was found."""

    invariant: str
    object: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of checking one invariant (names of TRUST §3)."""

    invariant: str
    checked: int
    broken: tuple[Broken, ...]


def finding(*, invariant: str, checked: int, broken: Iterable[tuple[str, object, object]]) -> Finding:
    """A finding from `(object, expected, found)` triples."""
    rows = tuple(Broken(invariant, name, str(expected), str(found)) for name, expected, found in broken)
    return Finding(invariant, checked, rows)
