"""Reads for rooms above, which have checked who asks: what running promises hold back, and what they wait for still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.once import once
from huikuan.promises.models import Promise, PromiseItem
from huikuan.promises.rules import WHOLE, State, covers


@dataclass(frozen=True, slots=True)
class Held:
    """What of an item a running promise is about, minor units: the promised day, and the last day it is not asked for.

    `is_whole`: it is as much of what is open and undisputed as would count as kept, so that the item waits for it.
    """

    promise_id: int
    day: date
    through: date
    minor: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """The day of a promise, the end of its grace, and how much keeps it, minor units of its currency."""

    day: date
    held_through: date
    company_id: int
    currency: str
    needed_minor: int


def held_items(*, today: date, customer_id: int | None = None) -> dict[int, Held]:
    """The items that running promises hold back on `today`, by receivable; for rooms above, which have checked who asks.

    One of which only a part was promised is not held: the rest of it is asked for.
    """
    found = promised_items(today=today, customer_id=customer_id)
    return {pk: one for pk, one in found.items() if one.is_whole}


@once
def promised_items(*, today: date, customer_id: int | None = None) -> dict[int, Held]:
    """The items that running promises are about on `today`, wholly or in part, by receivable; two queries at most."""
    rows = PromiseItem.objects.filter(promise__state=State.RUNNING.value, promise__held_through__gte=today)
    if customer_id is not None:
        rows = rows.filter(promise__customer_id=customer_id)
    columns = ("receivable_id", "promise_id", "promise__day", "promise__held_through", "amount_minor")
    sides = ("receivable__outstanding_minor", "promise__kept_permille")
    found: dict[int, Held] = {}
    less: dict[int, tuple[int, int]] = {}
    ordered = rows.order_by("promise__held_through", "pk").values_list(*columns, *sides)
    for pk, promise_id, day, through, minor, open_minor, permille in ordered:
        is_whole = covers(promised_minor=minor, open_minor=open_minor, kept_permille=permille)
        found[pk] = Held(promise_id, day, through, minor, is_whole)
        if not is_whole:
            less[pk] = (open_minor, permille)
    disputed = disputed_minor(receivable_ids=less) if less else {}
    for pk, minor in disputed.items():
        open_minor, permille = less[pk]
        undisputed = open_minor - stopped_minor(open_minor=open_minor, disputed_minor=minor)
        is_whole = covers(promised_minor=found[pk].minor, open_minor=undisputed, kept_permille=permille)
        found[pk] = replace(found[pk], is_whole=is_whole)
    return found


def awaited_minor(*, but_items: Iterable[int] = ()) -> dict[tuple[int, int, str], int]:
    """What promises that run or were found kept still wait for of their items, by (customer, own company, currency).

    Minor units; for rooms that count money not used yet, of which no fen counts twice. Promises about `but_items` are left out.
    """
    states = (State.RUNNING.value, State.KEPT.value)
    rows = PromiseItem.objects.filter(promise__state__in=states, receivable__outstanding_minor__gt=0)
    group = ("promise__customer_id", "promise__company_id", "promise__currency")
    left_out, found = frozenset(but_items), dict[tuple[int, int, str], int]()
    columns = ("receivable_id", "amount_minor", "receivable__outstanding_minor", *group)
    for receivable_id, promised, open_minor, *key in rows.values_list(*columns):
        if receivable_id not in left_out:
            found[key[0], key[1], key[2]] = found.get((key[0], key[1], key[2]), 0) + min(promised, open_minor)
    return found


def promised_terms() -> dict[int, Terms]:
    """What was promised, by the act that recorded the promise, for rooms above; it is never changed."""
    columns = ("act_id", "day", "held_through", "company_id", "currency", "amount_minor", "kept_permille")
    return {
        act_id: Terms(day, through, company_id, currency, -(-amount_minor * permille // WHOLE))
        for act_id, day, through, company_id, currency, amount_minor, permille in Promise.objects.values_list(*columns)
    }
