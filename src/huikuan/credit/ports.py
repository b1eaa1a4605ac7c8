"""PURE: what other rooms fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol


class BillsHeld(Protocol):
    """Bills of customers that are not paid yet and would come back to us (bills with recourse 有追索权票据)."""

    def with_recourse(self, *, customer_ids: Iterable[int], on: date) -> Mapping[int, Mapping[str, int]]:
        """Minor units by customer and currency."""
        ...


class GoodsWaiting(Protocol):
    """Goods that were delivered without an order and are not billed; who delivers stands above credit and fills it in."""

    def not_invoiced(self, *, customer_ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
        """Minor units by customer and currency."""
        ...
