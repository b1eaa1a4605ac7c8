"""PURE: what a room above interest fills in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol


class Judgments(Protocol):
    """Judgments, awards and the like about items: interest on a judgment does not begin before one is in force."""

    def in_force(self, *, receivable_ids: Iterable[int]) -> Mapping[int, date]:
        """The day on which the first of them took effect, by receivable; items without one are left out."""
        ...
