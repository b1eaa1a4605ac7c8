"""The only door to price confirmations: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.prices.models import Confirmation


def confirmations_for(*, actor: Actor) -> QuerySet[Confirmation]:
    """The confirmations of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Confirmation.objects.all())


def confirmation_for(*, actor: Actor, confirmation_id: int, need: Verb = Verb.VIEW) -> Confirmation:
    """One confirmation, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = confirmations_for(actor=actor).filter(pk=confirmation_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("PRICES_NOT_VISIBLE", confirmation=confirmation_id)
    return row
