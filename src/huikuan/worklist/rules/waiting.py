"""PURE: debts that wait for something and are not asked for meanwhile: what for, until when, and what sets them free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huikuan.worklist.rules.debts import DebtFacts
from huikuan.worklist.rules.worth import ONE_CURRENCY, Exchange


class WaitsFor(StrEnum):
    """What stands between a late debt and asking for it."""

    PROMISE = "PROMISE"
    PLAN = "PLAN"
    OUR_SIDE = "OUR_SIDE"
    DISPUTE = "DISPUTE"
    MONEY_HERE = "MONEY_HERE"


@dataclass(frozen=True, slots=True)
class LateItem:
    """A late item, minor units; `stopped_minor` of it waits for `waits_for`, through `until` where a day is known."""

    customer_id: int
    currency: str
    due_date: date
    open_minor: int
    stopped_minor: int = 0
    waits_for: WaitsFor | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """So much late money of a customer waits for one thing; `until` is the nearest day on which it may be set free."""

    customer_id: int
    currency: str
    waits_for: WaitsFor
    amount_minor: int
    items: int
    until: date | None


def held_back(*, items: Iterable[LateItem]) -> tuple[Waiting, ...]:
    """What waits, by customer, currency and reason; the largest first."""
    found: dict[tuple[int, str, WaitsFor], Waiting] = {}
    for item in items:
        if item.waits_for is None or item.stopped_minor <= 0:
            continue
        key = (item.customer_id, item.currency, item.waits_for)
        before = found.get(key, Waiting(*key, 0, 0, None))
        days = [day for day in (before.until, item.until) if day is not None]
        found[key] = replace(
            before,
            amount_minor=before.amount_minor + item.stopped_minor,
            items=before.items + 1,
            until=min(days, default=None),
        )
    return in_order(waiting=found.values())


def without_held(*, facts: Iterable[DebtFacts], items: Iterable[LateItem], today: date) -> list[DebtFacts]:
    """The debts with what may be asked for now only; a debt of which all waits keeps its agreed step and nothing else.

    `items` are all late items of the customers of whom something waits; other customers' debts stay as they are.
    """
    free: dict[tuple[int, str], list[LateItem]] = {}
    held: dict[tuple[int, str], int] = {}
    for item in items:
        key = (item.customer_id, item.currency)
        held[key] = held.get(key, 0) + item.stopped_minor
        asked = free.setdefault(key, [])
        if item.open_minor > item.stopped_minor:
            asked.append(item)
    return [_freed(debt, free, held, today) for debt in facts]


def without_covered(*, facts: Iterable[DebtFacts], may_allocate: bool) -> tuple[list[DebtFacts], list[Waiting]]:
    """The debts without what money already here covers, which waits for whoever allocates it.

    He himself finds it as a task to use that money first, unless a step was agreed: nobody asks for it on the way.
    """
    freed, waiting = [], []
    for debt in facts:
        minor = min(debt.unapplied_minor, debt.overdue_minor)
        if may_allocate and debt.overdue_minor and not debt.agreed:
            freed.append(debt)
            continue
        freed.append(_uncovered(debt, minor))
        if minor:
            whose = (debt.customer_id, debt.currency, WaitsFor.MONEY_HERE)
            waiting.append(Waiting(*whose, minor, debt.overdue_items, None))
    return freed, waiting


def in_order(*, waiting: Iterable[Waiting], exchange: Exchange = ONE_CURRENCY) -> tuple[Waiting, ...]:
    """The largest amount first by the rates, then by customer, so that the order never depends on the input's."""

    def place(one: Waiting) -> tuple[tuple[bool, str, int], int, str, str]:
        amount = exchange.place(currency=one.currency, minor=one.amount_minor)
        return amount, one.customer_id, one.currency, one.waits_for.value

    return tuple(sorted(waiting, key=place))


def _freed(
    debt: DebtFacts,
    free: Mapping[tuple[int, str], list[LateItem]],
    held: Mapping[tuple[int, str], int],
    today: date,
) -> DebtFacts:
    key = (debt.customer_id, debt.currency)
    asked = free.get(key)
    if asked is None:
        return debt
    return replace(
        debt,
        overdue_minor=sum(item.open_minor - item.stopped_minor for item in asked),
        overdue_items=len(asked),
        oldest_days=max(((today - item.due_date).days for item in asked), default=0),
        open_minor=max(debt.open_minor - held.get(key, 0), 0),
    )


def _uncovered(debt: DebtFacts, minor: int) -> DebtFacts:
    """The debt without so much of what is overdue, and without what money that is here pays of the rest."""
    is_left = debt.overdue_minor > minor
    return replace(
        debt,
        overdue_minor=debt.overdue_minor - minor,
        overdue_items=debt.overdue_items if is_left else 0,
        oldest_days=debt.oldest_days if is_left else 0,
        due_soon_minor=max(debt.due_soon_minor - debt.ahead_minor, 0),
        open_minor=max(debt.open_minor - minor - debt.ahead_minor, 0),
        unapplied_minor=0,
    )
