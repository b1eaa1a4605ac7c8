"""The only door to provisions and write-offs: provisions are about all customers, write-offs go by the customer's visibility."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.provisions.models import Assessment, ProvisionRun, Recovery, WriteOff


def refuse_part_view(*, actor: Actor, need: Verb = Verb.VIEW) -> None:
    """Raise NotPermitted PROVISION_NOT_VISIBLE unless `actor` sees all customers, VERB_MISSING without the verb."""
    refuse_without_verb(actor=actor, verb=need)
    if not sees_everything(actor=actor):
        raise NotPermitted("PROVISION_NOT_VISIBLE")


def runs_for(*, actor: Actor) -> QuerySet[ProvisionRun]:
    """The provisions of the own companies that `actor` may see. Raises NotPermitted PROVISION_NOT_VISIBLE."""
    refuse_part_view(actor=actor)
    rows = ProvisionRun.objects.all()
    return rows if actor.company_ids is None else rows.filter(company_id__in=actor.company_ids)


def run_for(*, actor: Actor, run_id: int, need: Verb = Verb.VIEW) -> ProvisionRun:
    """One provision, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_part_view(actor=actor, need=need)
    row = runs_for(actor=actor).select_related("company", "matrix").filter(pk=run_id).first()
    if row is None:
        raise NotPermitted("PROVISION_NOT_VISIBLE", run=run_id)
    return row


def assessments_for(*, actor: Actor) -> QuerySet[Assessment]:
    """The assessments of customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Assessment.objects.all())


def write_offs_for(*, actor: Actor) -> QuerySet[WriteOff]:
    """The write-off requests about customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=WriteOff.objects.all())


def write_off_for(*, actor: Actor, write_off_id: int, need: Verb = Verb.VIEW) -> WriteOff:
    """One write-off request, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = write_offs_for(actor=actor).select_related("company", "customer").filter(pk=write_off_id).first()
    if row is None:
        raise NotPermitted("WRITE_OFF_NOT_VISIBLE", write_off=write_off_id)
    return row


def recoveries_for(*, actor: Actor) -> QuerySet[Recovery]:
    """Money that came for written-off items of customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Recovery.objects.all())


def refuse_company(*, actor: Actor, company_id: int, need: Verb) -> None:
    """Raise NotPermitted unless `actor` may do `need` about all customers of this own company."""
    refuse_part_view(actor=actor, need=need)
    refuse_other_company(actor=actor, company_id=company_id)
