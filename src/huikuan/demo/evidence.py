"""Evidence of the demo company: signed papers for the oldest late debts of one customer, and what is missing still."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.evidence.operations.adding import PieceDraft, add_piece
from huikuan.evidence.rules.kinds import Kind
from huikuan.receivables.access import receivables_for

_PIECES = (
    (Kind.CONTRACT, "购销合同（双方盖章）.pdf", 20, "采购部 李经理"),
    (Kind.DELIVERY, "送货签收单.pdf", 5, "仓库 周师傅"),
)


def fill_evidence(*, built: Built, now: datetime, today: date) -> None:
    """The accountant uploads contract and delivery note of the oldest late item; acceptance and acknowledgement are missing."""
    named = {row.username: row.id for row in people().values()}
    clerk = actor_of(user_id=named["wu.jing"])
    if clerk is None:
        raise LookupError("wu.jing")
    late = receivables_for(actor=clerk).filter(outstanding_minor__gt=0, due_date__lt=today)
    oldest = late.filter(company_id=built.companies["CNY"]).select_related("invoice").order_by("due_date", "pk").first()
    if oldest is None:
        return
    for place, (kind, name, days_before, signatory) in enumerate(_PIECES):
        draft = PieceDraft(
            oldest.customer_id,
            (oldest.pk,),
            kind,
            oldest.invoice.issue_date - timedelta(days=days_before),
            name,
            BLANK_PDF + f"% {place}\n".encode(),
            is_signed=True,
            signatory=signatory,
        )
        add_piece(actor=clerk, now=now, today=today, key=f"demo:evidence:{place}", draft=draft)
