"""The only door to security for the upper floors: own companies and the customer's visibility decide."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.securities.models import Security


def securities_for(*, actor: Actor) -> QuerySet[Security]:
    """The security given by customers `actor` may see, to own companies he may see or to none in particular."""
    rows = Security.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(Q(company_id=None) | Q(company_id__in=actor.company_ids))
    if sees_everything(actor=actor):
        return rows
    return rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))


def security_for(*, actor: Actor, security_id: int, need: Verb = Verb.VIEW) -> Security:
    """One security, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = securities_for(actor=actor).filter(pk=security_id).select_related("customer").first()
    if row is None:
        raise NotPermitted("SECURITY_NOT_VISIBLE", security=security_id)
    return row
