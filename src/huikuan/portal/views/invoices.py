"""The invoices issued to the guest's company, to download."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.invoicing.queries import for_guest
from huikuan.kernel.money import Money
from huikuan.portal.door import GuestRequest, guest_page, handed_out
from huikuan.portal.telling import with_form


@guest_page()
def invoices(request: GuestRequest) -> HttpResponse:
    """The invoices that were issued, newest first, each with its files."""
    rows = for_guest.invoices_for_guest(guest=request.guest)
    shown = {"invoices": [(row, Money(row.gross_minor, row.currency)) for row in rows], "here": "invoices"}
    return with_form(answer=render(request, "portal/invoices.html", shown))


@guest_page()
def invoice_file(request: GuestRequest, tax_invoice_id: int, document_id: int) -> HttpResponse:
    """A file of one of the guest's own invoices: XML, OFD or PDF, as it was issued."""
    file = for_guest.invoice_file(guest=request.guest, tax_invoice_id=tax_invoice_id, document_id=document_id)
    return handed_out(file=file)
