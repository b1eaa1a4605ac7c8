"""Locks receipts in id order and moves their cached parts as postings say; the CHECKs prove it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import refuse_taken_then
from huikuan.ledger.queries import later_changes
from huikuan.ledger.rules import Account, PostingDraft, lowered_since
from huikuan.ledger.saving import save_fields
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ReceiptParts, part_moved

_FIELDS = (
    "customer",
    "unapplied_minor",
    "allocated_minor",
    "refunded_minor",
    "reversed_minor",
    "deposit_minor",
    "first_moved_on",
    "last_moved_on",
)


def locked_receipts(*, ids: Iterable[int]) -> dict[int, Receipt]:
    """Lock the receipts in sorted id order until the transaction ends. Raises Refused RECEIPT_UNKNOWN."""
    wanted = sorted(set(ids))
    rows = {
        row.pk: row
        for some in portions(values=wanted)
        for row in Receipt.objects.select_for_update().filter(pk__in=some).order_by("pk")
    }
    for missing in wanted:
        if missing not in rows:
            raise Refused("RECEIPT_UNKNOWN", receipt=missing)
    return rows


def move_parts(*, receipts: dict[int, Receipt], drafts: Sequence[PostingDraft]) -> None:
    """Apply drafts to locked receipts and save them; one statement for all.

    Raises Refused MORE_THAN_UNAPPLIED if a part would become negative, DATED_BEFORE_ORIGIN if on some day it would have
    been.
    """
    moves = _moves(drafts)
    lowered = lowered_since(moves=moves)
    later = moved_later(receipts=receipts, since=lowered)
    for draft in drafts:
        for entry in draft.entries:
            if entry.account is Account.UNAPPLIED and entry.receipt_id is not None:
                _move(receipts[entry.receipt_id], draft, entry.minor)
    for pk in sorted(moves):
        _refuse_inconsistent(receipts[pk])
    for pk, day in sorted(lowered.items()):
        moves[pk].update(later[pk])
        refuse_taken_then(day=day, left=receipts[pk].unapplied_minor, later=moves[pk])
    save_fields(rows=[receipts[pk] for pk in sorted(moves)], fields=_FIELDS)


def moved_later(*, receipts: Mapping[int, Receipt], since: Mapping[int, date]) -> dict[int, dict[date, int]]:
    """By locked receipt, how each day after `since` changed what is unapplied, minor units; no query if none did."""
    moved = {pk: day for pk, day in since.items() if day < receipts[pk].last_moved_on}
    found = later_changes(account=Account.UNAPPLIED, column="receipt_id", since=moved) if moved else {}
    return {pk: {day: -minor for day, minor in found.get(pk, {}).items()} for pk in since}


def parts_of(*, row: Receipt) -> ReceiptParts:
    """The cached parts of a receipt as a record."""
    return ReceiptParts(
        row.amount_minor,
        row.unapplied_minor,
        row.allocated_minor,
        row.refunded_minor,
        row.reversed_minor,
        row.deposit_minor,
    )


def _moves(drafts: Sequence[PostingDraft]) -> dict[int, Counter[date]]:
    """What drafts change of what is unapplied of each receipt by day, minor units."""
    moves: dict[int, Counter[date]] = {}
    for draft in drafts:
        for entry in draft.entries:
            if entry.account is Account.UNAPPLIED and entry.receipt_id is not None:
                moves.setdefault(entry.receipt_id, Counter())[draft.effective_date] -= entry.minor
    return moves


def _move(row: Receipt, draft: PostingDraft, minor: int) -> None:
    after = part_moved(parts=parts_of(row=row), kind=draft.kind, minor=minor)
    row.unapplied_minor = after.unapplied
    row.allocated_minor = after.allocated
    row.refunded_minor = after.refunded
    row.reversed_minor = after.reversed
    row.deposit_minor = after.deposit
    on = draft.effective_date
    row.first_moved_on = min(on, row.first_moved_on or on)
    row.last_moved_on = max(on, row.last_moved_on)


def _refuse_inconsistent(row: Receipt) -> None:
    if not parts_of(row=row).consistent:
        raise Refused("MORE_THAN_UNAPPLIED", receipt=row.number, over=abs(row.unapplied_minor), currency=row.currency)
