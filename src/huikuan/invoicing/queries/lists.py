"""Reads: tax invoices as lists, one with everything about it, what is on the way, what blocks payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from huikuan.invoicing.access import tax_invoices_for
from huikuan.invoicing.facts import invoice_of
from huikuan.invoicing.models import Happening, InvoiceWish, RedApplication, TaxInvoice
from huikuan.invoicing.rules.checking import Finding, Severity
from huikuan.invoicing.rules.records import EInvoice
from huikuan.invoicing.rules.states import State, Way
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

SORTS = {
    "day": ("issue_date", "id"),
    "-day": ("-issue_date", "-id"),
    "number": ("number", "id"),
    "-number": ("-number", "-id"),
    "gross": ("gross_minor", "id"),
    "-gross": ("-gross_minor", "-id"),
    "taken": ("id",),
    "-taken": ("-id",),
}
ON_THE_WAY = (Way.ISSUED.value, Way.SENDING.value, Way.SENT.value, Way.RETURNED.value)
WHICH: dict[str, Q] = {
    "ALL": Q(),
    "WAITING": Q(state=State.WAITING.value),
    "NO_CUSTOMER": Q(state=State.WAITING.value, customer=None),
    "NOT_RECEIVED": Q(state=State.BOOKED.value, way__in=ON_THE_WAY),
    "RED": Q(is_red=True),
    "PUT_ASIDE": Q(state=State.PUT_ASIDE.value),
}


@dataclass(frozen=True, slots=True)
class TaxInvoiceRow:
    """A tax invoice without its lines, minor units; `red_minor` is what red ones took of it."""

    id: int
    company_id: int
    customer_id: int | None
    customer_name: str
    number: str
    code: str
    form: str
    kind: str
    is_red: bool
    issue_date: date | None
    due_date: date | None
    currency: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    red_minor: int
    buyer_name: str
    buyer_tax_code: str
    state: str
    worst: str
    findings: tuple[Finding, ...]
    way: str
    way_since: date | None
    invoice_id: int | None
    blue_id: int | None
    raised: bool
    file_name: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class TaxInvoiceFilter:
    """What the list is narrowed to; `search` is a piece of number, buyer or file name."""

    which: str = "ALL"
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """What happened to an invoice."""

    event: str
    on: date
    at: datetime
    who: str
    how: str
    who_there: str
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """A red-letter application, minor units."""

    id: int
    amount_minor: int
    reason: str
    confirmation_number: str
    state: str
    applied_on: date
    red_id: int | None


@dataclass(frozen=True, slots=True)
class WishRow:
    """What a customer wants of his invoices beyond his way of paying; number 0 where nothing was written down."""

    number: int
    email: str
    remark: str
    most_minor: int | None


def tax_invoice_page(
    *, actor: Actor, narrowed: TaxInvoiceFilter, sort: str = "-day", number: int = 1, size: int = PAGE_SIZE
) -> Page[TaxInvoiceRow]:
    """One page of the tax invoices `actor` may see, with gross sums per currency; three queries."""
    rows = _narrowed(tax_invoices_for(actor=actor), narrowed)
    start, end = page_bounds(number=number, size=size)
    found = rows.select_related("customer").order_by(*SORTS.get(sort, SORTS["-day"]))[start:end]
    totals = dict(rows.order_by().values_list("currency").annotate(total=Sum("gross_minor")))
    return Page(tuple(row_of(row=row) for row in found), number, size, rows.count(), totals)


def tax_invoices_after(
    *, actor: Actor, after_id: int, limit: int, company_id: int | None = None, customer_id: int | None = None
) -> tuple[TaxInvoiceRow, ...]:
    """Tax invoices in the order of their ids, for programs; one query."""
    narrowed = TaxInvoiceFilter(company_id=company_id, customer_id=customer_id)
    rows = _narrowed(tax_invoices_for(actor=actor), narrowed).filter(pk__gt=after_id)
    return tuple(row_of(row=row) for row in rows.select_related("customer").order_by("pk")[:limit])


def tax_invoice_row(*, actor: Actor, tax_invoice_id: int) -> TaxInvoiceRow | None:
    """One tax invoice; None if there is none that the actor may see."""
    row = tax_invoices_for(actor=actor).filter(pk=tax_invoice_id).select_related("customer").first()
    return None if row is None else row_of(row=row)


def record_of(*, tax_invoice_id: int) -> EInvoice:
    """A kept invoice with its lines as it was read, of one that was looked up for its reader."""
    return invoice_of(row=TaxInvoice.objects.get(pk=tax_invoice_id))


def happenings_of(*, tax_invoice_id: int) -> tuple[HappeningRow, ...]:
    """What happened to an invoice that was looked up for its reader, newest first."""
    rows = Happening.objects.filter(tax_invoice_id=tax_invoice_id).order_by("-pk")
    return tuple(HappeningRow(r.event, r.on, r.at, r.who_name, r.how, r.who_there, r.reference, r.note) for r in rows)


def applications_of(*, tax_invoice_id: int) -> tuple[ApplicationRow, ...]:
    """The red-letter applications on a blue invoice that was looked up for its reader, newest first."""
    rows = RedApplication.objects.filter(blue_id=tax_invoice_id).order_by("-pk")
    return tuple(
        ApplicationRow(r.pk, r.amount_minor, r.reason, r.confirmation_number, r.state, r.applied_on, r.red_id)
        for r in rows
    )


def reds_of(*, tax_invoice_id: int) -> tuple[TaxInvoiceRow, ...]:
    """The red invoices on a blue one that was looked up for its reader."""
    rows = TaxInvoice.objects.filter(blue_id=tax_invoice_id).select_related("customer").order_by("pk")
    return tuple(row_of(row=row) for row in rows)


def wish_row(*, customer_id: int) -> WishRow:
    """The wishes in force of a customer that was looked up for his reader."""
    row = InvoiceWish.objects.filter(customer_id=customer_id).order_by("-number").first()
    return WishRow(0, "", "", None) if row is None else WishRow(row.number, row.email, row.remark, row.most_minor)


def of_document(*, invoice_id: int) -> tuple[TaxInvoiceRow, ...]:
    """The tax invoices of a receivable's document that was looked up for its reader; one query."""
    rows = TaxInvoice.objects.filter(invoice_id=invoice_id).select_related("customer").order_by("pk")
    return tuple(row_of(row=row) for row in rows)


def counts(*, actor: Actor, company_id: int | None) -> dict[str, int]:
    """How many invoices each view of the list holds; one query."""
    rows = tax_invoices_for(actor=actor)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    values = rows.order_by().values_list("state", "way", "is_red", "customer_id")
    found = dict.fromkeys(WHICH, 0)
    for state, way, is_red, customer_id in values:
        found["ALL"] += 1
        found["RED"] += is_red
        found["WAITING"] += state == State.WAITING.value
        found["NO_CUSTOMER"] += state == State.WAITING.value and customer_id is None
        found["NOT_RECEIVED"] += state == State.BOOKED.value and way in ON_THE_WAY
        found["PUT_ASIDE"] += state == State.PUT_ASIDE.value
    return found


def row_of(*, row: TaxInvoice) -> TaxInvoiceRow:
    """The frozen row of a tax invoice read with its customer."""
    same: tuple[str, ...] = tuple(name for name in TaxInvoiceRow.__dataclass_fields__ if name not in _OTHERWISE)
    values: dict[str, Any] = {name: getattr(row, name) for name in same}
    values["customer_name"] = row.customer.name if row.customer else ""
    values["findings"] = tuple(
        Finding(one["code"], Severity(one["severity"]), one["parameters"]) for one in row.findings
    )
    return TaxInvoiceRow(**values)


_OTHERWISE = frozenset({"customer_name", "findings"})


def _narrowed(rows: QuerySet[TaxInvoice], narrowed: TaxInvoiceFilter) -> QuerySet[TaxInvoice]:
    rows = rows.filter(WHICH.get(narrowed.which, Q()))
    if narrowed.company_id is not None:
        rows = rows.filter(company_id=narrowed.company_id)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.search:
        text = narrowed.search
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(buyer_name__icontains=text)
            | Q(customer__name__icontains=text)
            | Q(file_name__icontains=text)
        )
    return rows
