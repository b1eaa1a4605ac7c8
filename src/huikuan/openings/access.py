"""The only door to applications for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.openings.models import Opening


def openings_for(*, actor: Actor) -> QuerySet[Opening]:
    """The applications for customers `actor` may see."""
    rows = Opening.objects.all()
    if sees_everything(actor=actor):
        return rows
    return rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))


def opening_for(*, actor: Actor, opening_id: int, need: Verb = Verb.VIEW) -> Opening:
    """One application, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = openings_for(actor=actor).filter(pk=opening_id).select_related("customer").first()
    if row is None:
        raise NotPermitted("OPENING_NOT_VISIBLE", opening=opening_id)
    return row
