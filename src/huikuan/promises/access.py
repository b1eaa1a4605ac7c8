"""The only door to promises and requests for a later day: the customer's visibility for our people, the link for a guest."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.guests.access import Guest, of_guest
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.promises.models import Extension, Promise


def promises_for(*, actor: Actor) -> QuerySet[Promise]:
    """The promises of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Promise.objects.all())


def promise_for(*, actor: Actor, promise_id: int, need: Verb = Verb.VIEW) -> Promise:
    """One promise, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = promises_for(actor=actor).filter(pk=promise_id).first()
    if row is None:
        raise NotPermitted("PROMISE_NOT_VISIBLE", promise=promise_id)
    return row


def extensions_for(*, actor: Actor) -> QuerySet[Extension]:
    """The requests for a later day of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Extension.objects.all())


def extension_for(*, actor: Actor, extension_id: int, need: Verb = Verb.VIEW) -> Extension:
    """One request, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = extensions_for(actor=actor).filter(pk=extension_id).first()
    if row is None:
        raise NotPermitted("EXTENSION_NOT_VISIBLE", extension=extension_id)
    return row


def promises_for_guest(*, guest: Guest) -> QuerySet[Promise]:
    """The promises of the customer and own company of the guest's link."""
    return of_guest(guest=guest, rows=Promise.objects.all())


def extensions_for_guest(*, guest: Guest) -> QuerySet[Extension]:
    """The requests for a later day of the customer and own company of the guest's link."""
    return of_guest(guest=guest, rows=Extension.objects.all())
