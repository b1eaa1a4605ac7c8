"""Inside open acts: invoices put into the ledger, and credit notes that lower what is open on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from huikuan.audit.operations import Json, OpenAct
from huikuan.contracts.queries.lists import billing_contracts
from huikuan.customers.merging import refuse_merged
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import post, refuse_day
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind
from huikuan.receivables.drafts import CreditNoteDraft, InvoiceDraft
from huikuan.receivables.lines import refuse_wrong_lines, save_lines
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.parts import locked_receivables, move_parts
from huikuan.receivables.rules import InstalmentDraft, InvoiceKind, amount_in_bounds, spread_over_open

_RAISING = {
    InvoiceKind.INVOICE: PostingKind.INVOICE,
    InvoiceKind.OPENING: PostingKind.OPENING,
    InvoiceKind.INTEREST: PostingKind.INTEREST,
}
_COUNTER = {
    InvoiceKind.INVOICE: Account.REVENUE_CLEARING,
    InvoiceKind.OPENING: Account.OPENING_BALANCE,
    InvoiceKind.INTEREST: Account.LATE_INTEREST,
}


def refuse_unfit(*, company_id: int, invoices: Sequence[InvoiceDraft]) -> None:
    """Raise Refused AMOUNT_OUT_OF_BOUNDS, LINE_…, LINES_DIFFER, CONTRACT_BILLS_ITSELF before anything is written."""
    for draft in invoices:
        _refuse_out_of_bounds(draft)
        refuse_wrong_lines(draft=draft)
    _refuse_billed_by_contract(company_id, invoices)


def register(*, act: OpenAct, company_id: int, invoices: Sequence[InvoiceDraft]) -> dict[str, Json]:
    """Put invoices that `refuse_unfit` let pass into the ledger inside an open act; `{"invoice_ids": […]}`.

    Raises Refused CUSTOMER_MERGED, PERIOD_CLOSED; IntegrityError where a number is taken.
    """
    refuse_merged(customer_ids={draft.customer_id for draft in invoices})
    documents = Invoice.objects.bulk_create([_invoice(company_id, draft) for draft in invoices], batch_size=500)
    rows = [
        _receivable(invoice, draft, sequence, part)
        for invoice, draft in zip(documents, invoices, strict=True)
        for sequence, part in enumerate(draft.instalments, 1)
    ]
    of_invoice: dict[int, list[Receivable]] = {}
    for row in Receivable.objects.bulk_create(rows, batch_size=500):
        of_invoice.setdefault(row.invoice_id, []).append(row)
    postings = [
        _raising(invoice, draft, of_invoice[invoice.pk]) for invoice, draft in zip(documents, invoices, strict=True)
    ]
    post(act=act, company_id=company_id, drafts=postings)
    save_lines(invoice_ids=[document.pk for document in documents], drafts=invoices)
    return {"invoice_ids": [document.pk for document in documents]}


def said(*, draft: InvoiceDraft) -> dict[str, Json]:
    """The draft as the act keeps it; without lines as before there were any, so that a key of then answers as then."""
    detail = asdict(draft)
    if not draft.lines:
        del detail["lines"]
    return detail


def credit(*, act: OpenAct, credit_note: CreditNoteDraft) -> dict[str, Json]:
    """Lower what is open on an invoice by a credit note inside an open act; `{"invoice_id", "posting_id"}`.

    Raises Refused INVOICE_UNKNOWN, CREDIT_OF_INTEREST (late-payment interest is no sale: its charge is taken back),
    MORE_THAN_OPEN, DATED_BEFORE_ORIGIN, DATED_AHEAD; IntegrityError where the number is taken.
    """
    draft = credit_note
    invoice = Invoice.objects.filter(pk=draft.invoice_id).exclude(kind=InvoiceKind.CREDIT_NOTE.value).first()
    if invoice is None:
        raise Refused("INVOICE_UNKNOWN", invoice=draft.invoice_id)
    if invoice.kind == InvoiceKind.INTEREST.value:
        raise Refused("CREDIT_OF_INTEREST", number=invoice.number)
    ids = list(Receivable.objects.filter(invoice=invoice).order_by("due_date", "sequence").values_list("pk", flat=True))
    rows = locked_receivables(ids=ids)
    refuse_day(act=act, company_id=invoice.company_id, day=draft.issue_date, origin=invoice.issue_date)
    shares = spread_over_open(amount_minor=draft.amount_minor, open_minor=[rows[pk].outstanding_minor for pk in ids])
    if sum(shares) < draft.amount_minor:
        told = {"receivable": ids[0], "wanted": draft.amount_minor, "open": sum(shares)}
        raise Refused("MORE_THAN_OPEN", **told, currency=invoice.currency)
    document = _credit_note(invoice, draft)
    entries = [
        EntryDraft(Account.RECEIVABLE, -share, invoice.currency, invoice.customer_id, pk)
        for pk, share in zip(ids, shares, strict=True)
        if share
    ]
    counter = EntryDraft(Account.REVENUE_CLEARING, draft.amount_minor, invoice.currency, invoice.customer_id)
    posting = PostingDraft(PostingKind.CREDIT_NOTE, draft.issue_date, (*entries, counter), document_id=document.pk)
    move_parts(receivables=rows, drafts=[posting])
    (posting_id,) = post(act=act, company_id=invoice.company_id, drafts=[posting])
    return {"invoice_id": document.pk, "posting_id": posting_id}


def _credit_note(invoice: Invoice, draft: CreditNoteDraft) -> Invoice:
    return Invoice.objects.create(
        company_id=invoice.company_id,
        customer_id=invoice.customer_id,
        kind=InvoiceKind.CREDIT_NOTE.value,
        number=draft.number,
        issue_date=draft.issue_date,
        currency=invoice.currency,
        amount_minor=draft.amount_minor,
        face_minor=draft.amount_minor,
        credits=invoice,
        source_ref=draft.source_ref,
        note=draft.note,
    )


def _invoice(company_id: int, draft: InvoiceDraft) -> Invoice:
    return Invoice(
        company_id=company_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        number=draft.number,
        issue_date=draft.issue_date,
        currency=draft.currency,
        amount_minor=draft.amount_minor,
        face_minor=draft.face_minor or draft.amount_minor,
        source_ref=draft.source_ref,
        contract=draft.contract,
        note=draft.note,
    )


def _receivable(invoice: Invoice, draft: InvoiceDraft, sequence: int, part: InstalmentDraft) -> Receivable:
    return Receivable(
        invoice=invoice,
        sequence=sequence,
        company_id=invoice.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        issue_date=draft.issue_date,
        due_date=part.due_date,
        original_minor=part.amount_minor,
        outstanding_minor=part.amount_minor,
        last_moved_on=draft.issue_date,
    )


def _raising(invoice: Invoice, draft: InvoiceDraft, rows: Sequence[Receivable]) -> PostingDraft:
    kind = _RAISING[draft.kind]
    entries = [
        EntryDraft(Account.RECEIVABLE, row.original_minor, row.currency, row.customer_id, row.pk) for row in rows
    ]
    counter = EntryDraft(_COUNTER[draft.kind], -draft.amount_minor, draft.currency, draft.customer_id)
    return PostingDraft(kind, draft.issue_date, (*entries, counter), document_id=invoice.pk)


def _refuse_billed_by_contract(company_id: int, drafts: Sequence[InvoiceDraft]) -> None:
    """One debt is never entered twice: by the event of a contract and by hand."""
    billing = billing_contracts(company_id=company_id, numbers=[draft.contract for draft in drafts])
    for draft in drafts:
        if (draft.customer_id, draft.contract) in billing:
            raise Refused("CONTRACT_BILLS_ITSELF", number=draft.number, contract=draft.contract)


def _refuse_out_of_bounds(draft: InvoiceDraft) -> None:
    amounts = [draft.amount_minor, *(part.amount_minor for part in draft.instalments)]
    for minor in amounts:
        if not amount_in_bounds(minor=minor):
            raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=minor, invoice=draft.number)
