"""The only door to orders, decisions, holds and waivers for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.credit.models import Commitment, CreditStop, Decision, Exclusion, Hold, Waiver
from huikuan.customers.access import customers_for, of_visible, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def orders_for(*, actor: Actor) -> QuerySet[Commitment]:
    """The orders of customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Commitment.objects.all())


def decisions_for(*, actor: Actor) -> QuerySet[Decision]:
    """The kept decisions that `actor` may see."""
    return of_visible(actor=actor, rows=Decision.objects.all())


def holds_for(*, actor: Actor) -> QuerySet[Hold]:
    """The holds that `actor` may see."""
    return of_visible(actor=actor, rows=Hold.objects.all())


def waivers_for(*, actor: Actor) -> QuerySet[Waiver]:
    """The waivers that `actor` may see."""
    return of_visible(actor=actor, rows=Waiver.objects.all())


def exclusions_for(*, actor: Actor) -> QuerySet[Exclusion]:
    """The exclusions of customers that `actor` may see."""
    rows = Exclusion.objects.all()
    return rows if sees_everything(actor=actor) else rows.filter(customer__in=customers_for(actor=actor))


def stops_for(*, actor: Actor) -> QuerySet[CreditStop]:
    """The stops of customers that `actor` may see."""
    rows = CreditStop.objects.all()
    return rows if sees_everything(actor=actor) else rows.filter(customer__in=customers_for(actor=actor))


def hold_for(*, actor: Actor, hold_id: int, need: Verb = Verb.VIEW) -> Hold:
    """One hold, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = holds_for(actor=actor).filter(pk=hold_id).select_related("decision").first()
    if row is None:
        raise NotPermitted("HOLD_NOT_VISIBLE", hold=hold_id)
    return row


def order_for(*, actor: Actor, company_id: int, number: str, need: Verb = Verb.VIEW) -> Commitment:
    """One order by its number, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown one)."""
    refuse_without_verb(actor=actor, verb=need)
    row = orders_for(actor=actor).filter(company_id=company_id, number=number).first()
    if row is None:
        raise NotPermitted("ORDER_NOT_VISIBLE", order=number[:60])
    return row
