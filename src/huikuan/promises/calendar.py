"""Reads for the calendar of promises: what is promised on which day of a month, and how promises were kept, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.promises.access import promises_for
from huikuan.promises.kept_rules import Ended, KeptRate, kept_rates
from huikuan.promises.models import Promise
from huikuan.promises.rules import State


@dataclass(frozen=True, slots=True)
class DayPromise:
    """A promise on its day, minor units."""

    id: int
    customer_id: int
    customer_name: str
    currency: str
    amount_minor: int
    paid_minor: int
    day: date
    state: State


@dataclass(frozen=True, slots=True)
class KeptRow:
    """How one customer, or one of our people who heard them, fared with promises in one currency."""

    name: str
    customer_id: int | None
    currency: str
    rate: KeptRate


GONE = (State.SUPERSEDED.value, State.CANCELLED.value)


def promises_between(*, actor: Actor, first: date, last: date, company_id: int | None = None) -> tuple[DayPromise, ...]:
    """Promises whose day lies from `first` through `last`, by day, without superseded and cancelled ones; one query."""
    rows = promises_for(actor=actor).filter(day__gte=first, day__lte=last).exclude(state__in=GONE)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    columns = ("pk", "customer_id", "customer__name", "currency", "amount_minor", "paid_minor", "day", "state")
    return tuple(
        DayPromise(pk, customer_id, name, currency, amount_minor, paid_minor, day, State(state))
        for pk, customer_id, name, currency, amount_minor, paid_minor, day, state in rows.order_by(
            "day", "pk"
        ).values_list(*columns)
    )


def kept_by_customer(*, actor: Actor, first: date, last: date) -> tuple[KeptRow, ...]:
    """Kept rates by customer and currency, the worst first; one query."""
    rows = _ended(actor, first, last)
    found = kept_rates(
        promises=[((row.customer.name, row.customer_id, row.currency), _one(row)) for row in rows],
        first=first,
        last=last,
    )
    return _worst_first(KeptRow(name, pk, currency, rate) for (name, pk, currency), rate in found.items())


def kept_by_collector(*, actor: Actor, first: date, last: date) -> tuple[KeptRow, ...]:
    """Kept rates by who of our people heard the promise, the worst first; one query. Promises by the portal are nobody's."""
    rows = [row for row in _ended(actor, first, last) if row.link_id is None]
    keyed = [((row.recorded_by_id, row.recorded_by_name, row.currency), _one(row)) for row in rows]
    found = kept_rates(promises=keyed, first=first, last=last)
    return _worst_first(KeptRow(name, None, currency, rate) for (_pk, name, currency), rate in found.items())


def _ended(actor: Actor, first: date, last: date) -> list[Promise]:
    return list(
        promises_for(actor=actor).filter(day__gte=first, day__lte=last).select_related("customer").order_by("pk")
    )


def _one(row: Promise) -> Ended:
    return Ended(State(row.state), row.day, row.amount_minor, row.paid_minor, row.ended_on)


def _worst_first(rows: Iterable[KeptRow]) -> tuple[KeptRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.rate.permille or 0, -row.rate.due_minor, row.name)))
