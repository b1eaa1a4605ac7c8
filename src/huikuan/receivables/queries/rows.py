"""Invoices and receivables as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.parts import parts_of
from huikuan.receivables.rules import Parts, days_overdue, state_of


@dataclass(frozen=True, slots=True)
class ReceivableRow:
    """An open item (未清项) as people see it, minor units; `days_overdue` is negative before the due date."""

    id: int
    invoice_id: int
    invoice_number: str
    kind: str
    sequence: int
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    due_date: date | None
    days_overdue: int | None
    state: str
    parts: Parts
    source_ref: str
    contract: str
    note: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice or credit note with the instalments that belong to it."""

    id: int
    kind: str
    number: str
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    amount_minor: int
    face_minor: int
    credits_id: int | None
    source_ref: str
    contract: str
    note: str
    receivables: tuple[ReceivableRow, ...]


def row_of(*, row: Receivable, as_of: date) -> ReceivableRow:
    """The frozen row of a receivable whose invoice is loaded."""
    parts = parts_of(row=row)
    return ReceivableRow(
        id=row.pk,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice.number,
        kind=row.invoice.kind,
        sequence=row.sequence,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        issue_date=row.issue_date,
        due_date=row.due_date,
        days_overdue=days_overdue(due=row.due_date, as_of=as_of),
        state=state_of(parts=parts, due=row.due_date, as_of=as_of).value,
        parts=parts,
        source_ref=row.invoice.source_ref,
        contract=row.invoice.contract,
        note=row.invoice.note,
    )


def invoice_of(*, row: Invoice, receivables: tuple[ReceivableRow, ...]) -> InvoiceRow:
    """The frozen row of an invoice with the instalments given."""
    return InvoiceRow(
        row.pk,
        row.kind,
        row.number,
        row.company_id,
        row.customer_id,
        row.currency,
        row.issue_date,
        row.amount_minor,
        row.face_minor,
        row.credits_id,
        row.source_ref,
        row.contract,
        row.note,
        receivables,
    )
