"""Reads for oversight: money entered by hand that no bank statement shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ReceiptMethod


@dataclass(frozen=True, slots=True)
class UnbankedRow:
    """A receipt without a statement line, minor units."""

    id: int
    number: int
    company_id: int
    customer_id: int | None
    received_on: date
    amount_minor: int
    unapplied_minor: int
    currency: str
    is_cash: bool


def unbanked_receipts(*, since: date, before: date) -> tuple[UnbankedRow, ...]:
    """Receipts that came between two days (the second excluded) without a statement line: cash, or money not used yet."""
    rows = Receipt.objects.filter(
        Q(method=ReceiptMethod.CASH.value) | Q(unapplied_minor__gt=0),
        statement_line=None,
        received_on__gte=since,
        received_on__lt=before,
        reversed_minor__lt=F("amount_minor"),
        source_ref="",
    )
    return tuple(
        UnbankedRow(
            row.pk,
            row.number,
            row.company_id,
            row.customer_id,
            row.received_on,
            row.amount_minor,
            row.unapplied_minor,
            row.currency,
            row.method == ReceiptMethod.CASH.value,
        )
        for row in rows.order_by("pk")
    )
