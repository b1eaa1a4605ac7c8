"""PURE: what two versions of a contract say differently, leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One place of the contract: its path (`milestones.2.title`), what it said and what it says; None where nothing."""

    path: str
    before: str | int | bool | None
    after: str | int | bool | None


def differences(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every leaf that differs, in the order of the newer version; milestones are compared by their number."""
    old, new = dict(_leaves("", before)), dict(_leaves("", after))
    paths = [*new, *(path for path in old if path not in new)]
    return tuple(Change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for position, inner in enumerate(value, 1):
            named = inner.get("number", position) if isinstance(inner, Mapping) else position
            yield from _leaves(f"{path}.{named}", inner)
    else:
        yield path, value
