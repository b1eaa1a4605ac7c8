"""The only door to contracts for the upper floors: who sees the customer in that own company sees its contracts."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.contracts.models import Contract
from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def contracts_for(*, actor: Actor) -> QuerySet[Contract]:
    """The contracts of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Contract.objects.all())


def contract_for(*, actor: Actor, contract_id: int, need: Verb = Verb.VIEW) -> Contract:
    """One contract, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = contracts_for(actor=actor).filter(pk=contract_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("CONTRACT_NOT_VISIBLE", contract=contract_id)
    return row
