"""The list of limits: customers with what is in force, narrowed to what ends soon, is over, is cash only, was never set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.customers.queries import CustomerRow, customers_by_id, found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.limits.access import lines_for
from huikuan.limits.models import LimitEntry
from huikuan.limits.queries import base_currency, limits_in_force, waiting_limits
from huikuan.limits.rules import LimitInForce, Standing, is_near_end


class Which(StrEnum):
    """What the list is narrowed to."""

    IN_FORCE = "IN_FORCE"
    ENDING = "ENDING"
    OVER = "OVER"
    CASH_ONLY = "CASH_ONLY"
    WAITING = "WAITING"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class ListedLimit:
    """A customer with his limit on the day, whether it ends soon, and how many requests for him wait."""

    customer: CustomerRow
    limit: LimitInForce
    waiting: int
    ends_soon: bool


Found = tuple[str, LimitInForce]
"""The key a customer's name sorts by, and his limit."""

_FITS: dict[Which, Callable[[LimitInForce, date], bool]] = {
    Which.IN_FORCE: lambda limit, on: limit.standing is Standing.IN_FORCE,
    Which.ENDING: lambda limit, on: is_near_end(limit=limit, on=on),
    Which.OVER: lambda limit, on: limit.has_expired,
    Which.CASH_ONLY: lambda limit, on: limit.is_cash_only,
    Which.NONE: lambda limit, on: limit.standing is Standing.NONE,
    Which.WAITING: lambda limit, on: True,
}
_KEYS: dict[str, Callable[[Found], Any]] = {
    "name": lambda one: one[0],
    "limit": lambda one: -1 if one[1].amount_minor is None else one[1].amount_minor,
    "through": lambda one: one[1].valid_through or date.max,
}
SORTS = tuple(f"{sign}{name}" for name in _KEYS for sign in ("", "-"))


@dataclass(frozen=True, slots=True)
class LimitFilter:
    """What the list is narrowed to; `search` is a piece of the customer's name or number."""

    which: Which = Which.IN_FORCE
    search: str = ""


def limits_list(
    *, actor: Actor, today: date, narrowed: LimitFilter, sort: str = "-limit", number: int = 1, size: int = PAGE_SIZE
) -> Page[ListedLimit]:
    """A page of visible customers with their limits on the day; totals are the limits in force. At most ten queries."""
    names = _candidates(actor, narrowed)
    limits = limits_in_force(customer_ids=names, on=today)
    waiting = waiting_limits(customer_ids=names, today=today) if narrowed.which is Which.WAITING else {}
    fitting = [
        (names[pk], limit)
        for pk, limit in limits.items()
        if _FITS[narrowed.which](limit, today) and (narrowed.which is not Which.WAITING or pk in waiting)
    ]
    key = _KEYS.get(sort.removeprefix("-"), _KEYS["limit"])
    fitting.sort(key=lambda one: (one[0], one[1].customer_id))
    fitting.sort(key=key, reverse=sort.startswith("-"))
    start, end = page_bounds(number=number, size=size)
    shown = [limit for _, limit in fitting[start:end]]
    ids = [limit.customer_id for limit in shown]
    customers, asked = customers_by_id(ids=ids), waiting_limits(customer_ids=ids, today=today)
    rows = tuple(
        ListedLimit(
            customers[one.customer_id], one, len(asked.get(one.customer_id, ())), is_near_end(limit=one, on=today)
        )
        for one in shown
    )
    total = sum(limit.amount_minor or 0 for _, limit in fitting)
    return Page(rows, max(number, 1), end - start, len(fitting), {base_currency(): total} if total else {})


def _candidates(actor: Actor, narrowed: LimitFilter) -> dict[int, str]:
    """The sort keys of visible customers who may fit: those with a journal, with a request, or without either."""
    rows = found_customers(actor=actor, search=narrowed.search)
    lines = lines_for(actor=actor)
    if narrowed.which is Which.WAITING:
        rows = rows.filter(pk__in=lines.values("customer_id"))
    else:
        entered = LimitEntry.objects.values("line__customer_id")
        rows = rows.exclude(pk__in=entered) if narrowed.which is Which.NONE else rows.filter(pk__in=entered)
    return dict(rows.values_list("pk", "name_sort"))
