"""Reads: the VAT paid ahead on invoices that customers have not paid, by customer, as of a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from huikuan.invoicing.access import tax_invoices_for
from huikuan.invoicing.rules.advanced import Advanced, Issued, advanced, documents_of
from huikuan.invoicing.rules.states import State
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.documents import open_of_documents


def tax_advanced(
    *, actor: Actor, as_of: date, today: date, company_id: int | None = None, customer_id: int | None = None
) -> tuple[Advanced, ...]:
    """The VAT in what is open of visible booked invoices on a day, the most first; two queries for today, at most four else.

    Today only what is open is read, however many invoices were paid. Of a document that several invoices make up the tax
    of all counts; red ones issued by then lower it.
    """
    rows = tax_invoices_for(actor=actor).filter(state=State.BOOKED.value, issue_date__lte=as_of)
    for name, value in (("company_id", company_id), ("customer_id", customer_id)):
        rows = rows.filter(**{name: value}) if value is not None else rows
    if as_of >= today:
        owed = receivables_for(actor=SYSTEM).filter(outstanding_minor__gt=0).values("invoice_id")
        rows = rows.filter(Q(is_red=False, invoice__in=owed) | Q(is_red=True, blue__invoice__in=owed))
    columns = ("invoice_id", "customer_id", "customer__name", "currency", "tax_minor", "gross_minor", "is_red")
    issued = [Issued(*values) for values in rows.order_by("pk").values_list("pk", "blue_id", *columns)]
    documents = documents_of(issued=issued)
    open_minor = open_of_documents(ids=documents, as_of=as_of if as_of < today else None)
    return advanced(documents=documents, open_minor=open_minor)
