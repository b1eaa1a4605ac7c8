"""The only door to orders, decisions, holds and waivers for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from huikuan.accounts.rules import VERBS_OF_ROLE
from huikuan.approvals.access import tiers_on
from huikuan.approvals.rules import Fault, RequestKind, decision_fault, held_roles, roles_that_decide
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


def release_fault(*, actor: Actor, hold: Hold, today: date) -> Fault | None:
    """Why an actor may not release a hold that he sees: RELEASER_NOT_A_PERSON, RELEASER_IS_PLACER (of the hold, or of the
    order it is about), APPROVER_ROLE; None where he may. An amount asks for the same people as a waiver of it (HANDBOOK D7).
    """
    if actor.user_id is None:
        return Fault("RELEASER_NOT_A_PERSON")
    orders = Commitment.objects.filter(company_id=hold.company_id, number=hold.order_number)
    if actor.user_id in {hold.placed_by_id, *orders.values_list("placed_by_id", flat=True)}:
        return Fault("RELEASER_IS_PLACER")
    tiers = tiers_on(on=today).get(RequestKind.WAIVER)
    allowed = roles_that_decide(tiers=tiers, amount_minor=hold.amount_minor, currency=hold.currency, named=None)
    held = held_roles(actor=actor, verbs_of=VERBS_OF_ROLE)
    return decision_fault(actor=actor, held=held, allowed=allowed, requested_by_id=None)


def order_for(*, actor: Actor, company_id: int, number: str, need: Verb = Verb.VIEW) -> Commitment:
    """One order by its number, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown one)."""
    refuse_without_verb(actor=actor, verb=need)
    row = orders_for(actor=actor).filter(company_id=company_id, number=number).first()
    if row is None:
        raise NotPermitted("ORDER_NOT_VISIBLE", order=number[:60])
    return row
