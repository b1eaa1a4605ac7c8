"""Reads of invoices and receivables as frozen rows, filtered by what the actor may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from huikuan.customers.queries import found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.ledger.queries import currencies_booked
from huikuan.receivables.access import invoices_for, receivables_for
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.parts import parts_of
from huikuan.receivables.rules import Parts, days_overdue, state_of


class Which(StrEnum):
    """Which receivables a list shows."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    DUE_SOON = "DUE_SOON"
    NO_DUE_DATE = "NO_DUE_DATE"
    SETTLED = "SETTLED"
    ALL = "ALL"


DUE_SOON_DAYS = 7
MOST_LOOKED_UP = 1_000
SORTS = {
    "due": ("due_date", "pk"),
    "-due": ("-due_date", "-pk"),
    "open": ("outstanding_minor", "pk"),
    "-open": ("-outstanding_minor", "-pk"),
    "issued": ("issue_date", "pk"),
    "-issued": ("-issue_date", "-pk"),
    "number": ("invoice__number", "pk"),
    "-number": ("-invoice__number", "-pk"),
    "-entered": ("-pk",),
}


@dataclass(frozen=True, slots=True)
class ReceivableFilter:
    """What a list of receivables is narrowed to; None and empty mean no narrowing."""

    which: Which = Which.OPEN
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    salesperson_id: int | None = None
    currency: str = ""
    least_open_minor: int | None = None
    due_from: date | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class ReceivableRow:
    """An open item (未清项) as people see it, minor units; `days_overdue` is negative before the due date."""

    id: int
    invoice_id: int
    invoice_number: str
    kind: str
    sequence: int
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    due_date: date | None
    days_overdue: int | None
    state: str
    parts: Parts
    source_ref: str
    contract: str
    note: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice or credit note with the instalments that belong to it."""

    id: int
    kind: str
    number: str
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    amount_minor: int
    face_minor: int
    credits_id: int | None
    source_ref: str
    contract: str
    note: str
    receivables: tuple[ReceivableRow, ...]


def receivable_page(
    *,
    actor: Actor,
    as_of: date,
    narrowed: ReceivableFilter,
    sort: str = "due",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ReceivableRow]:
    """One page of receivables with the count and the open sums per currency of the whole list.

    Five queries: the sums are read from open items alone, and only the page's own rows are read in full, so that a
    page of a million costs what an index costs. A search adds two.
    """
    rows = _narrowed(receivables_for(actor=actor), actor, narrowed, as_of)
    start, end = page_bounds(number=number, size=size)
    ids = list(rows.order_by(*_order(sort)).values_list("pk", flat=True)[start:end])
    found = {row.pk: row for row in Receivable.objects.filter(pk__in=ids).select_related("invoice")}
    still_open = rows.filter(outstanding_minor__gt=0)
    sums = _open_sums(still_open)
    only_open = narrowed.which not in (Which.SETTLED, Which.ALL)
    return Page(
        rows=tuple(row_of(row=found[pk], as_of=as_of) for pk in ids),
        number=max(number, 1),
        size=end - start,
        count=sum(items for _, _, items in sums) if only_open else rows.count(),
        totals={currency: total for currency, total, _ in sorted(sums)},
    )


def _open_sums(rows: QuerySet[Receivable]) -> list[tuple[str, int, int]]:
    """(currency, open sum, items) of the currencies that the rows have.

    One walk through the index with a sum for each currency ever booked: grouping 300,000 rows on SQLite takes three
    times as long.
    """
    sums: dict[str, Sum | Count] = {}
    for currency in currencies_booked():
        here = Q(currency=currency)
        sums |= {
            f"total_{currency}": Sum("outstanding_minor", filter=here),
            f"items_{currency}": Count("pk", filter=here),
        }
    found = rows.aggregate(**sums)
    taken = ((name.removeprefix("items_"), items) for name, items in found.items() if name.startswith("items_"))
    return [(currency, found[f"total_{currency}"], items) for currency, items in taken if items]


def open_items_of(*, actor: Actor, customer_id: int, as_of: date) -> tuple[ReceivableRow, ...]:
    """Every open item of one customer by due date (without date last)."""
    rows = receivables_for(actor=actor).filter(customer_id=customer_id, outstanding_minor__gt=0)
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def receivable_rows(*, actor: Actor, ids: list[int], as_of: date) -> tuple[ReceivableRow, ...]:
    """The visible ones of the receivables asked for."""
    rows = receivables_for(actor=actor).filter(pk__in=ids).select_related("invoice").order_by("pk")
    return tuple(row_of(row=row, as_of=as_of) for row in rows)


def invoice_row(*, actor: Actor, invoice_id: int, as_of: date) -> InvoiceRow | None:
    """One invoice with its instalments; None if there is none that the actor may see."""
    row = invoices_for(actor=actor).filter(pk=invoice_id).first()
    if row is None:
        return None
    parts = Receivable.objects.filter(invoice=row).select_related("invoice").order_by("sequence")
    return _invoice(row, tuple(row_of(row=part, as_of=as_of) for part in parts))


def invoices_after(
    *,
    actor: Actor,
    as_of: date,
    after_id: int,
    limit: int,
    company_id: int | None = None,
    customer_id: int | None = None,
) -> tuple[InvoiceRow, ...]:
    """Up to `limit` visible invoices with ids above `after_id`, by id, with their instalments; two queries."""
    exact = {"company_id": company_id, "customer_id": customer_id}
    found = invoices_for(actor=actor).filter(pk__gt=after_id, **{k: v for k, v in exact.items() if v is not None})
    rows = list(found.order_by("pk")[:limit])
    parts: dict[int, list[ReceivableRow]] = {}
    for part in (
        Receivable.objects.filter(invoice__in=rows).select_related("invoice").order_by("invoice_id", "sequence")
    ):
        parts.setdefault(part.invoice_id, []).append(row_of(row=part, as_of=as_of))
    return tuple(_invoice(row, tuple(parts.get(row.pk, ()))) for row in rows)


def found_invoices(*, actor: Actor, search: str, most: int) -> tuple[InvoiceRow, ...]:
    """Visible invoices whose number holds `search`, last entered first, at most `most`; without instalments."""
    rows = invoices_for(actor=actor).filter(number__icontains=search).order_by("-pk")[:most]
    return tuple(_invoice(row, ()) for row in rows)


def open_to_match(*, company_id: int) -> Iterator[tuple[int, str, int, int, str, date, date | None]]:
    """(id, number, customer, open minor units, currency, issue date, due date) of every open item of an own company."""
    rows = Receivable.objects.filter(company_id=company_id, outstanding_minor__gt=0).order_by("pk")
    columns = ("pk", "invoice__number", "customer_id", "outstanding_minor", "currency", "issue_date", "due_date")
    yield from rows.values_list(*columns).iterator(chunk_size=10_000)


def instalment_ids(*, invoice_ids: list[int]) -> dict[tuple[str, int], int]:
    """Ids of receivables by (invoice number, sequence) for the invoices given; one query."""
    rows = Receivable.objects.filter(invoice_id__in=invoice_ids).values_list("invoice__number", "sequence", "pk")
    return {(number, sequence): pk for number, sequence, pk in rows}


def balances_of(*, actor: Actor, customer_ids: list[int], as_of: date) -> dict[int, dict[str, tuple[int, int]]]:
    """Open and overdue minor units by customer and currency; one query over open items only."""
    rows = (
        receivables_for(actor=actor)
        .filter(customer_id__in=customer_ids, outstanding_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(total=Sum("outstanding_minor"), late=Sum("outstanding_minor", filter=Q(due_date__lt=as_of)))
        .order_by("customer_id", "currency")
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for customer_id, currency, total, late in rows:
        found.setdefault(customer_id, {})[currency] = (total, late or 0)
    return found


def row_of(*, row: Receivable, as_of: date) -> ReceivableRow:
    """The frozen row of a receivable whose invoice is loaded."""
    parts = parts_of(row=row)
    return ReceivableRow(
        id=row.pk,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice.number,
        kind=row.invoice.kind,
        sequence=row.sequence,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        issue_date=row.issue_date,
        due_date=row.due_date,
        days_overdue=days_overdue(due=row.due_date, as_of=as_of),
        state=state_of(parts=parts, due=row.due_date, as_of=as_of).value,
        parts=parts,
        source_ref=row.invoice.source_ref,
        contract=row.invoice.contract,
        note=row.invoice.note,
    )


def _narrowed(
    rows: QuerySet[Receivable], actor: Actor, narrowed: ReceivableFilter, as_of: date
) -> QuerySet[Receivable]:
    rows = rows.filter(_which(narrowed.which, as_of))
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "invoice__customer__salesperson_id": narrowed.salesperson_id,
        "currency": narrowed.currency or None,
        "outstanding_minor__gte": narrowed.least_open_minor,
        "due_date__gte": narrowed.due_from,
        "due_date__lt": narrowed.due_before,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    return _searched(rows, actor, narrowed.search) if narrowed.search else rows


def _searched(rows: QuerySet[Receivable], actor: Actor, search: str) -> QuerySet[Receivable]:
    """Items of invoices whose number, or of customers whose name, number or pinyin, holds `search`.

    Few are looked up as ids, each kind by its own index: the two joined by OR would read the whole list.
    """
    invoices = Invoice.objects.filter(number__icontains=search).values_list("pk", flat=True)
    customers = found_customers(actor=actor, search=search).values_list("pk", flat=True)
    either = Q(invoice_id__in=_looked_up(invoices)), Q(customer_id__in=_looked_up(customers))
    ids = {pk for one in either for pk in rows.filter(one).values_list("pk", flat=True)[: MOST_LOOKED_UP + 1]}
    return rows.filter(pk__in=ids) if len(ids) <= MOST_LOOKED_UP else rows.filter(either[0] | either[1])


def _looked_up(ids: QuerySet[Any, int]) -> list[int] | QuerySet[Any, int]:
    found = list(ids[: MOST_LOOKED_UP + 1])
    return found if len(found) <= MOST_LOOKED_UP else ids


def _which(which: Which, as_of: date) -> Q:
    still_open = Q(outstanding_minor__gt=0)
    return {
        Which.OPEN: still_open,
        Which.OVERDUE: still_open & Q(due_date__lt=as_of),
        Which.DUE_SOON: still_open & Q(due_date__gte=as_of, due_date__lte=as_of + timedelta(days=DUE_SOON_DAYS)),
        Which.NO_DUE_DATE: still_open & Q(due_date=None),
        Which.SETTLED: Q(outstanding_minor=0),
        Which.ALL: Q(),
    }[which]


def _order(sort: str) -> tuple[str, ...]:
    return SORTS.get(sort, SORTS["due"])


def _invoice(row: Invoice, receivables: tuple[ReceivableRow, ...]) -> InvoiceRow:
    return InvoiceRow(
        row.pk,
        row.kind,
        row.number,
        row.company_id,
        row.customer_id,
        row.currency,
        row.issue_date,
        row.amount_minor,
        row.face_minor,
        row.credits_id,
        row.source_ref,
        row.contract,
        row.note,
        receivables,
    )
