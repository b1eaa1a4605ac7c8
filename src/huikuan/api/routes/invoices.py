"""Invoices with their instalments: list, look at, register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.accounts.access import company_for
from huikuan.api.answers import CreditWarningOut, Fault, InvoiceCreated, InvoiceLineOut, InvoiceOut, Page, ReceivableOut
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import DocumentPageIn, InvoiceIn
from huikuan.api.pages import next_after
from huikuan.credit.queries.billed import billed_warnings
from huikuan.credit.rules.deciding import Reason
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.queries.invoices import invoice_row, invoices_after
from huikuan.receivables.queries.lines import InvoiceLineRow, lines_of
from huikuan.receivables.queries.rows import InvoiceRow, ReceivableRow
from huikuan.receivables.rules import InstalmentDraft, InvoiceLineDraft
from huikuan.wording.credit import credit_said

router = Router(tags=["invoices"])


@router.get("/invoices", response={200: Page[InvoiceOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_invoices(request: HttpRequest, page: Query[DocumentPageIn]) -> Page[InvoiceOut]:
    """Invoices and credit notes in the order of their ids."""
    caller = caller_of(request=request)
    rows = invoices_after(
        actor=caller.actor,
        as_of=caller.today,
        after_id=page.after,
        limit=page.limit + 1,
        company_id=page.company_id,
        customer_id=page.customer_id,
    )
    lines = lines_of(invoice_ids=[row.id for row in rows[: page.limit]])
    items = [_invoice(row, lines.get(row.id, ())) for row in rows[: page.limit]]
    return Page[InvoiceOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/invoices/{invoice_id}", response={200: InvoiceOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_invoice(request: HttpRequest, invoice_id: Path[AddressId]) -> InvoiceOut:
    """One invoice."""
    caller = caller_of(request=request)
    row = invoice_row(actor=caller.actor, invoice_id=invoice_id, as_of=caller.today)
    if row is None:
        raise NotPermitted("INVOICE_NOT_VISIBLE", invoice=invoice_id)
    return _invoice(row, lines_of(invoice_ids=[row.id]).get(row.id, ()))


@router.post("/invoices", response={201: InvoiceCreated, STATUSES: Fault}, auth=Bearer(Verb.POST_INVOICE))
def create_invoice(request: HttpRequest, key: Key, body: InvoiceIn) -> Status[InvoiceCreated]:
    """Register an invoice; its instalments are open items from now on. Credit control only warns."""
    caller = caller_of(request=request)
    company_for(actor=caller.actor, company_id=body.company_id, need=Verb.POST_INVOICE)
    customer_for(actor=caller.actor, customer_id=body.customer_id, need=Verb.POST_INVOICE)
    values = body.model_dump(exclude={"company_id", "instalments", "lines"})
    parts = tuple(InstalmentDraft(part.due_date, part.amount_minor) for part in body.instalments)
    lines = tuple(InvoiceLineDraft(**line.model_dump()) for line in body.lines)
    done = register_invoices(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        company_id=body.company_id,
        invoices=[InvoiceDraft(**values, instalments=parts, lines=lines)],
    )
    warned = billed_warnings(customer_ids=[body.customer_id], today=caller.today).get(body.customer_id, ())
    return Status(201, InvoiceCreated(id=done["invoice_ids"][0], warnings=[_warning(reason) for reason in warned]))


def _warning(reason: Reason) -> CreditWarningOut:
    message = credit_said(code=reason.rule.value, parameters=reason.parameters)
    return CreditWarningOut(code=reason.rule.value, message=message, parameters=dict(reason.parameters))


def _invoice(row: InvoiceRow, lines: Sequence[InvoiceLineRow]) -> InvoiceOut:
    return InvoiceOut(
        id=row.id,
        kind=row.kind,
        number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        issue_date=row.issue_date,
        amount_minor=row.amount_minor,
        source_ref=row.source_ref,
        contract=row.contract,
        note=row.note,
        receivables=[_receivable(part) for part in row.receivables],
        lines=[_line(line) for line in lines],
    )


def _line(row: InvoiceLineRow) -> InvoiceLineOut:
    values = asdict(row)
    return InvoiceLineOut(**{name: values[name] for name in InvoiceLineOut.model_fields})


def _receivable(row: ReceivableRow) -> ReceivableOut:
    return ReceivableOut(
        id=row.id,
        sequence=row.sequence,
        due_date=row.due_date,
        days_overdue=row.days_overdue,
        state=row.state,
        original_minor=row.parts.original,
        outstanding_minor=row.parts.outstanding,
        allocated_minor=row.parts.allocated,
        credited_minor=row.parts.credited,
        discounted_minor=row.parts.discounted,
        written_off_minor=row.parts.written_off,
        cancelled_minor=row.parts.cancelled,
    )
