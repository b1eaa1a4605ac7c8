"""Which cells an actor sees: those of his customers; money that nobody is named for only those who see everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import polars as pl
from django.db.models import F, QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.grouping import COLUMN_OF, CUSTOMER_ATTRIBUTES, Cells
from huikuan.portfolio.rules import Dimension, Key
from huikuan.portfolio.sources import columns_of

_ATTRIBUTES: dict[str, Any] = {
    "salesperson_id": pl.Int64,
    "department_id": pl.Int64,
    "region": pl.String,
}


def visible_cells(*, actor: Actor, cells: Cells, by: Iterable[Dimension]) -> Cells:
    """The cells of visible customers, with the customer's attributes where rows are grouped by one; at most one query."""
    wanted = [COLUMN_OF[dimension] for dimension in by if dimension in CUSTOMER_ATTRIBUTES]
    everything = sees_everything(actor=actor)
    if everything and not wanted:
        return cells
    customers = _customers(actor, wanted)
    return cells.join(customers, on=c.CUSTOMER, how="left" if everything else "inner")


def chosen_customer_ids(*, actor: Actor, group: Mapping[Dimension, Key]) -> tuple[int, ...] | None:
    """Ids of the visible customers in a group of the report; None means all, and money without a customer too."""
    narrowing = {COLUMN_OF[name]: value for name, value in group.items() if name in CUSTOMER_ATTRIBUTES}
    if Dimension.CUSTOMER in group:
        narrowing["pk"] = group[Dimension.CUSTOMER]
    if not narrowing and sees_everything(actor=actor):
        return None
    return tuple(_customers_for(actor).filter(**narrowing).order_by("pk").values_list("pk", flat=True))


def _customers(actor: Actor, names: list[str]) -> Cells:
    rows = list(_customers_for(actor).values_list("pk", *names))
    frame = columns_of(rows=rows, schema={c.CUSTOMER: pl.Int64, **{name: _ATTRIBUTES[name] for name in names}})
    return nw.from_native(frame)


def _customers_for(actor: Actor) -> QuerySet[Any, Any]:
    """Visible customers with the department of their salesperson, which is the customer's own."""
    return customers_for(actor=actor).annotate(department_id=F("salesperson__department_id"))
