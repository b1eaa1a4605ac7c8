"""The only door to disputes: the customer's visibility decides for our people, the link for a guest."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.disputes.models import Dispute
from huikuan.guests.access import Guest, of_guest
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def disputes_for(*, actor: Actor) -> QuerySet[Dispute]:
    """The disputes of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Dispute.objects.all())


def dispute_for(*, actor: Actor, dispute_id: int, need: Verb = Verb.VIEW) -> Dispute:
    """One dispute, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = disputes_for(actor=actor).filter(pk=dispute_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("DISPUTE_NOT_VISIBLE", dispute=dispute_id)
    return row


def disputes_for_guest(*, guest: Guest) -> QuerySet[Dispute]:
    """The disputes of the customer and own company of the guest's link."""
    return of_guest(guest=guest, rows=Dispute.objects.all())
