"""The only door to flags: who may watch, for which own companies. Who is named in a flag never sees it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.oversight.models import Flag, FlagPerson


def flags_for(*, actor: Actor) -> QuerySet[Flag]:
    """The flags `actor` may see: none without the verb, none about himself, only of his own companies."""
    if not actor.may(Verb.VIEW_OVERSIGHT):
        return Flag.objects.none()
    rows = Flag.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(Q(company_id=None) | Q(company_id__in=actor.company_ids))
    if actor.user_id is not None:
        further = FlagPerson.objects.filter(flag=OuterRef("pk"), person_id=actor.user_id)
        rows = rows.exclude(person_id=actor.user_id).exclude(other_person_id=actor.user_id).filter(~Exists(further))
    return rows


def flag_for(*, actor: Actor, flag_id: int) -> Flag:
    """One flag. Raises NotPermitted (also for an unknown id, and for one about the actor himself)."""
    refuse_without_verb(actor=actor, verb=Verb.VIEW_OVERSIGHT)
    row = flags_for(actor=actor).filter(pk=flag_id).first()
    if row is None:
        raise NotPermitted("FLAG_NOT_VISIBLE", flag=flag_id)
    return row
