"""Reads: invoices and credit notes with their instalments, of what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.receivables.access import invoices_for
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.queries.rows import InvoiceRow, ReceivableRow, invoice_of, row_of


def invoice_row(*, actor: Actor, invoice_id: int, as_of: date) -> InvoiceRow | None:
    """One invoice with its instalments; None if there is none that the actor may see."""
    row = invoices_for(actor=actor).filter(pk=invoice_id).first()
    if row is None:
        return None
    parts = Receivable.objects.filter(invoice=row).select_related("invoice").order_by("sequence")
    return invoice_of(row=row, receivables=tuple(row_of(row=part, as_of=as_of) for part in parts))


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
    return tuple(invoice_of(row=row, receivables=tuple(parts.get(row.pk, ()))) for row in rows)


def document_numbers(*, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and contract of documents by id, for lines that were filtered by access before; one query a portion."""
    rows = (Invoice.objects.filter(pk__in=some) for some in portions(values=sorted(ids)))
    return {
        pk: (number, contract) for some in rows for pk, number, contract in some.values_list("pk", "number", "contract")
    }


def found_invoices(*, actor: Actor, search: str, most: int) -> tuple[InvoiceRow, ...]:
    """Visible invoices whose number holds `search`, last entered first, at most `most`; without instalments."""
    rows = invoices_for(actor=actor).filter(number__icontains=search).order_by("-pk")[:most]
    return tuple(invoice_of(row=row, receivables=()) for row in rows)
