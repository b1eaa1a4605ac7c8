"""Reads for whoever came by a portal link: the issued invoices of his company with their files, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.documents.queries import DocumentRow, documents_of, open_document
from huikuan.documents.rules import Purpose
from huikuan.guests.access import Guest
from huikuan.invoicing.access import tax_invoices_of_guest
from huikuan.kernel.refusal import NotPermitted

MOST = 200


@dataclass(frozen=True, slots=True)
class GuestFile:
    """A file of an invoice: its document and what kind it is, XML, OFD or PDF."""

    document_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class GuestInvoice:
    """An issued invoice as its buyer sees it, gross minor units, of a red one negative; `document_number` is ours."""

    id: int
    number: str
    is_red: bool
    issue_date: date
    company_id: int
    company_name: str
    currency: str
    gross_minor: int
    invoice_id: int
    document_number: str
    files: tuple[GuestFile, ...]


def invoices_for_guest(*, guest: Guest) -> tuple[GuestInvoice, ...]:
    """The invoices issued to the guest's customer, newest first, at most 200; two queries."""
    rows = tax_invoices_of_guest(guest=guest).select_related("company", "invoice").order_by("-issue_date", "-pk")
    found = list(rows[:MOST])
    files: dict[int, list[GuestFile]] = {}
    for kept in documents_of(purpose=Purpose.INVOICE, owner_ids=[row.pk for row in found]):
        files.setdefault(kept.owner_id, []).append(GuestFile(kept.id, _kind(kept)))
    return tuple(
        GuestInvoice(
            id=row.pk,
            number=f"{row.code} {row.number}".strip(),
            is_red=row.is_red,
            issue_date=row.issue_date,
            company_id=row.company_id,
            company_name=row.company.name,
            currency=row.currency,
            gross_minor=row.gross_minor,
            invoice_id=row.invoice_id,
            document_number=row.invoice.number,
            files=tuple(files.get(row.pk, ())),
        )
        for row in found
        if row.issue_date is not None and row.invoice is not None and row.invoice_id is not None
    )


def invoice_file(*, guest: Guest, tax_invoice_id: int, document_id: int) -> tuple[str, str, bytes]:
    """Name, type and bytes of a file of one of the guest's invoices.

    Raises NotPermitted TAX_INVOICE_NOT_VISIBLE, DOCUMENT_NOT_VISIBLE (both also for an unknown id), FileDamaged.
    """
    if not tax_invoices_of_guest(guest=guest).filter(pk=tax_invoice_id).exists():
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.INVOICE, owner_id=tax_invoice_id)
    return kept.name, kept.content_type, content


def _kind(kept: DocumentRow) -> str:
    """What a file is called beside its link: its suffix, at most four letters."""
    return kept.name.rsplit(".", 1)[-1].upper()[:4] if "." in kept.name else "PDF"
