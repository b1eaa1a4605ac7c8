"""The only door to plans: the customer's visibility, and the own company."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.models import Plan


def plans_for(*, actor: Actor) -> QuerySet[Plan]:
    """The plans of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Plan.objects.all())


def plan_for(*, actor: Actor, plan_id: int, need: Verb = Verb.VIEW) -> Plan:
    """One plan, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = plans_for(actor=actor).filter(pk=plan_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("SETTLEMENT_NOT_VISIBLE", plan=plan_id)
    return row
