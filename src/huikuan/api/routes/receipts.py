"""Money received: list, look at, record."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.accounts.access import company_for
from huikuan.api.answers import Created, Fault, Page, ReceiptOut
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import DocumentPageIn, ReceiptIn
from huikuan.api.pages import next_after
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import bank_account_for
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.queries.receipts import ReceiptRow, receipt_row, receipts_after

router = Router(tags=["receipts"])


@router.get("/receipts", response={200: Page[ReceiptOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_receipts(request: HttpRequest, page: Query[DocumentPageIn]) -> Page[ReceiptOut]:
    """Money received in the order of ids."""
    rows = receipts_after(
        actor=caller_of(request=request).actor,
        after_id=page.after,
        limit=page.limit + 1,
        company_id=page.company_id,
        customer_id=page.customer_id,
    )
    items = [_receipt(row) for row in rows[: page.limit]]
    return Page[ReceiptOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/receipts/{receipt_id}", response={200: ReceiptOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_receipt(request: HttpRequest, receipt_id: Path[AddressId]) -> ReceiptOut:
    """One receipt."""
    row = receipt_row(actor=caller_of(request=request).actor, receipt_id=receipt_id)
    if row is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    return _receipt(row)


@router.post("/receipts", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.POST_RECEIPT))
def create_receipt(request: HttpRequest, key: Key, body: ReceiptIn) -> Status[Created]:
    """Record money that arrived; it is unapplied until it is allocated."""
    caller = caller_of(request=request)
    company_for(actor=caller.actor, company_id=body.company_id, need=Verb.POST_RECEIPT)
    if body.customer_id is not None:
        customer_for(actor=caller.actor, customer_id=body.customer_id, need=Verb.POST_RECEIPT)
    if body.bank_account_id is not None:
        bank_account_for(actor=caller.actor, bank_account_id=body.bank_account_id, company_id=body.company_id)
    done = record_receipts(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        company_id=body.company_id,
        receipts=[ReceiptDraft(**body.model_dump(exclude={"company_id"}))],
    )
    return Status(201, Created(id=done["receipt_ids"][0]))


def _receipt(row: ReceiptRow) -> ReceiptOut:
    return ReceiptOut(
        id=row.id,
        number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        bank_account_id=row.bank_account_id,
        method=row.method,
        received_on=row.received_on,
        currency=row.currency,
        amount_minor=row.parts.amount,
        fee_minor=row.fee_minor,
        allocated_minor=row.parts.allocated,
        unapplied_minor=row.parts.unapplied,
        refunded_minor=row.parts.refunded,
        reversed_minor=row.parts.reversed,
        deposit_minor=row.parts.deposit,
        payer_name=row.payer_name,
        reference=row.reference,
        source_ref=row.source_ref,
    )
