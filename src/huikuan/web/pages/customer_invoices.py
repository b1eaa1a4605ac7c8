"""What the page of a customer shows of his tax invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.invoicing.queries.lists import TaxInvoiceFilter, TaxInvoiceRow, tax_invoice_page
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Chip
from huikuan.wording import invoicing as words

MOST_INVOICES = 4


@dataclass(frozen=True, slots=True)
class CustomerInvoices:
    """The part on a customer's page: the last invoices with how far each is, and the VAT paid ahead for him."""

    customer_id: int
    invoices: tuple[tuple[TaxInvoiceRow, Chip, Money], ...]
    advanced: tuple[Money, ...]


def tax_invoices_part(*, actor: Actor, customer_id: int, today: date) -> CustomerInvoices:
    """What the page of a customer shows of his tax invoices; a constant number of queries."""
    newest = tax_invoice_page(actor=actor, narrowed=TaxInvoiceFilter(customer_id=customer_id), size=MOST_INVOICES)
    ahead = tax_advanced(actor=actor, as_of=today, today=today, customer_id=customer_id) if newest.count else ()
    return CustomerInvoices(
        customer_id,
        tuple((row, standing_of(row=row), Money(row.gross_minor, row.currency)) for row in newest.rows),
        tuple(Money(row.tax_minor, row.currency) for row in ahead),
    )


def standing_of(*, row: TaxInvoiceRow) -> Chip:
    """How far an invoice is: in the books, its way to the customer; else that it waits or was put aside."""
    if row.state == "BOOKED" and not row.is_red:
        return Chip(words.WAYS[row.way], words.WAY_TONES.get(row.way, "plain"))
    return Chip(words.STATES[row.state], words.STATE_TONES.get(row.state, "plain"))
