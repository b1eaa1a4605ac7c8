"""The only door to case files: who sees the customer reads them, who handles cases writes them."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.cases.models import Case
from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def cases_for(*, actor: Actor) -> QuerySet[Case]:
    """The cases of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Case.objects.all())


def case_for(*, actor: Actor, case_id: int, need: Verb = Verb.VIEW) -> Case:
    """One case, if `actor` may see its customer and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = cases_for(actor=actor).filter(pk=case_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("CASE_NOT_VISIBLE", case=case_id)
    return row
