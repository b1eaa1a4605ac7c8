"""What taking allocations back also takes back: short payments, whose money it was said to be, what it taught of its payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.customers.operations import forget_payers
from huikuan.ledger.operations import reversal_of
from huikuan.ledger.queries import PostingRow
from huikuan.ledger.rules import Account, PostingDraft, PostingKind
from huikuan.receipts.models import Receipt
from huikuan.receipts.parts import move_parts


def shorts_of(*, allocations: Sequence[PostingRow], about: Sequence[PostingRow]) -> list[PostingRow]:
    """Of what is known `about` the receipts: the short payments that stand and were accepted with one of the allocations."""
    undone = {(row.act_id, row.entries[0].receipt_id, row.entries[0].receivable_id) for row in allocations}
    return [
        row
        for row in about
        if row.kind == PostingKind.SHORT_PAYMENT.value
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
    _forget(receipts, standing)
    acts = {row.act_id for row in undone}
    drafts: list[PostingDraft] = []
    for row in standing:
        if row.kind == PostingKind.IDENTIFY.value and row.act_id in acts:
            receipt = receipts[_receipt_of(row)]
            if receipt.unapplied_minor == receipt.amount_minor:
                receipt.customer_id = next(entry.customer_id for entry in row.entries if entry.minor > 0)
                drafts.append(reversal_of(act=act, posting=row, effective_date=effective_date, reason="UNDONE"))
    move_parts(receipts=dict(receipts), drafts=drafts)
    return drafts


def _forget(receipts: Mapping[int, Receipt], standing: Sequence[PostingRow]) -> None:
    taught = {
        _receipt_of(row)
        for row in standing
        if row.kind == PostingKind.ALLOCATE.value and _debtor_of(row) == receipts[_receipt_of(row)].customer_id
    }
    forget_payers(sources=[f"receipt {pk}" for pk in sorted(receipts.keys() - taught)])


def _receipt_of(row: PostingRow) -> int:
    return next(entry.receipt_id for entry in row.entries if entry.receipt_id is not None)


def _debtor_of(row: PostingRow) -> int | None:
    return next(entry.customer_id for entry in row.entries if entry.account == Account.RECEIVABLE.value)
