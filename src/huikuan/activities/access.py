"""The only door to contact records for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huikuan.activities.models import Activity, PlannedVisit
from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor


def activities_for(*, actor: Actor) -> QuerySet[Activity]:
    """The contacts with the customers and for the own companies that `actor` may see."""
    rows = Activity.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(Q(company_id=None) | Q(company_id__in=actor.company_ids))
    if not sees_everything(actor=actor):
        rows = rows.filter(customer__in=customers_for(actor=actor))
    return rows


def visits_for(*, actor: Actor) -> QuerySet[PlannedVisit]:
    """The planned visits to customers that `actor` may see; a salesperson's own customers, a manager's people's."""
    rows = PlannedVisit.objects.all()
    if not sees_everything(actor=actor):
        rows = rows.filter(customer__in=customers_for(actor=actor))
    return rows
