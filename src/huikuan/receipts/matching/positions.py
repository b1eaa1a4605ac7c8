"""Lookup from a key to the positions that carry it, made for keys that are nearly all unique."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Positions(Generic[Key]):
    """Positions by key; a key held once needs no list, which keeps building fast on a hundred thousand items."""

    last: dict[Key, int]
    shared: dict[Key, tuple[int, ...]]

    def of(self, key: Key) -> tuple[int, ...]:
        """Return all positions of a key, ascending; empty if there is none."""
        position = self.last.get(key)
        if position is None:
            return ()
        return self.shared.get(key) or (position,)


def positions(*, keys: Sequence[Key]) -> Positions[Key]:
    """Index the positions of the keys in the order given."""
    last = dict(zip(keys, range(len(keys)), strict=True))
    collected: dict[Key, list[int]] = {}
    if len(last) < len(keys):
        for position, key in enumerate(keys):
            if last[key] != position:
                collected.setdefault(key, []).append(position)
    return Positions(last, {key: (*found, last[key]) for key, found in collected.items()})
