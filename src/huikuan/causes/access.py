"""The only door to recorded causes: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.causes.models import Cause
from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def causes_for(*, actor: Actor) -> QuerySet[Cause]:
    """The causes recorded for the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Cause.objects.all())


def cause_for(*, actor: Actor, cause_id: int, need: Verb = Verb.VIEW) -> Cause:
    """One recorded cause, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = causes_for(actor=actor).filter(pk=cause_id).first()
    if row is None:
        raise NotPermitted("CAUSE_NOT_VISIBLE", cause=cause_id)
    return row
