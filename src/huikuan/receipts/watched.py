"""Reads for oversight: money entered by hand that no bank statement shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from huikuan.ledger.queries import entry_sums
from huikuan.ledger.rules import Account
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ENTERED_ELSEWHERE, ReceiptMethod


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
    """Receipts that came between two days (the second excluded) without a statement line: cash, or money not used yet.

    Of cash that a colleague took only what he has not brought to the bank; paper and set-off come on no statement.
    """
    rows = Receipt.objects.filter(
        Q(method=ReceiptMethod.CASH.value) | Q(unapplied_minor__gt=0),
        statement_line=None,
        received_on__gte=since,
        received_on__lt=before,
        reversed_minor__lt=F("amount_minor"),
        source_ref="",
    ).exclude(method__in=[one.value for one in ENTERED_ELSEWHERE])
    found = list(rows.order_by("pk"))
    taken = [row.pk for row in found if row.taken_by_id is not None]
    held = entry_sums(account=Account.CASH_HELD, column="receipt_id", ids=taken) if taken else {}
    return tuple(
        UnbankedRow(
            row.pk,
            row.number,
            row.company_id,
            row.customer_id,
            row.received_on,
            held.get(row.pk, row.amount_minor),
            row.unapplied_minor,
            row.currency,
            row.method == ReceiptMethod.CASH.value,
        )
        for row in found
        if held.get(row.pk, 1)
    )
