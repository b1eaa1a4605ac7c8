"""Moves of money that other rooms decide on: paper, cash and deposits; a bank line that is money booked before is no second receipt."""

from __future__ import annotations

from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.operations import post, refuse_day, reversal_of
from huikuan.ledger.queries import posting_row
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.models import MatchOutcome, Receipt
from huikuan.receipts.parts import locked_receipts, move_parts


def move_money(
    *, act: OpenAct, receipt_id: int, draft: PostingDraft, line_receipt_id: int | None = None, reason: str = ""
) -> int:
    """Post a move of a receipt's money inside an open act; the id of the posting.

    `line_receipt_id` is the unapplied receipt of the bank line that shows the same money: it is used up by the move, and where
    nothing of it is left `reason` says what it was (TRUST P3). Raises Refused BANK_LINE_UNFIT, MORE_THAN_UNAPPLIED,
    DATED_BEFORE_ORIGIN, DATED_AHEAD.
    """
    ids = {receipt_id} if line_receipt_id is None else {receipt_id, line_receipt_id}
    rows = locked_receipts(ids=ids)
    row = rows[receipt_id]
    refuse_day(act=act, company_id=row.company_id, day=draft.effective_date, origin=row.received_on)
    if line_receipt_id is not None:
        _refuse_unfit(row, rows[line_receipt_id])
    move_parts(receipts=rows, drafts=[draft])
    posted = post(act=act, company_id=row.company_id, drafts=[draft])
    if line_receipt_id is not None and not rows[line_receipt_id].unapplied_minor:
        MatchOutcome.objects.filter(receipt_id=line_receipt_id).delete()
        if not rows[line_receipt_id].allocated_minor:
            Receipt.objects.filter(pk=line_receipt_id).update(not_a_receipt_reason=reason)
    return posted[0]


def move_money_back(*, act: OpenAct, posting_id: int, on: date, line_receipt_id: int | None = None) -> int:
    """Reverse such a move inside an open act; the id of the posting. Raises Changed ALREADY_REVERSED, Refused."""
    posting = posting_row(posting_id=posting_id)
    if posting is None:
        raise Changed("CHANGED", posting=posting_id)
    rows = locked_receipts(ids={e.receipt_id for e in posting.entries if e.receipt_id is not None})
    draft = reversal_of(act=act, posting=posting, effective_date=on, reason="UNDONE")
    move_parts(receipts=rows, drafts=[draft])
    if line_receipt_id is not None:
        Receipt.objects.filter(pk=line_receipt_id).update(not_a_receipt_reason="")
    return post(act=act, company_id=posting.company_id, drafts=[draft])[0]


def _refuse_unfit(row: Receipt, line: Receipt) -> None:
    same = (row.company_id, row.currency) == (line.company_id, line.currency)
    if line.pk == row.pk or line.bank_account_id is None or not same:
        raise Refused("BANK_LINE_UNFIT", receipt=line.number)
