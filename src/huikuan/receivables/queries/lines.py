"""Reads: lines of invoices, and live invoices that have lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from huikuan.kernel.actor import Actor
from huikuan.receivables.access import invoices_for
from huikuan.receivables.models import InvoiceLine
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """A line of an invoice, tax included; quantity and unit price in millionths."""

    id: int
    invoice_id: int
    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LinedInvoiceRow:
    """A live invoice that is known by its lines."""

    id: int
    number: str
    issue_date: date
    company_id: int
    customer_id: int
    currency: str
    lines: tuple[InvoiceLineRow, ...]


def lined_invoices(
    *,
    actor: Actor,
    since: date = date.min,
    through: date = date.max,
    customer_id: int | None = None,
    invoice_ids: Iterable[int] | None = None,
) -> tuple[LinedInvoiceRow, ...]:
    """Visible live invoices with lines issued between two days (both included), newest first; two queries."""
    rows = invoices_for(actor=actor).filter(
        Exists(InvoiceLine.objects.filter(invoice=OuterRef("pk"))),
        kind=InvoiceKind.INVOICE.value,
        cancelled_by=0,
        issue_date__gte=since,
        issue_date__lte=through,
    )
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if invoice_ids is not None:
        rows = rows.filter(pk__in=list(invoice_ids))
    found = list(rows.order_by("-issue_date", "-pk"))
    lines = lines_of(invoice_ids=[row.pk for row in found])
    return tuple(
        LinedInvoiceRow(
            row.pk, row.number, row.issue_date, row.company_id, row.customer_id, row.currency, lines[row.pk]
        )
        for row in found
    )


def lines_of(*, invoice_ids: Iterable[int]) -> dict[int, tuple[InvoiceLineRow, ...]]:
    """The lines of invoices by invoice, in their order; invoices without lines are missing. One query."""
    found: dict[int, list[InvoiceLineRow]] = {}
    for row in InvoiceLine.objects.filter(invoice_id__in=list(invoice_ids)).order_by("invoice_id", "number"):
        line = InvoiceLineRow(
            row.pk,
            row.invoice_id,
            row.number,
            row.item_code,
            row.name,
            row.specification,
            row.unit,
            row.quantity_micros,
            row.unit_price_micros,
            row.amount_minor,
        )
        found.setdefault(row.invoice_id, []).append(line)
    return {invoice_id: tuple(lines) for invoice_id, lines in found.items()}
