"""Acts that undo what was done with money by mistake: a refund that did not leave, a receipt that was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import first_open_day, post, reversal_of
from huikuan.ledger.queries import posting_row, postings_about
from huikuan.ledger.rules import Account, PostingDraft, PostingKind
from huikuan.receipts.models import Receipt, WalletSettlement
from huikuan.receipts.operations.taking_back import refuse_paper
from huikuan.receipts.parts import locked_receipts, move_parts
from huikuan.receipts.rules import identification


def reverse_refund(*, actor: Actor, now: datetime, key: str, posting_id: int, effective_date: date) -> dict[str, Json]:
    """Take a refund back: the money is unapplied again, and its customer's; `{"posting_id"}`.

    Raises Refused NOT_A_REFUND, DATED_BEFORE_ORIGIN (before the refund), DATED_AHEAD, Changed ALREADY_REVERSED.
    """
    posting = posting_row(posting_id=posting_id)
    receipt_id = posting.entries[0].receipt_id if posting else None
    if posting is None or posting.kind != PostingKind.REFUND.value or receipt_id is None:
        raise Refused("NOT_A_REFUND", posting=posting_id)
    detail = {"posting_id": posting_id, "effective_date": effective_date.isoformat()}
    intent = Intent("reverse_refund", actor, now, key, posting.company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = locked_receipts(ids=[receipt_id])[receipt_id]
        back = reversal_of(act=act, posting=posting, effective_date=effective_date, reason="UNDONE")
        return _put_back(act, row, back)

    return perform(intent=intent, work=work)


def restore_receipt(*, actor: Actor, now: datetime, key: str, receipt_id: int) -> dict[str, Json]:
    """Undo that a receipt was taken back, or called none: its money is unapplied again; `{"posting_id"}`.

    Its allocations stay undone. Effective on the day it was taken back, or the first open day if that is later.
    Raises Refused RECEIPT_UNKNOWN, NOT_TAKEN_BACK, TAKEN_IN_AGAIN if its row has become another receipt since, PAYS_DAYS_OUT
    if it pays days of a merchant account out: that is undone there.
    """
    company_id = Receipt.objects.filter(pk=receipt_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise Refused("RECEIPT_UNKNOWN", receipt=receipt_id)
    intent = Intent("restore_receipt", actor, now, key, company_id, {"receipt_id": receipt_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        if WalletSettlement.objects.filter(receipt_id=receipt_id, undone_act=None).exists():
            raise Refused("PAYS_DAYS_OUT")
        return restore(act=act, receipt_id=receipt_id)

    return perform(intent=intent, work=work)


def restore(*, act: OpenAct, receipt_id: int) -> dict[str, Json]:
    """Put a receipt that was taken back in again inside an open act; as `restore_receipt`."""
    row = locked_receipts(ids=[receipt_id])[receipt_id]
    moves = postings_about(receipt_ids=[receipt_id])
    gone = next(one for one in reversed(moves) if one.kind == PostingKind.RECEIPT.value)
    if not row.reversed_minor or gone.reverses_id is None:
        raise Refused("NOT_TAKEN_BACK", receipt=row.number)
    refuse_paper(receipt_id=receipt_id)
    _refuse_taken_in_again(row)
    on = max(gone.effective_date, first_open_day(company_id=row.company_id))
    back = reversal_of(act=act, posting=gone, effective_date=on, reason="UNDONE", also_of_reversal=True)
    Receipt.objects.filter(pk=receipt_id).update(not_a_receipt_reason="")
    return _put_back(act, row, back)


def _put_back(act: OpenAct, row: Receipt, back: PostingDraft) -> dict[str, Json]:
    """Post what comes back to a locked receipt, and give it to the customer who is its payer by now."""
    drafts = [back]
    for entry in back.entries:
        if entry.account is Account.UNAPPLIED and entry.customer_id != row.customer_id:
            named = identification(
                receipt_id=row.pk,
                from_customer_id=entry.customer_id,
                to_customer_id=row.customer_id,
                currency=row.currency,
                minor=-entry.minor,
                on=back.effective_date,
            )
            drafts.append(named)
    move_parts(receipts={row.pk: row}, drafts=drafts)
    return {"posting_id": post(act=act, company_id=row.company_id, drafts=drafts)[0]}


def _refuse_taken_in_again(row: Receipt) -> None:
    twins = Receipt.objects.filter(company_id=row.company_id, source_ref=row.source_ref, statement_line=None)
    live = twins.filter(reversed_minor__lt=F("amount_minor")).exclude(pk=row.pk).first()
    if row.source_ref and row.statement_line_id is None and live is not None:
        raise Refused("TAKEN_IN_AGAIN", receipt=live.number)
