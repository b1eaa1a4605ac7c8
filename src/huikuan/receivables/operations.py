"""Acts on what customers owe: invoices, credit notes, accepted short payments, write-offs, and their reversals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import post, refuse_day
from huikuan.ledger.queries import posting_row
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind, mirrored
from huikuan.receivables.drafts import CreditNoteDraft, InvoiceDraft, Reduction
from huikuan.receivables.free_discounts import refuse_free_discounts
from huikuan.receivables.models import Invoice, PlanFiring, Receivable
from huikuan.receivables.parts import locked_receivables, move_parts, taken_number
from huikuan.receivables.registering import credit, refuse_unfit, register, said
from huikuan.receivables.rules import InvoiceKind, ShortPaymentReason
from huikuan.receivables.taking_back import take_back

__all__ = [
    "REVERSIBLE_HERE",
    "CreditNoteDraft",
    "InvoiceDraft",
    "Reduction",
    "accept_short_payment",
    "issue_credit_note",
    "reduction_posting",
    "register_invoices",
    "reverse_posting",
    "revive_written_off",
    "write_off_items",
]

_COUNTER_ACCOUNT = {
    PostingKind.INVOICE: Account.REVENUE_CLEARING,
    PostingKind.OPENING: Account.OPENING_BALANCE,
    PostingKind.CREDIT_NOTE: Account.REVENUE_CLEARING,
    PostingKind.SHORT_PAYMENT: Account.DISCOUNT,
    PostingKind.WRITE_OFF: Account.BAD_DEBT,
}
REVERSIBLE_HERE = frozenset(_COUNTER_ACCOUNT) - {PostingKind.WRITE_OFF}
"""Kinds of postings that `reverse_posting` of this room takes back; the others belong to receipts."""


def register_invoices(
    *, actor: Actor, now: datetime, key: str, company_id: int, invoices: Sequence[InvoiceDraft]
) -> dict[str, Json]:
    """Put invoices with their instalments into the ledger of one own company; `{"invoice_ids": […]}`.

    Raises Refused AMOUNT_OUT_OF_BOUNDS, PERIOD_CLOSED, CUSTOMER_MERGED, INVOICE_EXISTS with the customer's number that is taken,
    CONTRACT_BILLS_ITSELF (a signed contract makes its receivables from its milestones); for lines LINE_OUT_OF_BOUNDS,
    LINE_AMOUNT_DIFFERS, LINES_DIFFER (their sum is not the invoice's first amount).
    """
    refuse_other_company(actor=actor, company_id=company_id)
    refuse_unfit(company_id=company_id, invoices=invoices)
    detail = {"count": len(invoices), "drafts": digest(value=[said(draft=draft) for draft in invoices])}
    if len(invoices) == 1:
        detail["invoice"] = plain(value=said(draft=invoices[0]))
    intent = Intent("register_invoices", actor, now, key, company_id, detail)
    taken = [(draft.customer_id, draft.kind, draft.number) for draft in invoices]
    return _unless_taken(intent, lambda act: register(act=act, company_id=company_id, invoices=invoices), taken)


def issue_credit_note(*, actor: Actor, now: datetime, key: str, credit_note: CreditNoteDraft) -> dict[str, Json]:
    """Lower what is open on an invoice by a credit note; `{"invoice_id", "posting_id"}`.

    Raises Refused INVOICE_UNKNOWN, AMOUNT_OUT_OF_BOUNDS, MORE_THAN_OPEN (undo allocations first, then credit),
    INVOICE_EXISTS, DATED_BEFORE_ORIGIN (before its invoice), DATED_AHEAD.
    """
    if credit_note.amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=credit_note.amount_minor)
    invoice = Invoice.objects.filter(pk=credit_note.invoice_id).exclude(kind=InvoiceKind.CREDIT_NOTE.value).first()
    if invoice is None:
        raise Refused("INVOICE_UNKNOWN", invoice=credit_note.invoice_id)
    intent = Intent("issue_credit_note", actor, now, key, invoice.company_id, plain(value=asdict(credit_note)))
    taken = [(invoice.customer_id, InvoiceKind.CREDIT_NOTE, credit_note.number)]
    return _unless_taken(intent, lambda act: credit(act=act, credit_note=credit_note), taken)


def accept_short_payment(*, actor: Actor, now: datetime, key: str, reduction: Reduction) -> dict[str, Json]:
    """Close the rest of a receivable that the customer will not pay, with a reason; `{"posting_id"}`.

    Raises Refused REASON_UNKNOWN, DISCOUNT_STOPPED (a discount given freely while a sanction stops them), MORE_THAN_OPEN,
    DATED_BEFORE_ORIGIN (before the issue date), DATED_AHEAD.
    """
    if reduction.reason not in ShortPaymentReason.__members__:
        raise Refused("REASON_UNKNOWN", reason=reduction.reason)
    row = Receivable.objects.filter(pk=reduction.receivable_id).first()
    if row is None:
        raise Refused("RECEIVABLE_UNKNOWN", receivable=reduction.receivable_id)
    if reduction.amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=reduction.amount_minor)
    intent = Intent("accept_short_payment", actor, now, key, row.company_id, plain(value=asdict(reduction)))

    def work(act: OpenAct) -> Mapping[str, Json]:
        rows = locked_receivables(ids=[reduction.receivable_id])
        refuse_day(act=act, company_id=row.company_id, day=reduction.effective_date, origin=row.issue_date)
        if reduction.reason == ShortPaymentReason.EARLY_PAYMENT_DISCOUNT.value:
            refuse_free_discounts(rows=rows.values())
        draft = reduction_posting(row=row, kind=PostingKind.SHORT_PAYMENT, reduction=reduction)
        return _post_reductions(act, row.company_id, rows, [draft])

    return perform(intent=intent, work=work)


def write_off_items(*, act: OpenAct, company_id: int, reductions: Sequence[Reduction]) -> list[int]:
    """Write items of one own company off inside an open act, all or none; postings in the order given.

    Whoever calls it has had it approved (TRUST S29). Raises Refused RECEIVABLE_UNKNOWN, MORE_THAN_OPEN, DATED_BEFORE_ORIGIN,
    DATED_AHEAD, PERIOD_CLOSED.
    """
    rows = locked_receivables(ids=[one.receivable_id for one in reductions])
    for one in reductions:
        refuse_day(act=act, company_id=company_id, day=one.effective_date, origin=rows[one.receivable_id].issue_date)
    kind = PostingKind.WRITE_OFF
    drafts = [reduction_posting(row=rows[one.receivable_id], kind=kind, reduction=one) for one in reductions]
    move_parts(receivables=rows, drafts=drafts)
    return post(act=act, company_id=company_id, drafts=drafts)


def revive_written_off(
    *, act: OpenAct, company_id: int, reductions: Sequence[Reduction], receipt_id: int | None = None
) -> list[int]:
    """Open written-off items again for so much inside an open act; postings in the order given.

    `receipt_id` is the money that came for them: when it is taken back, they are written off again with it. Without money
    whoever calls it has had it approved (TRUST S29). 借:应收账款 贷:坏账准备. Raises Refused RECEIVABLE_UNKNOWN, MORE_THAN_OPEN
    (more than is written off), DATED_AHEAD, PERIOD_CLOSED.
    """
    rows = locked_receivables(ids=[one.receivable_id for one in reductions])
    drafts = []
    for one in reductions:
        row = rows[one.receivable_id]
        refuse_day(act=act, company_id=company_id, day=one.effective_date, origin=row.issue_date)
        lowered = reduction_posting(row=row, kind=PostingKind.WRITE_OFF, reduction=one, receipt_id=receipt_id)
        drafts.append(replace(lowered, entries=mirrored(entries=lowered.entries)))
    move_parts(receivables=rows, drafts=drafts)
    return post(act=act, company_id=company_id, drafts=drafts)


def reverse_posting(
    *, actor: Actor, now: datetime, key: str, posting_id: int, effective_date: date, reason: str
) -> dict[str, Json]:
    """Take back an invoice, credit note or short payment by a reversing posting; `{"posting_id"}`.

    The number of a document that is taken back is free again.
    Raises Refused NOT_REVERSIBLE_HERE, WRITE_OFF_NEEDS_TWO (it is asked for in `provisions`), FIRED_BY_CONTRACT (take its
    event back), MORE_THAN_OPEN, DATED_BEFORE_ORIGIN, DATED_AHEAD, Changed ALREADY_REVERSED.
    """
    posting = posting_row(posting_id=posting_id)
    if posting is not None and posting.kind == PostingKind.WRITE_OFF.value:
        raise Refused("WRITE_OFF_NEEDS_TWO")
    if posting is None or PostingKind(posting.kind) not in REVERSIBLE_HERE:
        raise Refused("NOT_REVERSIBLE_HERE", kind=posting.kind if posting else "")
    if PlanFiring.objects.filter(posting_id=posting_id).exists():
        raise Refused("FIRED_BY_CONTRACT")
    detail = {"posting_id": posting_id, "effective_date": effective_date.isoformat(), "reason": reason}
    intent = Intent("reverse_posting", actor, now, key, posting.company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        return take_back(act=act, posting=posting, effective_date=effective_date, reason=reason)

    return perform(intent=intent, work=work)


def _unless_taken(
    intent: Intent, work: Callable[[OpenAct], Mapping[str, Json]], wanted: Sequence[tuple[int, InvoiceKind, str]]
) -> dict[str, Json]:
    """Perform; a number that the customer has already, or that comes twice, is named instead of a broken constraint."""
    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        number = taken_number(company_id=intent.company_id or 0, wanted=wanted)
        if number is None:
            raise
        raise Refused("INVOICE_EXISTS", number=number) from error


def reduction_posting(
    *, row: Receivable, kind: PostingKind, reduction: Reduction, receipt_id: int | None = None
) -> PostingDraft:
    """The posting that lowers a receivable against the counter account of `kind`; `receipt_id` is the money it came with."""
    whose = (row.currency, row.customer_id, row.pk, receipt_id)
    lowered = EntryDraft(Account.RECEIVABLE, -reduction.amount_minor, *whose)
    counter = EntryDraft(_COUNTER_ACCOUNT[kind], reduction.amount_minor, *whose)
    on, why = reduction.effective_date, reduction.reason
    return PostingDraft(kind, on, (lowered, counter), reason=why, note=reduction.note)


def _post_reductions(
    act: OpenAct, company_id: int, rows: dict[int, Receivable], drafts: Sequence[PostingDraft]
) -> dict[str, Json]:
    move_parts(receivables=rows, drafts=drafts)
    postings = post(act=act, company_id=company_id, drafts=drafts)
    return {"posting_id": postings[0]}
