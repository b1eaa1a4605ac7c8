"""The only door to ratings and proposals for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.ratings.models import Answer, CreditTerms, CurrentRating, Proposal, Rating, RuleVersion

Row = TypeVar("Row", bound=Model)


def sees_figures(*, actor: Actor) -> bool:
    """Whether the actor may see every own company: the figures behind a rating are of all of them together (TRUST Z1)."""
    return actor.company_ids is None


def ratings_for(*, actor: Actor) -> QuerySet[Rating]:
    """The ratings of the customers `actor` may see."""
    return _of_visible(actor, Rating.objects.all())


def current_for(*, actor: Actor) -> QuerySet[CurrentRating]:
    """The last rating of each customer `actor` may see."""
    return _of_visible(actor, CurrentRating.objects.all())


def proposals_for(*, actor: Actor) -> QuerySet[Proposal]:
    """The proposals about customers `actor` may see."""
    return _of_visible(actor, Proposal.objects.all())


def answers_for(*, actor: Actor) -> QuerySet[Answer]:
    """What people said of the customers `actor` may see."""
    return _of_visible(actor, Answer.objects.all())


def terms_for(*, actor: Actor) -> QuerySet[CreditTerms]:
    """The terms put in force by ratings for customers `actor` may see."""
    return _of_visible(actor, CreditTerms.objects.all())


def version_for(*, actor: Actor, version_id: int, need: Verb = Verb.VIEW) -> RuleVersion:
    """One version, if `actor` holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = RuleVersion.objects.filter(pk=version_id).select_related("standing").first()
    if row is None:
        raise NotPermitted("VERSION_UNKNOWN", version=version_id)
    return row


def _of_visible(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    if sees_everything(actor=actor):
        return rows
    return rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
