"""Reads of write-offs: the requests, one with its items and papers, and what stays a claim with what came of it later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.provisions.access import recoveries_for, write_off_for, write_offs_for
from huikuan.provisions.models import Recovery, WriteOff, WriteOffItem
from huikuan.provisions.rules.states import Category, WriteOffState
from huikuan.receivables.access import receivables_for


@dataclass(frozen=True, slots=True)
class WriteOffRow:
    """A write-off request as people see it, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    amount_minor: int
    category: Category
    reason: str
    state: WriteOffState
    asked_by: str
    asked_at: datetime
    posted_on: date | None
    request_id: int | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a write-off, minor units; `still_minor` is what is written off of it now."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    sequence: int
    due_date: date | None
    amount_minor: int
    still_minor: int


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """Money that came for a written-off item, minor units."""

    receivable_id: int
    receipt_id: int
    amount_minor: int
    on: date
    who: str
    is_taken_back: bool
    """The money bounced or was used otherwise: the item is off the books again."""


@dataclass(frozen=True, slots=True)
class ReversalRow:
    """Somebody asked to take the write-off back, minor units of what was open again by it."""

    reason: str
    state: WriteOffState
    asked_by: str
    asked_at: datetime
    posted_on: date | None
    amount_minor: int | None
    request_id: int | None


@dataclass(frozen=True, slots=True)
class WriteOffShown:
    """One request with its items, papers, what came later, and the requests to take it back."""

    row: WriteOffRow
    items: tuple[ItemRow, ...]
    papers: tuple[DocumentRow, ...]
    recoveries: tuple[RecoveryRow, ...]
    reversals: tuple[ReversalRow, ...]


@dataclass(frozen=True, slots=True)
class WrittenOffItem:
    """An item off the books that is still a claim, minor units (账销案存)."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    customer_id: int
    customer_name: str
    currency: str
    due_date: date | None
    still_minor: int
    recovered_minor: int


def write_off_page(
    *, actor: Actor, state: str = "", search: str = "", number: int = 1, size: int = PAGE_SIZE
) -> Page[WriteOffRow]:
    """One page of write-off requests, the newest first, with the sums by currency of the whole list; three queries."""
    rows = write_offs_for(actor=actor)
    if state:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(customer__name__icontains=search)
    start, end = page_bounds(number=number, size=size)
    totals = dict(rows.values_list("currency").annotate(total=Sum("amount_minor")).order_by("currency"))
    return Page(_rows(rows.order_by("-pk")[start:end]), max(number, 1), end - start, rows.count(), totals)


def write_off_shown(*, actor: Actor, write_off_id: int) -> WriteOffShown:
    """One request with everything about it; five queries. Raises NotPermitted WRITE_OFF_NOT_VISIBLE."""
    row = write_off_for(actor=actor, write_off_id=write_off_id)
    items = WriteOffItem.objects.filter(write_off_id=write_off_id).select_related("receivable__invoice").order_by("pk")
    found = tuple(
        ItemRow(
            one.receivable_id,
            one.receivable.invoice_id,
            one.receivable.invoice.number,
            one.receivable.sequence,
            one.receivable.due_date,
            one.amount_minor,
            one.receivable.written_off_minor,
        )
        for one in items
    )
    return WriteOffShown(
        _row(row),
        found,
        documents_of(purpose=Purpose.WRITE_OFF, owner_ids=[write_off_id]),
        _recoveries(Recovery.objects.filter(receivable_id__in=[one.receivable_id for one in found])),
        tuple(
            ReversalRow(
                one.reason,
                WriteOffState(one.state),
                one.asked_by_name,
                one.asked_at,
                one.posted_on,
                one.amount_minor,
                one.request_id,
            )
            for one in row.reversals.order_by("pk")
        ),
    )


def written_off_page(
    *, actor: Actor, search: str = "", customer_id: int | None = None, number: int = 1, size: int = PAGE_SIZE
) -> Page[WrittenOffItem]:
    """One page of items off the books that stay a claim, oldest due first; totals are what is still written off; four queries."""
    came = recoveries_for(actor=actor).values("receivable_id")
    rows = receivables_for(actor=actor).filter(Q(written_off_minor__gt=0) | Q(pk__in=came))
    if search:
        rows = rows.filter(invoice__customer__name__icontains=search)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    start, end = page_bounds(number=number, size=size)
    totals = dict(rows.values_list("currency").annotate(total=Sum("written_off_minor")).order_by("currency"))
    shown = list(rows.select_related("invoice__customer").order_by("due_date", "pk")[start:end])
    recovered = recovered_minor(receivable_ids=[row.pk for row in shown])
    items = tuple(
        WrittenOffItem(
            row.pk,
            row.invoice_id,
            row.invoice.number,
            row.customer_id,
            row.invoice.customer.name,
            row.currency,
            row.due_date,
            row.written_off_minor,
            recovered.get(row.pk, 0),
        )
        for row in shown
    )
    return Page(items, max(number, 1), end - start, rows.count(), totals)


def recovered_minor(*, receivable_ids: Iterable[int]) -> dict[int, int]:
    """What came for written-off items and stayed, minor units by receivable; for rooms above, which have checked who asks; one query."""
    rows = Recovery.objects.filter(receivable_id__in=list(receivable_ids), revived__reversed_by=None)
    return dict(rows.values_list("receivable_id").annotate(total=Sum("amount_minor")).order_by())


def _recoveries(rows: QuerySet[Recovery]) -> tuple[RecoveryRow, ...]:
    return tuple(
        RecoveryRow(row.receivable_id, row.receipt_id, row.amount_minor, row.on, row.who_name, row.is_taken_back)
        for row in rows.annotate(is_taken_back=Q(revived__reversed_by__isnull=False)).order_by("on", "pk")
    )


def _rows(rows: QuerySet[WriteOff]) -> tuple[WriteOffRow, ...]:
    return tuple(_row(row) for row in rows.select_related("customer", "company"))


def _row(row: WriteOff) -> WriteOffRow:
    return WriteOffRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        company_id=row.company_id,
        company_name=row.company.short_name,
        currency=row.currency,
        amount_minor=row.amount_minor,
        category=Category(row.category),
        reason=row.reason,
        state=WriteOffState(row.state),
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        posted_on=row.posted_on,
        request_id=row.request_id,
    )
