"""The only door to own companies for acts of the upper floors: which of them an actor may act for."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.accounts.models import Company
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def every_company() -> QuerySet[Company]:
    """Every own company, closed ones too: for reads of all of them over an index that begins with the company."""
    return Company.objects.all()


def company_for(*, actor: Actor, company_id: int, need: Verb = Verb.VIEW) -> Company:
    """One active own company, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    rows = Company.objects.filter(pk=company_id, is_active=True)
    if actor.company_ids is not None:
        rows = rows.filter(pk__in=actor.company_ids)
    row = rows.first()
    if row is None:
        raise NotPermitted("COMPANY_NOT_VISIBLE", company=company_id)
    return row
