"""The only door to tax invoices: the customer's visibility decides; one without a customer belongs to whoever posts invoices."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huikuan.customers.access import customers_for
from huikuan.guests.access import Guest, of_guest
from huikuan.invoicing.models import RedApplication, TaxInvoice
from huikuan.invoicing.rules.states import State
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def tax_invoices_for(*, actor: Actor) -> QuerySet[TaxInvoice]:
    """The tax invoices of the customers and own companies that `actor` may see, and those nobody is known for yet."""
    rows = TaxInvoice.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    visible = Q(customer__in=customers_for(actor=actor).values("pk"))
    if actor.may(Verb.POST_INVOICE):
        visible |= Q(customer=None)
    return rows.filter(visible)


def tax_invoice_for(*, actor: Actor, tax_invoice_id: int, need: Verb = Verb.VIEW) -> TaxInvoice:
    """One tax invoice, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = tax_invoices_for(actor=actor).filter(pk=tax_invoice_id).select_related("customer", "company", "blue").first()
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    return row


def tax_invoices_of_guest(*, guest: Guest) -> QuerySet[TaxInvoice]:
    """What a guest may see: the invoices in the books of his customer and own company; none that waits or was put aside."""
    return of_guest(guest=guest, rows=TaxInvoice.objects.filter(state=State.BOOKED.value))


def application_for(*, actor: Actor, application_id: int, need: Verb = Verb.VIEW) -> RedApplication:
    """One red-letter application, if its blue invoice may be seen. Raises NotPermitted (also for an unknown id)."""
    row = RedApplication.objects.filter(pk=application_id).first()
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=application_id)
    tax_invoice_for(actor=actor, tax_invoice_id=row.blue_id, need=need)
    return row
