"""Acts on money itself: record it, say whose it is, pay it back, take it back when it bounces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import first_open_day, post, refuse_day, take_numbers
from huikuan.ledger.rules import PostingDraft
from huikuan.receipts.models import BankAccount, Receipt
from huikuan.receipts.operations.taking_back import refuse_paper, take_back
from huikuan.receipts.parts import locked_receipts, move_parts
from huikuan.receipts.rules import (
    ENTERED_ELSEWHERE,
    BounceReason,
    NotReceiptReason,
    ReceiptMethod,
    booked_on,
    identification,
    money_in,
    refund,
    side_of,
)

RECEIPT_SERIES = "RECEIPT"


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """Money received on one own company; `fee_minor` was withheld on the way, so that bank credit = amount − fee."""

    received_on: date
    currency: str
    amount_minor: int
    method: ReceiptMethod = ReceiptMethod.BANK
    customer_id: int | None = None
    fee_minor: int = 0
    bank_account_id: int | None = None
    statement_line_id: int | None = None
    payer_name: str = ""
    payer_account: str = ""
    reference: str = ""
    source_ref: str = ""
    taken_by_id: int | None = None
    """The colleague who took cash and has not brought it to the bank yet."""


def record_receipts(
    *, actor: Actor, now: datetime, key: str, company_id: int, receipts: Sequence[ReceiptDraft]
) -> dict[str, Json]:
    """Book money that arrived, as unapplied; `{"receipt_ids": […]}`.

    Raises NotPermitted, Refused AMOUNT_OUT_OF_BOUNDS, PERIOD_CLOSED, ACCOUNT_UNKNOWN (none of this company), ACCOUNT_CURRENCY_DIFFERS,
    METHOD_NEEDS_MORE (bills, vouchers and set-off are entered with their papers), CASH_TAKER_MISPLACED.
    """
    refuse_other_company(actor=actor, company_id=company_id)
    for draft in receipts:
        _refuse_wrong_form(draft)
        if not 1 <= draft.amount_minor <= DOCUMENT_MAX_MINOR or not 0 <= draft.fee_minor < draft.amount_minor:
            raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=draft.amount_minor)
    detail: dict[str, Json] = {"count": len(receipts), "drafts": digest(value=[asdict(draft) for draft in receipts])}
    if len(receipts) == 1:
        detail["receipt"] = plain(value=asdict(receipts[0]))
    intent = Intent("record_receipts", actor, now, key, company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        _refuse_other_accounts(company_id, receipts)
        rows = book_money(act=act, company_id=company_id, drafts=receipts)
        return {"receipt_ids": [row.pk for row in rows]}

    return perform(intent=intent, work=work)


def book_money(*, act: OpenAct, company_id: int, drafts: Sequence[ReceiptDraft]) -> list[Receipt]:
    """Number, save and post receipts inside an open act; a constant number of queries per 500."""
    if not drafts:
        return []
    first = take_numbers(company_id=company_id, code=RECEIPT_SERIES, count=len(drafts))
    rows = Receipt.objects.bulk_create(
        [_receipt(company_id, first + i, draft) for i, draft in enumerate(drafts)], batch_size=500
    )
    post(act=act, company_id=company_id, drafts=[_money_in(row) for row in rows])
    return rows


def identify_receipt(
    *, actor: Actor, now: datetime, key: str, receipt_id: int, customer_id: int | None
) -> dict[str, Json]:
    """Say whose money it is (or take that back with None); what is unapplied moves to the customer's account.

    Effective on the day the money came, or the first open day if that is later.
    Raises Refused ALLOCATED_ALREADY if part of it is allocated, NOTHING_LEFT if all of it was paid back or taken back,
    RECEIPT_UNKNOWN.
    """
    detail = {"receipt_id": receipt_id, "customer_id": customer_id}
    intent = Intent("identify_receipt", actor, now, key, _company_of(receipt_id), detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        name_payer(act=act, receipt_id=receipt_id, customer_id=customer_id)
        return {"receipt_id": receipt_id}

    return perform(intent=intent, work=work)


def name_payer(*, act: OpenAct, receipt_id: int, customer_id: int | None) -> None:
    """Say inside an open act whose money it is; see `identify_receipt`."""
    row = locked_receipts(ids=[receipt_id])[receipt_id]
    if row.allocated_minor:
        raise Refused("ALLOCATED_ALREADY", receipt=row.number)
    not_before = first_open_day(company_id=row.company_id)
    if not row.unapplied_minor and row.customer_id != customer_id:
        raise Refused("NOTHING_LEFT", receipt=row.number)
    drafts = identify(row=row, customer_id=customer_id, not_before=not_before)
    move_parts(receipts={row.pk: row}, drafts=drafts)
    post(act=act, company_id=row.company_id, drafts=drafts)


def identify(*, row: Receipt, customer_id: int | None, not_before: date) -> list[PostingDraft]:
    """Set the customer of a locked receipt and give the posting that moves its unapplied money; none if unchanged."""
    if row.customer_id == customer_id:
        return []
    draft = identification(
        receipt_id=row.pk,
        from_customer_id=row.customer_id,
        to_customer_id=customer_id,
        currency=row.currency,
        minor=row.unapplied_minor,
        on=max(row.received_on, not_before),
    )
    row.customer_id = customer_id
    return [draft] if row.unapplied_minor else []


def refund_receipt(
    *, actor: Actor, now: datetime, key: str, receipt_id: int, amount_minor: int, effective_date: date
) -> dict[str, Json]:
    """Pay unapplied money back to the customer; `{"posting_id"}`.

    Raises Refused MORE_THAN_UNAPPLIED, AMOUNT_OUT_OF_BOUNDS, DATED_BEFORE_ORIGIN (before it came), DATED_AHEAD.
    """
    if amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=amount_minor)
    detail = {
        "receipt_id": receipt_id,
        "amount_minor": amount_minor,
        "effective_date": effective_date.isoformat(),
    }
    intent = Intent("refund_receipt", actor, now, key, _company_of(receipt_id), detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = locked_receipts(ids=[receipt_id])[receipt_id]
        refuse_day(act=act, company_id=row.company_id, day=effective_date, origin=row.received_on)
        draft = refund(
            receipt_id=row.pk,
            customer_id=row.customer_id,
            currency=row.currency,
            minor=amount_minor,
            on=effective_date,
        )
        move_parts(receipts={row.pk: row}, drafts=[draft])
        return {"posting_id": post(act=act, company_id=row.company_id, drafts=[draft])[0]}

    return perform(intent=intent, work=work)


def bounce_receipt(
    *, actor: Actor, now: datetime, key: str, receipt_id: int, effective_date: date, reason: BounceReason
) -> dict[str, Json]:
    """Take the whole receipt back: its allocations and short payments are reversed, each item is open to the fen (TRUST P4).

    What it taught of its payer stays known if it bounced, for he had paid, and is forgotten if it was entered wrongly.
    `{"reopened": [receivable ids], "posting_id"}`. Raises Refused REFUNDED_ALREADY, DATED_BEFORE_ORIGIN (before it came),
    DATED_AHEAD, PAPER_GOES_BY_ITSELF (bills and vouchers), MONEY_MOVED_ON, Changed ALREADY_REVERSED.
    """
    detail = {"receipt_id": receipt_id, "effective_date": effective_date.isoformat(), "reason": reason.value}
    refuse_paper(receipt_id=receipt_id)
    intent = Intent("bounce_receipt", actor, now, key, _company_of(receipt_id), detail)
    return perform(
        intent=intent,
        work=lambda act: take_back(act=act, receipt_id=receipt_id, on=effective_date, reason=reason.value),
    )


def mark_not_a_receipt(
    *, actor: Actor, now: datetime, key: str, receipt_id: int, reason: NotReceiptReason
) -> dict[str, Json]:
    """Take a bank line out of receipts because it is no customer's money (interest, own transfer); same as `bounce_receipt`.

    Effective on the day the money came, or if that is later the first open day, or the day since which nothing of it has
    been used.
    """
    detail = {"receipt_id": receipt_id, "reason": reason.value}
    refuse_paper(receipt_id=receipt_id)
    intent = Intent("mark_not_a_receipt", actor, now, key, _company_of(receipt_id), detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        result = take_back(act=act, receipt_id=receipt_id, on=None, reason=reason.value)
        Receipt.objects.filter(pk=receipt_id).update(not_a_receipt_reason=reason.value)
        return result

    return perform(intent=intent, work=work)


def _refuse_wrong_form(draft: ReceiptDraft) -> None:
    if draft.method in ENTERED_ELSEWHERE:
        raise Refused("METHOD_NEEDS_MORE", method=draft.method.value)
    if draft.taken_by_id is not None and (draft.method is not ReceiptMethod.CASH or draft.bank_account_id is not None):
        raise Refused("CASH_TAKER_MISPLACED", method=draft.method.value)


def _refuse_other_accounts(company_id: int, drafts: Sequence[ReceiptDraft]) -> None:
    """Money comes on an account of its own company, in the currency of the account."""
    wanted = {draft.bank_account_id for draft in drafts if draft.bank_account_id is not None}
    own = BankAccount.objects.filter(company_id=company_id).in_bulk(wanted) if wanted else {}
    for draft in drafts:
        if draft.bank_account_id is None:
            continue
        account = own.get(draft.bank_account_id)
        if account is None:
            raise Refused("ACCOUNT_UNKNOWN", account=draft.bank_account_id)
        if account.currency != draft.currency:
            told = {"expected": account.currency, "found": draft.currency}
            raise Refused("ACCOUNT_CURRENCY_DIFFERS", account=account.name, **told)


def _company_of(receipt_id: int) -> int:
    company_id = Receipt.objects.filter(pk=receipt_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise Refused("RECEIPT_UNKNOWN", receipt=receipt_id)
    return company_id


def _money_in(row: Receipt) -> PostingDraft:
    draft = money_in(
        receipt_id=row.pk,
        customer_id=row.customer_id,
        currency=row.currency,
        amount_minor=row.amount_minor,
        fee_minor=row.fee_minor,
        on=row.received_on,
    )
    side = side_of(method=ReceiptMethod(row.method), is_with_colleague=row.taken_by_id is not None)
    return booked_on(draft=draft, side=side)


def _receipt(company_id: int, number: int, draft: ReceiptDraft) -> Receipt:
    return Receipt(
        company_id=company_id,
        number=number,
        customer_id=draft.customer_id,
        bank_account_id=draft.bank_account_id,
        statement_line_id=draft.statement_line_id,
        method=draft.method.value,
        received_on=draft.received_on,
        currency=draft.currency,
        amount_minor=draft.amount_minor,
        fee_minor=draft.fee_minor,
        unapplied_minor=draft.amount_minor,
        last_moved_on=draft.received_on,
        payer_name=draft.payer_name,
        payer_account=draft.payer_account,
        reference=draft.reference,
        source_ref=draft.source_ref,
        taken_by_id=draft.taken_by_id,
    )
