"""Reads: the VAT paid ahead on invoices that customers have not paid, by customer, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huikuan.invoicing.access import tax_invoices_for
from huikuan.invoicing.rules.advanced import tax_in_open
from huikuan.invoicing.rules.states import State
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.documents import open_of_documents


@dataclass(frozen=True, slots=True)
class AdvancedRow:
    """Of one customer and currency, minor units: what is open on invoices that are issued, and the VAT in it."""

    customer_id: int
    customer_name: str
    currency: str
    invoices: int
    open_minor: int
    tax_minor: int


def tax_advanced(
    *, actor: Actor, as_of: date, today: date, company_id: int | None = None, customer_id: int | None = None
) -> tuple[AdvancedRow, ...]:
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
    documents: dict[int, list[int]] = {}
    of_blue: dict[int, int] = {}
    names: dict[int, tuple[int, str, str]] = {}
    values = (
        "pk",
        "is_red",
        "blue_id",
        "invoice_id",
        "customer_id",
        "customer__name",
        "currency",
        "tax_minor",
        "gross_minor",
    )
    found = list(rows.order_by("is_red", "pk").values_list(*values))
    for pk, is_red, blue_id, invoice_id, customer, name, currency, tax, gross in found:
        document = of_blue.get(blue_id) if is_red else invoice_id
        if document is None:
            continue
        if not is_red:
            of_blue[pk] = invoice_id
            names[invoice_id] = (customer, name, currency)
        sums = documents.setdefault(document, [0, 0])
        sums[0] += tax
        sums[1] += gross
    open_minor = open_of_documents(ids=documents, as_of=as_of if as_of < today else None)
    return _summed(documents, names, open_minor)


def _summed(
    documents: dict[int, list[int]], names: dict[int, tuple[int, str, str]], open_minor: dict[int, int]
) -> tuple[AdvancedRow, ...]:
    sums: dict[tuple[int, str, str], list[int]] = {}
    for document, (tax, gross) in documents.items():
        left = open_minor.get(document, 0)
        if left > 0:
            counted = sums.setdefault(names[document], [0, 0, 0])
            counted[0] += 1
            counted[1] += left
            counted[2] += tax_in_open(tax_minor=tax, gross_minor=gross, open_minor=left)
    made = [AdvancedRow(pk, name, currency, *counted) for (pk, name, currency), counted in sums.items()]
    return tuple(sorted(made, key=lambda row: (-row.tax_minor, row.customer_id)))
