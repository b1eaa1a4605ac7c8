"""Tax invoices for an ERP or an invoicing program: list, look at, take in as a file."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.accounts.access import company_for
from huikuan.api.answers import Fault, Page
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.contents import bytes_of
from huikuan.api.faults import STATUSES, WrongInput
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import DocumentPageIn
from huikuan.api.pages import next_after
from huikuan.api.tax_invoice_shapes import FindingOut, TaxInvoiceIn, TaxInvoiceOut, TaxInvoiceTaken
from huikuan.invoicing.queries.lists import TaxInvoiceRow, tax_invoice_row, tax_invoices_after
from huikuan.jobs.import_einvoices import Intake, InvoiceFile, take_files
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.wording.sentences import sentence

router = Router(tags=["tax invoices"])


@router.get("/tax-invoices", response={200: Page[TaxInvoiceOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_tax_invoices(request: HttpRequest, page: Query[DocumentPageIn]) -> Page[TaxInvoiceOut]:
    """Tax invoices in the order of their ids."""
    caller = caller_of(request=request)
    rows = tax_invoices_after(
        actor=caller.actor,
        after_id=page.after,
        limit=page.limit + 1,
        company_id=page.company_id,
        customer_id=page.customer_id,
    )
    items = [_shown(row) for row in rows[: page.limit]]
    return Page[TaxInvoiceOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/tax-invoices/{tax_invoice_id}", response={200: TaxInvoiceOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_tax_invoice(request: HttpRequest, tax_invoice_id: Path[AddressId]) -> TaxInvoiceOut:
    """One tax invoice with what its checks found."""
    row = tax_invoice_row(actor=caller_of(request=request).actor, tax_invoice_id=tax_invoice_id)
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    return _shown(row)


@router.post("/tax-invoices", response={201: TaxInvoiceTaken, STATUSES: Fault}, auth=Bearer(Verb.POST_INVOICE))
def take_tax_invoice(request: HttpRequest, key: Key, body: TaxInvoiceIn) -> Status[TaxInvoiceTaken]:
    """Take the file of an invoice in (XML, OFD, PDF in base64); it is checked, and booked where nothing is wrong."""
    caller = caller_of(request=request)
    company_for(actor=caller.actor, company_id=body.company_id, need=Verb.POST_INVOICE)
    content = bytes_of(content_base64=body.content_base64)
    intake = Intake(body.company_id, (InvoiceFile(body.file_name, content),), caller.key(key))
    done = take_files(actor=caller.actor, now=caller.now, today=caller.today, intake=intake)
    refusal = WrongInput if done.unreadable else Refused
    for fault in done.rejected:
        raise refusal(fault.code, **{"column": fault.column, "value": fault.value, **dict(fault.parameters)})
    row = tax_invoice_row(actor=caller.actor, tax_invoice_id=done.taken[0].tax_invoice_id)
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=done.taken[0].tax_invoice_id)
    return Status(201, TaxInvoiceTaken(outcome=done.taken[0].outcome, invoice=_shown(row)))


def _shown(row: TaxInvoiceRow) -> TaxInvoiceOut:
    return TaxInvoiceOut(
        id=row.id,
        company_id=row.company_id,
        customer_id=row.customer_id,
        number=row.number,
        kind=row.kind,
        is_red=row.is_red,
        issue_date=row.issue_date,
        currency=row.currency,
        net_minor=row.net_minor,
        tax_minor=row.tax_minor,
        gross_minor=row.gross_minor,
        red_minor=row.red_minor,
        state=row.state,
        way=row.way,
        invoice_id=row.invoice_id,
        findings=[
            FindingOut(
                code=one.code,
                severity=one.severity.value,
                message=sentence(code=one.code, parameters=one.parameters),
            )
            for one in row.findings
        ],
    )
