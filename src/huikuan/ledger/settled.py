"""Reads of the ledger for rooms above: which receipts pay which receivables now."""

from __future__ import annotations

from collections.abc import Collection

from huikuan.ledger.models import Entry
from huikuan.ledger.rules import Account


def settled_by_receipts(*, receivable_ids: Collection[int]) -> tuple[tuple[int, int], ...]:
    """(receivable, receipt) of every allocation that stands; what was taken back pays nothing. One query."""
    rows = Entry.objects.filter(
        receivable_id__in=receivable_ids,
        account=Account.RECEIVABLE.value,
        receipt_id__isnull=False,
        minor__lt=0,
        posting__reverses=None,
        posting__reversed_by=None,
    )
    pairs = rows.order_by("receivable_id", "receipt_id").values_list("receivable_id", "receipt_id").distinct()
    return tuple((receivable_id or 0, receipt_id or 0) for receivable_id, receipt_id in pairs)
