"""What a check of the books found: how many objects of an invariant were looked at and which ones break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Triple = tuple[str, object, object]
"""An object, what was expected of it, what was found."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One object that breaks an invariant: which one, what was expected, what was found."""

    invariant: str
    object: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of checking one invariant; notes are what the product allows and a person should still know."""

    invariant: str
    checked: int
    broken: tuple[Broken, ...]
    notes: tuple[Broken, ...] = ()


def finding(
    *,
    invariant: str,
    checked: int,
    broken: Iterable[Triple],
    notes: Iterable[Triple] = (),
) -> Finding:
    """A finding from triples."""
    return Finding(invariant, checked, _rows(invariant, broken), _rows(invariant, notes))


def _rows(invariant: str, triples: Iterable[Triple]) -> tuple[Broken, ...]:
    return tuple(Broken(invariant, name, str(expected), str(found)) for name, expected, found in triples)
