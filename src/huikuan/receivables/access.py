"""The only door to invoices and receivables for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import NotPermitted
from huikuan.receivables.models import Invoice, Receivable


def receivables_for(*, actor: Actor) -> QuerySet[Receivable]:
    """The receivables of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Receivable.objects.all())


def invoices_for(*, actor: Actor) -> QuerySet[Invoice]:
    """The invoices and credit notes of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Invoice.objects.all())


def invoice_for(*, actor: Actor, invoice_id: int, need: Verb = Verb.VIEW) -> Invoice:
    """One invoice, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = invoices_for(actor=actor).filter(pk=invoice_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("INVOICE_NOT_VISIBLE", invoice=invoice_id)
    return row


def receivable_for(*, actor: Actor, receivable_id: int, need: Verb = Verb.VIEW) -> Receivable:
    """One receivable, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = receivables_for(actor=actor).filter(pk=receivable_id).select_related("invoice").first()
    if row is None:
        raise NotPermitted("RECEIVABLE_NOT_VISIBLE", receivable=receivable_id)
    return row


def refuse_hidden_receivables(*, actor: Actor, ids: Iterable[int]) -> None:
    """Raise NotPermitted if one of the receivables is unknown or `actor` may not see it; one query per 5,000."""
    for some in portions(values=sorted(set(ids))):
        visible = set(receivables_for(actor=actor).filter(pk__in=some).values_list("pk", flat=True))
        for hidden in (pk for pk in some if pk not in visible):
            raise NotPermitted("RECEIVABLE_NOT_VISIBLE", receivable=hidden)
