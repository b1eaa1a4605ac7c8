"""Reads for whoever came by a portal link: the open items of his own company, nothing else."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from huikuan.guests.access import Guest, of_guest
from huikuan.receivables.models import Receivable
from huikuan.receivables.queries.rows import ReceivableRow, row_of

MOST = 2_000


def open_items_for_guest(*, guest: Guest, as_of: date) -> tuple[ReceivableRow, ...]:
    """Every open item of the guest's customer by due date, at most 2,000; one query."""
    rows = of_guest(guest=guest, rows=Receivable.objects.filter(outstanding_minor__gt=0))
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")
    return tuple(row_of(row=row, as_of=as_of) for row in ordered[:MOST])
