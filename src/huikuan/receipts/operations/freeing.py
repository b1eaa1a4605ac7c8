"""Inside open acts: money that paid an item is taken off it again, because the item is less than was paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.operations import post, reversal_of
from huikuan.ledger.queries import PostingRow, postings_about
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind
from huikuan.receipts.models import AllocationReason
from huikuan.receipts.parts import locked_receipts
from huikuan.receipts.parts import move_parts as move_receipts
from huikuan.receivables.parts import locked_receivables, move_parts

FREED = "CREDITED"
"""Why the allocations were taken back: the item was credited after it was paid."""


def free_money(*, act: OpenAct, receivable_ids: Iterable[int], minor: int, on: date) -> list[int]:
    """Take exactly `minor` of what paid these items off them, the latest allocation first; it is unapplied again.

    Of the last allocation touched only the part goes: the rest stands anew with its reason. Effective `on`, or the day of an
    allocation dated later. Ids of the postings. Raises Refused MORE_THAN_ALLOCATED, Changed CHANGED.
    """
    ids = sorted(set(receivable_ids))
    uses = _uses(ids)
    receivables = locked_receivables(ids=ids)
    receipts = locked_receipts(ids={e.receipt_id for one in uses for e in one.entries if e.receipt_id is not None})
    if _uses(ids) != uses:
        raise Changed("CHANGED")
    drafts: list[PostingDraft] = []
    stands: list[tuple[int, PostingRow]] = []
    for one in uses:
        if minor == 0:
            break
        whole = one.minor_on(account=Account.UNAPPLIED)
        taken = min(minor, whole)
        day = max(on, one.effective_date)
        drafts.append(reversal_of(act=act, posting=one, effective_date=day, reason=FREED))
        if taken < whole:
            stands.append((len(drafts), one))
            drafts.append(_rest(one, whole - taken, day))
        minor -= taken
    if minor:
        raise Refused("MORE_THAN_ALLOCATED", receivable=ids[0], missing=minor)
    move_parts(receivables=receivables, drafts=drafts)
    move_receipts(receipts=receipts, drafts=drafts)
    posted = post(act=act, company_id=uses[0].company_id, drafts=drafts) if drafts else []
    _keep_reasons([(posted[place], one) for place, one in stands])
    return list(posted)


def _uses(receivable_ids: list[int]) -> list[PostingRow]:
    """The live allocations to the items, the latest first."""
    rows = [
        row
        for row in postings_about(receivable_ids=receivable_ids)
        if row.is_live and row.kind == PostingKind.ALLOCATE.value
    ]
    return sorted(rows, key=lambda row: (-row.effective_date.toordinal(), -row.number))


def _rest(one: PostingRow, minor: int, on: date) -> PostingDraft:
    signs = {Account.UNAPPLIED.value: 1, Account.RECEIVABLE.value: -1}
    entries = tuple(
        EntryDraft(
            Account(e.account), signs[e.account] * minor, e.currency, e.customer_id, e.receivable_id, e.receipt_id
        )
        for e in one.entries
    )
    return PostingDraft(PostingKind.ALLOCATE, on, entries, reason=one.reason, note=one.note)


def _keep_reasons(standing: Sequence[tuple[int, PostingRow]]) -> None:
    """What stands anew stands for the reason it had."""
    known = {
        why.posting_id: why for why in AllocationReason.objects.filter(posting_id__in=[one.id for _, one in standing])
    }
    AllocationReason.objects.bulk_create(
        AllocationReason(
            posting_id=posting_id,
            receipt_id=known[one.id].receipt_id,
            is_automatic=known[one.id].is_automatic,
            policy_version=known[one.id].policy_version,
            confidence_permille=known[one.id].confidence_permille,
            reasons=known[one.id].reasons,
        )
        for posting_id, one in standing
        if one.id in known
    )
