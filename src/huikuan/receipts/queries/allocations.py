"""Reads: money used for receivables, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.kernel.actor import Actor
from huikuan.ledger.queries import PostingRow, postings_about
from huikuan.ledger.rules import Account
from huikuan.receipts.access import allocations_for
from huikuan.receipts.models import AllocationReason


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """So much of a receipt used for a receivable, minor units; `is_live` is False once it was taken back."""

    posting_id: int
    number: int
    company_id: int
    receipt_id: int
    receivable_id: int
    currency: str
    amount_minor: int
    effective_date: date
    is_live: bool


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why an allocation was posted."""

    posting_id: int
    is_automatic: bool
    policy_version: str
    confidence_permille: int | None
    reasons: tuple[dict[str, Any], ...]


def allocations_after(
    *, actor: Actor, after_id: int, limit: int, receipt_id: int | None = None
) -> tuple[AllocationRow, ...]:
    """Up to `limit` allocations above posting `after_id`, by posting, of one receipt if given; three queries."""
    reasons = allocations_for(actor=actor).filter(posting_id__gt=after_id)
    if receipt_id is not None:
        reasons = reasons.filter(receipt_id=receipt_id)
    ids = list(reasons.order_by("posting_id").values_list("posting_id", flat=True)[:limit])
    rows = postings_about(posting_ids=ids)
    return tuple(sorted((_allocation(row) for row in rows), key=lambda row: row.posting_id))


def reasons_of(*, posting_ids: list[int]) -> dict[int, ReasonRow]:
    """Why allocations were posted, by posting."""
    rows = AllocationReason.objects.filter(posting_id__in=posting_ids)
    return {
        row.posting_id: ReasonRow(
            row.posting_id, row.is_automatic, row.policy_version, row.confidence_permille, tuple(row.reasons)
        )
        for row in rows
    }


def _allocation(row: PostingRow) -> AllocationRow:
    owed = next(entry for entry in row.entries if entry.account == Account.RECEIVABLE.value)
    if owed.receivable_id is None or owed.receipt_id is None:
        raise ValueError(f"posting {row.id} is no allocation")
    return AllocationRow(
        posting_id=row.id,
        number=row.number,
        company_id=row.company_id,
        receipt_id=owed.receipt_id,
        receivable_id=owed.receivable_id,
        currency=owed.currency,
        amount_minor=-owed.minor,
        effective_date=row.effective_date,
        is_live=row.is_live,
    )
