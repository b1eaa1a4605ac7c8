"""Reads for whoever came by a portal link: the open items of his own company, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from huikuan.guests.access import Guest, of_guest
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.queries.rows import ReceivableRow, row_of

MOST = 2_000


def open_items_for_guest(*, guest: Guest, as_of: date) -> tuple[ReceivableRow, ...]:
    """Every open item of the guest's customer by due date, at most 2,000; one query."""
    rows = of_guest(guest=guest, rows=Receivable.objects.filter(outstanding_minor__gt=0))
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")
    return tuple(row_of(row=row, as_of=as_of) for row in ordered[:MOST])


def invoice_ids_for_guest(*, guest: Guest, ids: Iterable[int]) -> frozenset[int]:
    """Those of the invoices that are the guest's customer's."""
    return frozenset(of_guest(guest=guest, rows=Invoice.objects.filter(pk__in=list(ids))).values_list("pk", flat=True))
