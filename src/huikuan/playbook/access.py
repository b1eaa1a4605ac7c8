"""The only door to what is known about single customers: contacts made with a strategy, and plans for negotiations.

The library itself holds no customer's facts: whoever may look at anything may read it.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customer_for, of_visible
from huikuan.kernel.actor import Actor, Verb
from huikuan.playbook.models import NegotiationPlan, StrategyUse


def uses_for(*, actor: Actor) -> QuerySet[StrategyUse]:
    """The contacts made with a strategy with customers, and for own companies, that `actor` may see."""
    return of_visible(actor=actor, rows=StrategyUse.objects.all())


def plans_for(*, actor: Actor, customer_id: int, need: Verb = Verb.VIEW) -> QuerySet[NegotiationPlan]:
    """The versions of our plan for one customer, if `actor` may see him. Raises NotPermitted (also for an unknown id)."""
    customer = customer_for(actor=actor, customer_id=customer_id, need=need)
    return NegotiationPlan.objects.filter(customer_id=customer.pk)
