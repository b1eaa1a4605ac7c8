"""The only door to claims of interest and pauses for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.interest.models import Charge, Pause
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def charges_for(*, actor: Actor) -> QuerySet[Charge]:
    """The claims on customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Charge.objects.all())


def charge_for(*, actor: Actor, charge_id: int, need: Verb = Verb.VIEW) -> Charge:
    """One claim, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = charges_for(actor=actor).filter(pk=charge_id).first()
    if row is None:
        raise NotPermitted("INTEREST_NOT_VISIBLE", charge=charge_id)
    return row


def pauses_for(*, actor: Actor) -> QuerySet[Pause]:
    """The pauses of customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Pause.objects.all())
