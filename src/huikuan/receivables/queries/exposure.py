"""Reads for the room of credit: what some customers owe, straight from the open items, as exact as the transaction they are in.

They take ids, not an actor: a shared limit is held against the whole group, also where its asker sees one member only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Min, Q, Sum

from huikuan.receivables.models import Receivable


@dataclass(frozen=True, slots=True)
class OpenSum:
    """Open minor units of a customer in a currency, those overdue, and the oldest days among the open items."""

    customer_id: int
    currency: str
    minor: int
    overdue_minor: int
    oldest_due: date | None
    oldest_issue: date


@dataclass(frozen=True, slots=True)
class LateItem:
    """An open item that is overdue or old."""

    receivable_id: int
    invoice_number: str
    customer_id: int
    currency: str
    minor: int
    due_date: date | None
    issue_date: date


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """Open minor units of an invoice, and its contract."""

    customer_id: int
    company_id: int
    currency: str
    invoice: str
    contract: str
    minor: int


def open_sums(*, customer_ids: Iterable[int], as_of: date) -> tuple[OpenSum, ...]:
    """What customers owe by currency; one query over the index of open items."""
    rows = (
        Receivable.objects.filter(customer_id__in=list(customer_ids), outstanding_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(
            total=Sum("outstanding_minor"),
            late=Sum("outstanding_minor", filter=Q(due_date__lt=as_of)),
            due=Min("due_date"),
            issued=Min("issue_date"),
        )
        .order_by("customer_id", "currency")
    )
    return tuple(
        OpenSum(customer_id, currency, int(total), int(late or 0), due, issued)
        for customer_id, currency, total, late, due, issued in rows
    )


def late_items(*, customer_ids: Iterable[int], as_of: date, issued_before: date, most: int) -> tuple[LateItem, ...]:
    """Open items overdue as of a day or issued before another, those due first (without a day last); one query."""
    rows = Receivable.objects.filter(
        Q(due_date__lt=as_of) | Q(issue_date__lt=issued_before),
        customer_id__in=list(customer_ids),
        outstanding_minor__gt=0,
    ).order_by(F("due_date").asc(nulls_last=True), "pk")
    columns = ("pk", "invoice__number", "customer_id", "currency", "outstanding_minor", "due_date", "issue_date")
    return tuple(LateItem(*row) for row in rows.values_list(*columns)[:most])


def open_parts(
    *, customer_ids: Iterable[int], numbers: Iterable[str], contracts: Iterable[str], company_ids: Iterable[int]
) -> tuple[OpenInvoice, ...]:
    """What is open of the invoices of these numbers, of these contracts and to these own companies; one query."""
    about = Q(invoice__number__in=list(numbers)) | Q(invoice__contract__in=list(contracts))
    about |= Q(company_id__in=list(company_ids))
    rows = Receivable.objects.filter(about, customer_id__in=list(customer_ids), outstanding_minor__gt=0)
    columns = ("customer_id", "company_id", "currency", "invoice__number", "invoice__contract")
    found = rows.values_list(*columns).annotate(total=Sum("outstanding_minor")).order_by(*columns)
    return tuple(
        OpenInvoice(customer_id, company_id, currency, number, contract, int(total))
        for customer_id, company_id, currency, number, contract, total in found
    )
