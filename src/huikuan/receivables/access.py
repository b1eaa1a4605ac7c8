"""The only door to invoices and receivables for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receivables.models import Invoice, Receivable


def receivables_for(*, actor: Actor) -> QuerySet[Receivable]:
    """The receivables of the customers and own companies that `actor` may see."""
    rows = Receivable.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
    return rows


def invoices_for(*, actor: Actor) -> QuerySet[Invoice]:
    """The invoices and credit notes of the customers and own companies that `actor` may see."""
    rows = Invoice.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer__in=customers_for(actor=actor))
    return rows


def invoice_for(*, actor: Actor, invoice_id: int, need: Verb = Verb.VIEW) -> Invoice:
    """One invoice, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    if not actor.may(need):
        raise NotPermitted("VERB_MISSING", verb=need.value)
    row = invoices_for(actor=actor).filter(pk=invoice_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("INVOICE_NOT_VISIBLE", invoice=invoice_id)
    return row


def receivable_for(*, actor: Actor, receivable_id: int, need: Verb = Verb.VIEW) -> Receivable:
    """One receivable, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    if not actor.may(need):
        raise NotPermitted("VERB_MISSING", verb=need.value)
    row = receivables_for(actor=actor).filter(pk=receivable_id).select_related("invoice").first()
    if row is None:
        raise NotPermitted("RECEIVABLE_NOT_VISIBLE", receivable=receivable_id)
    return row


def refuse_hidden_receivables(*, actor: Actor, ids: Iterable[int]) -> None:
    """Raise NotPermitted if one of the receivables is unknown or `actor` may not see it; one query per 5,000."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 5_000):
        chunk = wanted[start : start + 5_000]
        visible = set(receivables_for(actor=actor).filter(pk__in=chunk).values_list("pk", flat=True))
        for hidden in (pk for pk in chunk if pk not in visible):
            raise NotPermitted("RECEIVABLE_NOT_VISIBLE", receivable=hidden)
