"""What taking allocations back also takes back: short payments and revived claims, whose money it was said to be, its payer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Min

from huikuan.audit.operations import OpenAct
from huikuan.customers.operations import forget_payers, learn_payers
from huikuan.ledger.operations import reversal_of
from huikuan.ledger.queries import PostingRow
from huikuan.ledger.rules import Account, PostingDraft, PostingKind
from huikuan.receipts.models import AllocationReason, Receipt
from huikuan.receipts.parts import move_parts
from huikuan.receipts.rules import THIRD_PARTY

_WITH_ALLOCATIONS = (PostingKind.SHORT_PAYMENT.value, PostingKind.WRITE_OFF.value)
"""A write-off that names money is the mirrored one of a recovery: without the money the claim is off the books again."""


def shorts_of(*, allocations: Sequence[PostingRow], about: Sequence[PostingRow]) -> list[PostingRow]:
    """Of what is known `about` the receipts: the short payments and the claims off the books that were revived, which stand and
    were booked in the act of one of the allocations."""
    undone = {(row.act_id, row.entries[0].receipt_id, row.entries[0].receivable_id) for row in allocations}
    return [
        row
        for row in about
        if row.kind in _WITH_ALLOCATIONS
        and row.is_live
        and (row.act_id, row.entries[0].receipt_id, row.entries[0].receivable_id) in undone
    ]


def take_back_more(
    *,
    act: OpenAct,
    receipts: Mapping[int, Receipt],
    undone: Sequence[PostingRow],
    about: Sequence[PostingRow],
    effective_date: date,
) -> list[PostingDraft]:
    """Once allocations of locked receipts are undone: the reversals of what their acts said of whose money it is.

    `about` are all postings of the receipts.
    A receipt goes back to the customer it had before the act that allocated it, if nothing of it is used or paid back.
    What it taught of its payer is forgotten unless another allocation of it to that customer stands.
    """
    gone = {row.id for row in undone}
    standing = [row for row in about if row.is_live and row.id not in gone]
    forget_payers_of(act=act, receipt_ids=receipts.keys() - _taught(receipts, standing))
    acts = {row.act_id: row.effective_date for row in sorted(undone, key=lambda row: row.effective_date)}
    drafts: list[PostingDraft] = []
    for row in standing:
        if row.kind == PostingKind.IDENTIFY.value and row.act_id in acts:
            receipt = receipts[_receipt_of(row)]
            if receipt.unapplied_minor == receipt.amount_minor:
                receipt.customer_id = next(entry.customer_id for entry in row.entries if entry.minor > 0)
                day = acts[row.act_id]
                drafts.append(
                    reversal_of(act=act, posting=row, effective_date=effective_date, reason="UNDONE", goes_with=day)
                )
    move_parts(receipts=dict(receipts), drafts=drafts)
    return drafts


def forget_payers_of(*, act: OpenAct, receipt_ids: Collection[int]) -> None:
    """Forget what the receipts taught of their payers, unless another allocated receipt of the customer says the same."""
    customers = forget_payers(sources=[f"receipt {pk}" for pk in sorted(receipt_ids)])
    if not customers:
        return
    standing = (
        AllocationReason.objects.filter(
            receipt__customer__in=customers, receipt__bank_account__isnull=False, posting__reversed_by__isnull=True
        )
        .exclude(receipt__in=receipt_ids)
        .exclude(posting__reason=THIRD_PARTY)
    )
    said = standing.values_list("receipt__customer", "receipt__payer_name", "receipt__payer_account")
    payers = [(*payer, f"receipt {first}") for *payer, first in said.annotate(first=Min("receipt")).order_by("first")]
    learn_payers(act=act, payers=payers)


def _taught(receipts: Mapping[int, Receipt], standing: Sequence[PostingRow]) -> set[int]:
    """The receipts an allocation of which to their own customer stands."""
    return {
        _receipt_of(row)
        for row in standing
        if row.kind == PostingKind.ALLOCATE.value and _debtor_of(row) == receipts[_receipt_of(row)].customer_id
    }


def _receipt_of(row: PostingRow) -> int:
    return next(entry.receipt_id for entry in row.entries if entry.receipt_id is not None)


def _debtor_of(row: PostingRow) -> int | None:
    return next(entry.customer_id for entry in row.entries if entry.account == Account.RECEIVABLE.value)
