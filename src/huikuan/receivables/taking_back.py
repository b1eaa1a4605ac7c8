"""Inside open acts: a posting of this room taken back by its reversal."""

from __future__ import annotations

from datetime import date

from huikuan.audit.operations import Json, OpenAct
from huikuan.ledger.operations import post, reversal_of
from huikuan.ledger.queries import PostingRow
from huikuan.ledger.rules import Account
from huikuan.receivables.models import Invoice
from huikuan.receivables.parts import locked_receivables, move_parts


def take_back(*, act: OpenAct, posting: PostingRow, effective_date: date, reason: str) -> dict[str, Json]:
    """Post the reversal of a posting inside an open act and free the number of its document; `{"posting_id"}`.

    The caller has checked whose posting it is. Raises Refused MORE_THAN_OPEN, DATED_BEFORE_ORIGIN, DATED_AHEAD, Changed
    ALREADY_REVERSED.
    """
    ids = [e.receivable_id for e in posting.entries if e.account == Account.RECEIVABLE.value]
    rows = locked_receivables(ids=[pk for pk in ids if pk is not None])
    draft = reversal_of(act=act, posting=posting, effective_date=effective_date, reason=reason)
    move_parts(receivables=rows, drafts=[draft])
    (posting_id,) = post(act=act, company_id=posting.company_id, drafts=[draft])
    if posting.document_id is not None:
        Invoice.objects.filter(pk=posting.document_id).update(cancelled_by=posting_id)
    return {"posting_id": posting_id}
