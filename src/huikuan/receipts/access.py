"""The only door to money received: identified money follows its customer, unidentified money is finance's."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.models import Receipt


def receipts_for(*, actor: Actor) -> QuerySet[Receipt]:
    """The receipts of the customers and own companies that `actor` may see; unidentified ones only to who sees all."""
    rows = Receipt.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer__in=customers_for(actor=actor))
    return rows


def receipt_for(*, actor: Actor, receipt_id: int, need: Verb = Verb.VIEW) -> Receipt:
    """One receipt, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    if not actor.may(need):
        raise NotPermitted("VERB_MISSING", verb=need.value)
    row = receipts_for(actor=actor).filter(pk=receipt_id).select_related("customer", "bank_account").first()
    if row is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    return row
