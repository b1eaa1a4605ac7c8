"""The only door to other creditors: the visibility of the customer they supply."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.creditors.models import JointStep, OtherCreditor
from huikuan.customers.access import customer_for, customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def creditors_for(*, actor: Actor) -> QuerySet[OtherCreditor]:
    """The other creditors of customers that `actor` may see."""
    rows = OtherCreditor.objects.all()
    return (
        rows if sees_everything(actor=actor) else rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
    )


def creditor_for(*, actor: Actor, creditor_id: int, need: Verb = Verb.VIEW) -> OtherCreditor:
    """One other creditor, if `actor` may see his customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = creditors_for(actor=actor).select_related("customer").filter(pk=creditor_id).first()
    if row is None:
        raise NotPermitted("CREDITOR_NOT_VISIBLE", creditor=creditor_id)
    return row


def step_for(*, actor: Actor, step_id: int, need: Verb = Verb.VIEW) -> JointStep:
    """One joint step, if `actor` may see the customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = JointStep.objects.select_related("creditor").filter(pk=step_id).first()
    if row is None:
        raise NotPermitted("CREDITOR_NOT_VISIBLE", step=step_id)
    customer_for(actor=actor, customer_id=row.creditor.customer_id, need=need)
    return row
