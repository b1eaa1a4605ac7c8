"""Reads: lines of invoices that were filtered before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huikuan.receivables.models import InvoiceLine


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
