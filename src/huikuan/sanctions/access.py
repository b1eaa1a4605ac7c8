"""The only door to sanctions for the upper floors: the customer's visibility decides."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, of_visible, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.sanctions.models import CourtEntry, Sanction, SanctionTask


def sanctions_for(*, actor: Actor) -> QuerySet[Sanction]:
    """The sanctions of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Sanction.objects.all())


def sanction_for(*, actor: Actor, sanction_id: int, need: Verb = Verb.VIEW) -> Sanction:
    """One sanction, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = sanctions_for(actor=actor).filter(pk=sanction_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("SANCTION_NOT_VISIBLE", sanction=sanction_id)
    return row


def open_tasks_for(*, actor: Actor) -> QuerySet[SanctionTask]:
    """Tasks that wait for `actor`: his own, and where he sanctions those of every customer he sees."""
    rows = SanctionTask.objects.filter(ended="", sanction__in=sanctions_for(actor=actor))
    return rows if actor.may(Verb.SANCTION) else rows.filter(responsible__isnull=False, responsible=actor.user_id)


def task_for(*, actor: Actor, task_id: int) -> SanctionTask:
    """One task that `actor` may report on, ended or not. Raises NotPermitted (also for an unknown id)."""
    rows = SanctionTask.objects.filter(pk=task_id, sanction__in=sanctions_for(actor=actor))
    row = rows.select_related("sanction").first()
    is_his = row is not None and row.responsible_id is not None and row.responsible_id == actor.user_id
    if row is None or not (actor.may(Verb.SANCTION) or (is_his and actor.may(Verb.RECORD_ACTIVITY))):
        raise NotPermitted("SANCTION_NOT_VISIBLE", sanction=task_id)
    return row


def court_entries_for(*, actor: Actor) -> QuerySet[CourtEntry]:
    """What was recorded of the courts' list about customers that `actor` may see."""
    rows = CourtEntry.objects.all()
    return rows if sees_everything(actor=actor) else rows.filter(customer__in=customers_for(actor=actor))
