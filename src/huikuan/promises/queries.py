"""Reads of promises: the list, one with its items and history, what was missed, requests for a later day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Least

from huikuan.guests.access import Guest
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.promises.access import extensions_for, extensions_for_guest, promises_for, promises_for_guest
from huikuan.promises.models import Extension, PolicyVersion, Promise, PromiseItem, PromiseStep
from huikuan.promises.rules import Channel, Event, ExtensionState, PromisePolicy, State
from huikuan.receivables.access import receivables_for

SORTS = {
    "day": ("day", "pk"),
    "-day": ("-day", "-pk"),
    "made": ("made_on", "pk"),
    "-made": ("-made_on", "-pk"),
    "amount": ("currency", "amount_minor", "pk"),
    "-amount": ("currency", "-amount_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as people see it, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    amount_minor: int
    paid_minor: int
    day: date
    held_through: date
    said_by: str
    role: str
    channel: Channel
    text: str
    made_on: date
    recorded_by: str
    state: State
    ended_on: date | None
    names_items: bool
    """He named the items; also where that was not written down yet."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What of an item was promised, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    sequence: int
    due_date: date | None
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a promise."""

    event: Event
    state: State
    paid_minor: int
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """A request for a later day, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    amount_minor: int
    items: int
    day: date
    text: str
    said_by: str
    by_portal: bool
    asked_on: date
    state: ExtensionState
    decided_by: str
    note: str
    promise_id: int | None


@dataclass(frozen=True, slots=True)
class PromiseFilter:
    """What a list is narrowed to; empty and None mean no narrowing."""

    state: str = ""
    search: str = ""
    customer_id: int | None = None


def promise_page(
    *, actor: Actor, narrowed: PromiseFilter, sort: str = "day", number: int = 1, size: int = PAGE_SIZE
) -> Page[PromiseRow]:
    """One page of promises with the promised sums by currency of the whole list; three queries."""
    rows = promises_for(actor=actor)
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.search:
        rows = rows.filter(Q(customer__name__icontains=narrowed.search) | Q(said_by__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    start, end = page_bounds(number=number, size=size)
    totals = dict(rows.values_list("currency").annotate(total=Sum("amount_minor")).order_by("currency"))
    shown = _rows(rows.order_by(*SORTS.get(sort, SORTS["day"]))[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), totals)


def promise_row(*, actor: Actor, promise_id: int) -> PromiseRow | None:
    """One promise; None where `actor` may not see it."""
    return next(iter(_rows(promises_for(actor=actor).filter(pk=promise_id))), None)


def broken_promises(*, actor: Actor, since: date) -> tuple[PromiseRow, ...]:
    """Promises broken or kept in part since a day that no later promise of the customer in that currency followed."""
    failed = (State.BROKEN.value, State.PARTLY_KEPT.value)
    same = {name: OuterRef(name) for name in ("customer_id", "company_id", "currency")}
    later = Promise.objects.filter(pk__gt=OuterRef("pk"), **same)
    rows = promises_for(actor=actor).filter(~Exists(later), state__in=failed, ended_on__gte=since)
    return _rows(rows.order_by("ended_on", "pk"))


def still_missing(*, promises: Sequence[PromiseRow]) -> dict[int, int]:
    """What is unpaid still of promises that were not kept, by promise, minor units: what never came of it, at most what is open of
    its items, or of all he owes that own company where he named none. Two queries at most.
    """
    named = PromiseItem.objects.filter(promise_id__in=[one.id for one in promises if one.names_items])
    least = Sum(Least("amount_minor", "receivable__outstanding_minor"))
    open_of = dict(named.values_list("promise_id").annotate(total=least)) if promises else {}
    free = {(one.customer_id, one.company_id, one.currency): 0 for one in promises if not one.names_items}
    rows = receivables_for(actor=SYSTEM).filter(customer_id__in={key[0] for key in free})
    columns = ("customer_id", "company_id", "currency")
    for *key, minor in rows.values_list(*columns).annotate(total=Sum("outstanding_minor")) if free else ():
        free[key[0], key[1], key[2]] = minor
    return {
        one.id: min(
            max(0, one.amount_minor - one.paid_minor),
            open_of.get(one.id, 0) if one.names_items else free[one.customer_id, one.company_id, one.currency],
        )
        for one in promises
    }


def promises_of_guest(*, guest: Guest) -> tuple[PromiseRow, ...]:
    """What the guest's customer promised, newest first."""
    return _rows(promises_for_guest(guest=guest).order_by("-pk")[:100])


def items_of(*, promise_id: int) -> tuple[ItemRow, ...]:
    """The items of a promise whose visibility the caller has checked."""
    rows = PromiseItem.objects.filter(promise_id=promise_id).select_related("receivable__invoice").order_by("pk")
    return tuple(
        ItemRow(
            receivable_id=row.receivable_id,
            invoice_id=row.receivable.invoice_id,
            invoice_number=row.receivable.invoice.number,
            sequence=row.receivable.sequence,
            due_date=row.receivable.due_date,
            amount_minor=row.amount_minor,
            open_minor=row.receivable.outstanding_minor,
        )
        for row in rows
    )


def steps_of(*, promise_id: int) -> tuple[StepRow, ...]:
    """What happened to a promise whose visibility the caller has checked, newest first."""
    rows = PromiseStep.objects.filter(promise_id=promise_id).order_by("-pk")
    return tuple(
        StepRow(Event(row.event), State(row.state), row.paid_minor, row.at, row.who_name, row.note) for row in rows
    )


def extensions(
    *, actor: Actor, state: ExtensionState | None = None, customer_id: int | None = None
) -> tuple[ExtensionRow, ...]:
    """Requests for a later day, newest first, at most 500; one query."""
    rows = extensions_for(actor=actor)
    if state is not None:
        rows = rows.filter(state=state.value)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    return _extensions(rows.order_by("-pk")[:500])


def extensions_of_guest(*, guest: Guest) -> tuple[ExtensionRow, ...]:
    """What the guest's customer asked for, newest first."""
    return _extensions(extensions_for_guest(guest=guest).order_by("-pk")[:100])


def policy_in_force() -> PromisePolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        return PromisePolicy()
    usual = PromisePolicy().guest_days
    return PromisePolicy(row.number, row.grace_days, row.kept_permille, row.guest_days or usual)


def _rows(rows: QuerySet[Promise] | Iterable[Promise]) -> tuple[PromiseRow, ...]:
    found = rows.select_related("customer", "company") if isinstance(rows, QuerySet) else rows
    return tuple(
        PromiseRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.company.short_name,
            currency=row.currency,
            amount_minor=row.amount_minor,
            paid_minor=row.paid_minor,
            day=row.day,
            held_through=row.held_through,
            said_by=row.said_by,
            role=row.role,
            channel=Channel(row.channel),
            text=row.text,
            made_on=row.made_on,
            recorded_by=row.recorded_by_name,
            state=State(row.state),
            ended_on=row.ended_on,
            names_items=row.names_items is not False,
        )
        for row in found
    )


def _extensions(rows: QuerySet[Extension]) -> tuple[ExtensionRow, ...]:
    return tuple(
        ExtensionRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.company.short_name,
            currency=row.currency,
            amount_minor=row.amount_minor,
            items=len(row.receivable_ids),
            day=row.day,
            text=row.text,
            said_by=row.said_by,
            by_portal=row.link_id is not None,
            asked_on=row.asked_on,
            state=ExtensionState(row.state),
            decided_by=row.decided_by_name,
            note=row.note,
            promise_id=row.promise_id,
        )
        for row in rows.select_related("customer", "company")
    )
