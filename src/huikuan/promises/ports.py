"""PURE: what a room above promises fills in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

PlannedBy = tuple[int, date]
"""The plan to pay that an item is in, and the last day of grace of its next instalment."""


class LivePlans(Protocol):
    """Signed plans to pay: what they settle is paid by their instalments, not by a promise beside them."""

    def planned(self, *, customer_id: int, today: date) -> Mapping[int, PlannedBy]:
        """The items of a customer that a live plan holds on a day, by receivable."""
        ...
