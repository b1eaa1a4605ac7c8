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


class ShippingControl(Protocol):
    """Deliveries under control: each must lower what a customer owes; who sanctions stands above credit and fills it in."""

    def refusal(
        self, *, customer_id: int, order: tuple[int, str], owed_minor: int, delivery_minor: int, currency: str
    ) -> str:
        """Why this delivery may not go while so much is owed, minor units of the base currency; empty where it may.

        `order` is the own company and the number of the order.
        """
        ...


class GoodsWaiting(Protocol):
    """Goods that were delivered without an order and are not billed; who delivers stands above credit and fills it in."""

    def not_invoiced(self, *, customer_ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
        """Minor units by customer and currency."""
        ...
