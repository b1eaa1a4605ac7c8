"""The only door to announced money and claims: who decides sees all of his own companies, others what concerns them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huikuan.claims.models import Announcement, Claim, Concerned
from huikuan.kernel.actor import Actor, RowScope, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def announcements_for(*, actor: Actor) -> QuerySet[Announcement]:
    """Money announced to `actor` or his departments; every announcement of his own companies to whoever sees all customers."""
    rows = Announcement.objects.all()
    if not actor.may(Verb.VIEW):
        return rows.none()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if actor.scope is RowScope.ALL:
        return rows
    if actor.user_id is None:
        return rows.none()
    told = Q(person_id=actor.user_id)
    if actor.scope is RowScope.DEPARTMENTS:
        told |= Q(person__department_id__in=actor.department_ids)
    return rows.filter(pk__in=Concerned.objects.filter(told).values("announcement"))


def announcement_for(*, actor: Actor, announcement_id: int, need: Verb = Verb.VIEW) -> Announcement:
    """One announcement, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = announcements_for(actor=actor).filter(pk=announcement_id).select_related("receipt").first()
    if row is None:
        raise NotPermitted("ANNOUNCEMENT_NOT_VISIBLE", announcement=announcement_id)
    return row


def claims_for(*, actor: Actor) -> QuerySet[Claim]:
    """The actor's own claims; all of his own companies to whoever sees all customers. Whose customer another named stays his."""
    rows = Claim.objects.all()
    if not actor.may(Verb.VIEW):
        return rows.none()
    if actor.company_ids is not None:
        rows = rows.filter(announcement__company_id__in=actor.company_ids)
    if actor.scope is RowScope.ALL:
        return rows
    return rows.none() if actor.user_id is None else rows.filter(claimant_id=actor.user_id)


def claim_for(*, actor: Actor, claim_id: int, need: Verb = Verb.VIEW) -> Claim:
    """One claim, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = claims_for(actor=actor).filter(pk=claim_id).select_related("announcement", "customer").first()
    if row is None:
        raise NotPermitted("CLAIM_NOT_VISIBLE", claim=claim_id)
    return row
