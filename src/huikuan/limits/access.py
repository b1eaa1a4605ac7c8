"""The only door to limits for the upper floors: the journal of customers that an actor may see."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor
from huikuan.limits.models import LimitEntry, LimitLine


def lines_for(*, actor: Actor) -> QuerySet[LimitLine]:
    """The lines of customers the actor may see."""
    rows = LimitLine.objects.all()
    if sees_everything(actor=actor):
        return rows
    return rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))


def entries_for(*, actor: Actor) -> QuerySet[LimitEntry]:
    """The entries about customers the actor may see."""
    rows = LimitEntry.objects.all()
    if sees_everything(actor=actor):
        return rows
    return rows.filter(line__customer_id__in=customers_for(actor=actor).values("pk"))
