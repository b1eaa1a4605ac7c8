"""Acts on cash that a colleague took: a claim on him until a bank line shows it, part by part."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Sum

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.bills.models import CashStep
from huikuan.bills.operations.passing import line_money
from huikuan.bills.rules.entries import Money, banked
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.elsewhere import move_money, move_money_back
from huikuan.receipts.parts import locked_receipts

if TYPE_CHECKING:
    from huikuan.receipts.models import Receipt

CASH_BROUGHT = "CASH_BROUGHT"
"""What a bank line was that is cash booked before."""


def bank_cash(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    receipt_id: int,
    line_receipt_id: int,
    amount_minor: int,
) -> dict[str, Json]:
    """A bank line shows cash that a colleague took: so much of it is his no more. `{"step_id", "posting_id"}`.

    Effective on the day of the bank line, or of the cash if that is later. Raises NotPermitted, Refused CASH_NOT_HELD,
    CASH_MORE_THAN_HELD, AMOUNT_OUT_OF_BOUNDS, BANK_LINE_UNFIT, MORE_THAN_UNAPPLIED.
    """
    row, line_row = _held_and_line(actor, receipt_id, line_receipt_id)
    if amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=amount_minor)
    detail = {"receipt_id": receipt_id, "line": line_receipt_id, "amount_minor": amount_minor}
    intent = Intent("bank_cash", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        draft = _brought(actor, (row, line_row), amount_minor)
        posting_id = move_money(
            act=act, receipt_id=receipt_id, draft=draft, line_receipt_id=line_receipt_id, reason=CASH_BROUGHT
        )
        step = CashStep.objects.create(
            receipt_id=receipt_id,
            line_receipt_id=line_receipt_id,
            posting_id=posting_id,
            amount_minor=amount_minor,
            on=draft.effective_date,
            who_name=actor.name,
            at=now,
            act_id=act.id,
        )
        return {"step_id": step.pk, "posting_id": posting_id}

    return perform(intent=intent, work=work)


def undo_banking(*, actor: Actor, now: datetime, key: str, step_id: int, on: date) -> dict[str, Json]:
    """The bank line was other money: the cash is with the colleague again; `{"posting_id"}`. Raises NotPermitted, Changed."""
    step = CashStep.objects.select_related("receipt").filter(pk=step_id).first()
    if step is None:
        raise Changed("CHANGED", step=step_id)
    receipt_for(actor=actor, receipt_id=step.receipt_id, need=Verb.POST_RECEIPT)
    intent = Intent(
        "undo_banking", actor, now, key, step.receipt.company_id, {"step_id": step_id, "on": on.isoformat()}
    )

    def work(act: OpenAct) -> dict[str, Json]:
        posting_id = move_money_back(
            act=act, posting_id=step.posting_id, on=max(on, step.on), line_receipt_id=step.line_receipt_id
        )
        return {"posting_id": posting_id}

    return perform(intent=intent, work=work)


def banked_minor(*, receipt_id: int) -> int:
    """How much of cash taken the bank has, minor units."""
    live = CashStep.objects.filter(receipt_id=receipt_id, posting__reversed_by__isnull=True)
    return int(live.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _held_and_line(actor: Actor, receipt_id: int, line_receipt_id: int) -> tuple[Receipt, Receipt]:
    row = receipt_for(actor=actor, receipt_id=receipt_id, need=Verb.POST_RECEIPT)
    line_row = receipt_for(actor=actor, receipt_id=line_receipt_id, need=Verb.POST_RECEIPT)
    if row.taken_by_id is None:
        raise Refused("CASH_NOT_HELD", receipt=row.number)
    return row, line_row


def _brought(actor: Actor, rows: tuple[Receipt, Receipt], minor: int) -> PostingDraft:
    """The posting of cash that a bank line shows, both receipts locked, if so much of it is still with the colleague."""
    cash, line_row = rows
    locked = locked_receipts(ids=[cash.pk, line_row.pk])[cash.pk]
    left = locked.amount_minor - locked.reversed_minor - banked_minor(receipt_id=cash.pk)
    if minor > left:
        raise Refused("CASH_MORE_THAN_HELD", minor=left, currency=locked.currency)
    line = line_money(actor=actor, receipt_id=line_row.pk)
    if line is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=line_row.pk)
    on = max(locked.received_on, line_row.received_on)
    return banked(of=Money(locked.pk, locked.customer_id, locked.currency), line=line, minor=minor, on=on)
