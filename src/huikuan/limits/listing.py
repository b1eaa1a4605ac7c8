"""The list of limits: customers with what is in force, narrowed to what ends soon, is over, is cash only, was never set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.customers.queries import CustomerRow, customers_by_id, found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import ratio_permille
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
    USED_UP = "USED_UP"


NEAR_PERMILLE = 800
"""From here on a limit is nearly used up, per mille."""


@dataclass(frozen=True, slots=True)
class Used:
    """What is at risk against a limit, minor units of its currency; `is_partial` where an amount could not be converted."""

    minor: int
    is_partial: bool = False


Usage = Callable[[Collection[int]], Mapping[int, Used]]
"""Tells what is at risk against the limits of some customers; the room of credit knows it."""


@dataclass(frozen=True, slots=True)
class ListedLimit:
    """A customer with his limit on the day, whether it ends soon, and how many requests for him wait."""

    customer: CustomerRow
    limit: LimitInForce
    waiting: int
    ends_soon: bool
    used: Used | None = None

    @property
    def used_permille(self) -> int | None:
        """Exposure ÷ limit, not below nothing; None where no limit holds, it is cash only, or nobody told."""
        return used_permille(limit=self.limit, used=self.used)

    @property
    def is_over(self) -> bool:
        """Whether more is at risk than the limit lets; of a cash customer whether anything is."""
        return (
            self.used is not None and self.limit.amount_minor is not None and self.used.minor > self.limit.amount_minor
        )

    @property
    def is_near(self) -> bool:
        """Whether the limit is nearly used up, and not passed."""
        return not self.is_over and (self.used_permille or 0) >= NEAR_PERMILLE


Found = tuple[str, LimitInForce]
"""The key a customer's name sorts by, and his limit."""

_FITS: dict[Which, Callable[[LimitInForce, date], bool]] = {
    Which.IN_FORCE: lambda limit, on: limit.standing is Standing.IN_FORCE,
    Which.ENDING: lambda limit, on: is_near_end(limit=limit, on=on),
    Which.OVER: lambda limit, on: limit.has_expired,
    Which.CASH_ONLY: lambda limit, on: limit.is_cash_only,
    Which.NONE: lambda limit, on: limit.standing is Standing.NONE,
    Which.WAITING: lambda limit, on: True,
    Which.USED_UP: lambda limit, on: limit.amount_minor is not None,
}
_KEYS: dict[str, Callable[[Found], Any]] = {
    "name": lambda one: one[0],
    "limit": lambda one: -1 if one[1].amount_minor is None else one[1].amount_minor,
    "through": lambda one: one[1].valid_through or date.max,
}
USED = "used"
SORTS = tuple(f"{sign}{name}" for name in (*_KEYS, USED) for sign in ("", "-"))


@dataclass(frozen=True, slots=True)
class LimitFilter:
    """What the list is narrowed to; `search` is a piece of the customer's name or number."""

    which: Which = Which.IN_FORCE
    search: str = ""
    usage: Usage | None = None


def used_permille(*, limit: LimitInForce, used: Used | None) -> int | None:
    """Exposure ÷ limit per mille, not below nothing; None where there is nothing to divide by."""
    if used is None or not limit.amount_minor:
        return None
    return ratio_permille(numerator=max(used.minor, 0), denominator=limit.amount_minor)


def limits_list(
    *, actor: Actor, today: date, narrowed: LimitFilter, sort: str = "-limit", number: int = 1, size: int = PAGE_SIZE
) -> Page[ListedLimit]:
    """A page of visible customers with their limits on the day; totals are the limits in force.

    At most ten queries and those of `narrowed.usage`, which is asked about the page, or about everybody where the order or
    the tab is about what is used.
    """
    names = _candidates(actor, narrowed)
    limits = limits_in_force(customer_ids=names, on=today)
    waiting = waiting_limits(customer_ids=names, today=today) if narrowed.which is Which.WAITING else {}
    fitting = [
        (names[pk], limit)
        for pk, limit in limits.items()
        if _FITS[narrowed.which](limit, today) and (narrowed.which is not Which.WAITING or pk in waiting)
    ]
    everybody = narrowed.which is Which.USED_UP or sort.removeprefix("-") == USED
    used = _used(narrowed, [limit.customer_id for _, limit in fitting]) if everybody else {}
    if narrowed.which is Which.USED_UP:
        fitting = [one for one in fitting if _is_used_up(one[1], used.get(one[1].customer_id))]
    key = _key(sort.removeprefix("-"), used)
    fitting.sort(key=lambda one: (one[0], one[1].customer_id))
    fitting.sort(key=key, reverse=sort.startswith("-"))
    start, end = page_bounds(number=number, size=size)
    shown = [limit for _, limit in fitting[start:end]]
    ids = [limit.customer_id for limit in shown]
    customers, asked = customers_by_id(ids=ids), waiting_limits(customer_ids=ids, today=today)
    used = used or _used(narrowed, [limit.customer_id for limit in shown if limit.amount_minor is not None])
    rows = tuple(
        ListedLimit(
            customers[one.customer_id],
            one,
            len(asked.get(one.customer_id, ())),
            is_near_end(limit=one, on=today),
            None if one.amount_minor is None else used.get(one.customer_id),
        )
        for one in shown
    )
    total = sum(limit.amount_minor or 0 for _, limit in fitting)
    return Page(rows, max(number, 1), end - start, len(fitting), {base_currency(): total} if total else {})


def _used(narrowed: LimitFilter, ids: Collection[int]) -> Mapping[int, Used]:
    return narrowed.usage(ids) if narrowed.usage is not None and ids else {}


def _is_used_up(limit: LimitInForce, used: Used | None) -> bool:
    """Nearly, wholly or more than wholly; a cash customer where anything is at risk."""
    if used is None or limit.amount_minor is None:
        return False
    return used.minor > limit.amount_minor or (used_permille(limit=limit, used=used) or 0) >= NEAR_PERMILLE


def _key(name: str, used: Mapping[int, Used]) -> Callable[[Found], Any]:
    """The order asked for; what is used by its share of the limit, a cash customer by what is at risk, the rest below."""
    if name != USED:
        return _KEYS.get(name, _KEYS["limit"])

    def by_share(one: Found) -> tuple[bool, int, int]:
        found = used.get(one[1].customer_id)
        if found is None or one[1].amount_minor is None:
            return (False, -1, 0)
        is_beyond = one[1].is_cash_only and found.minor > 0
        return (is_beyond, used_permille(limit=one[1], used=found) or 0, found.minor)

    return by_share


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
