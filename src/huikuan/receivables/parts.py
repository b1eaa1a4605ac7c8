"""Locks receivables in id order and moves their cached parts as postings say; the CHECKs prove it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import refuse_taken_then
from huikuan.ledger.queries import later_changes
from huikuan.ledger.rules import Account, PostingDraft, PostingKind, lowered_since
from huikuan.ledger.saving import save_fields
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.rules import InvoiceKind, Parts, changes_by_receivable, part_moved

_FIELDS = (
    "outstanding_minor",
    "allocated_minor",
    "credited_minor",
    "discounted_minor",
    "written_off_minor",
    "cancelled_minor",
    "first_moved_on",
    "last_moved_on",
)


def locked_receivables(*, ids: Iterable[int]) -> dict[int, Receivable]:
    """Lock the receivables in sorted id order until the transaction ends. Raises Refused RECEIVABLE_UNKNOWN."""
    wanted = sorted(set(ids))
    rows = {
        row.pk: row
        for some in portions(values=wanted)
        for row in Receivable.objects.select_for_update().filter(pk__in=some).order_by("pk")
    }
    for missing in wanted:
        if missing not in rows:
            raise Refused("RECEIVABLE_UNKNOWN", receivable=missing)
    return rows


def move_parts(*, receivables: dict[int, Receivable], drafts: Sequence[PostingDraft]) -> None:
    """Apply drafts to locked receivables and save the changed ones; one statement for all.

    Raises Refused MORE_THAN_OPEN if a part would become negative, DATED_BEFORE_ORIGIN if on some day it would have been.
    """
    moves = _moves(drafts)
    lowered = lowered_since(moves=moves)
    later = moved_later(receivables=receivables, since=lowered)
    for draft in drafts:
        for receivable_id, changes in changes_by_receivable(kind=draft.kind, entries=draft.entries).items():
            for kind, minor in changes:
                _move(receivables[receivable_id], kind, minor, draft.effective_date)
    for pk, day in sorted(lowered.items()):
        moves[pk].update(later[pk])
        refuse_taken_then(day=day, left=receivables[pk].outstanding_minor, later=moves[pk])
    save_fields(rows=[receivables[pk] for pk in sorted(moves)], fields=_FIELDS)


def moved_later(*, receivables: Mapping[int, Receivable], since: Mapping[int, date]) -> dict[int, dict[date, int]]:
    """By locked receivable, how each day after `since` changed what is open, minor units; no query if none did."""
    moved = {pk: day for pk, day in since.items() if day < receivables[pk].last_moved_on}
    found = later_changes(account=Account.RECEIVABLE, column="receivable_id", since=moved) if moved else {}
    return {pk: found.get(pk, {}) for pk in since}


def parts_of(*, row: Receivable) -> Parts:
    """The cached parts of a receivable as a record."""
    return Parts(
        row.original_minor,
        row.outstanding_minor,
        row.allocated_minor,
        row.credited_minor,
        row.discounted_minor,
        row.written_off_minor,
        row.cancelled_minor,
    )


def _moves(drafts: Sequence[PostingDraft]) -> dict[int, Counter[date]]:
    """What drafts change of each receivable by day, minor units."""
    moves: dict[int, Counter[date]] = {}
    for draft in drafts:
        for receivable_id, changes in changes_by_receivable(kind=draft.kind, entries=draft.entries).items():
            moves.setdefault(receivable_id, Counter())[draft.effective_date] += sum(minor for _, minor in changes)
    return moves


def _move(row: Receivable, kind: PostingKind, minor: int, on: date) -> None:
    before = parts_of(row=row)
    after = part_moved(parts=before, kind=kind, minor=minor)
    if not after.consistent:
        raise Refused(
            "MORE_THAN_OPEN", receivable=row.pk, wanted=abs(minor), open=before.outstanding, currency=row.currency
        )
    row.outstanding_minor = after.outstanding
    row.allocated_minor = after.allocated
    row.credited_minor = after.credited
    row.discounted_minor = after.discounted
    row.written_off_minor = after.written_off
    row.cancelled_minor = after.cancelled
    row.first_moved_on = min(on, row.first_moved_on or on)
    row.last_moved_on = max(on, row.last_moved_on)


def taken_number(*, company_id: int, wanted: Sequence[tuple[int, InvoiceKind, str]]) -> str | None:
    """The first number (customer, kind, number) that a live document of the own company has or that comes twice among `wanted`."""
    live = Invoice.objects.filter(company_id=company_id, cancelled_by=0)
    found = live.filter(number__in={number for _, _, number in wanted})
    seen = set(found.values_list("customer_id", "kind", "number"))
    for customer_id, kind, number in wanted:
        if (customer_id, kind.value, number) in seen:
            return number
        seen.add((customer_id, kind.value, number))
    return None
