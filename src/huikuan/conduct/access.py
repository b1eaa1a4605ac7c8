"""The only door to signs and judgements: the customer's visibility decides."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from huikuan.conduct.models import Appeal, Judgement, Sign
from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted

Row = TypeVar("Row", bound=Model)


def signs_for(*, actor: Actor) -> QuerySet[Sign]:
    """The recorded signs of the customers `actor` may see, without those taken back."""
    return _visible(actor, Sign.objects.filter(taken_back=None))


def sign_for(*, actor: Actor, sign_id: int, need: Verb = Verb.VIEW) -> Sign:
    """One sign, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = signs_for(actor=actor).filter(pk=sign_id).first()
    if row is None:
        raise NotPermitted("SIGN_NOT_VISIBLE", sign=sign_id)
    return row


def judgements_for(*, actor: Actor) -> QuerySet[Judgement]:
    """The judgements of the customers `actor` may see: they hold for all own companies."""
    return _visible(actor, Judgement.objects.all())


def judgement_for(*, actor: Actor, judgement_id: int, need: Verb = Verb.VIEW) -> Judgement:
    """One judgement, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = judgements_for(actor=actor).filter(pk=judgement_id).first()
    if row is None:
        raise NotPermitted("JUDGEMENT_NOT_VISIBLE", judgement=judgement_id)
    return row


def appeal_for(*, actor: Actor, appeal_id: int, need: Verb = Verb.VIEW) -> Appeal:
    """One appeal, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    rows = Appeal.objects.filter(judgement__in=judgements_for(actor=actor).values("pk"))
    row = rows.filter(pk=appeal_id).select_related("judgement").first()
    if row is None:
        raise NotPermitted("APPEAL_NOT_VISIBLE", appeal=appeal_id)
    return row


def _visible(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    if sees_everything(actor=actor):
        return rows
    return rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
