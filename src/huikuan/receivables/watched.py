"""Reads for oversight: credit notes with what they credit, invoices of customers within days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.paging import portions
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class BilledRow:
    """An invoice or credit note, minor units; of a credit note the invoice it takes from."""

    id: int
    number: str
    company_id: int
    customer_id: int
    day: date
    amount_minor: int
    currency: str
    credits_id: int | None


def documents_by_id(*, ids: Iterable[int]) -> dict[int, BilledRow]:
    """Live documents of these ids; one query per 5,000."""
    found = {}
    for some in portions(values=sorted(set(ids))):
        for row in Invoice.objects.filter(pk__in=some, cancelled_by=0):
            found[row.pk] = _row(row)
    return found


def invoices_between(*, customer_ids: Iterable[int], since: date, through: date) -> tuple[BilledRow, ...]:
    """Live invoices of customers issued between two days (both included); one query per 5,000 customers."""
    found: list[BilledRow] = []
    for some in portions(values=sorted(set(customer_ids))):
        rows = Invoice.objects.filter(
            customer_id__in=some,
            kind=InvoiceKind.INVOICE.value,
            cancelled_by=0,
            issue_date__gte=since,
            issue_date__lte=through,
        )
        found += [_row(row) for row in rows.order_by("pk")]
    return tuple(found)


def receivable_ids_of(*, invoice_ids: Iterable[int]) -> tuple[int, ...]:
    """The instalments of invoices; one query."""
    return tuple(
        Receivable.objects.filter(invoice_id__in=list(invoice_ids)).order_by("pk").values_list("pk", flat=True)
    )


def _row(row: Invoice) -> BilledRow:
    return BilledRow(
        row.pk,
        row.number,
        row.company_id,
        row.customer_id,
        row.issue_date,
        row.amount_minor,
        row.currency,
        row.credits_id,
    )
