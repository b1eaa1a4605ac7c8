"""The doors to statements: our people by the customer's visibility, a guest by his link, and who may approve a text."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import of_visible, sees_everything
from huikuan.guests.access import Guest, of_guest
from huikuan.guests.rules.links import LinkPurpose
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.statements.models import Statement, StatementRun
from huikuan.statements.rules.states import GONE, State

_NOT_SHOWN = [State.DRAFT.value, *(state.value for state in GONE)]


def statements_for(*, actor: Actor) -> QuerySet[Statement]:
    """The statements of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Statement.objects.all())


def statement_for(*, actor: Actor, statement_id: int, need: Verb = Verb.VIEW) -> Statement:
    """One statement, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = statements_for(actor=actor).filter(pk=statement_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("STATEMENT_NOT_VISIBLE", statement=statement_id)
    return row


def statements_of_guest(*, guest: Guest) -> QuerySet[Statement]:
    """What a guest may see: the statements sent to his customer, or the one his link is about, which the link hands over."""
    rows = of_guest(guest=guest, rows=Statement.objects.exclude(state__in=_NOT_SHOWN))
    if guest.purpose is LinkPurpose.STATEMENT:
        return rows.filter(pk=guest.object_id or 0)
    return rows.exclude(state=State.ISSUED.value)


def statement_of_guest(*, guest: Guest, statement_id: int) -> Statement:
    """One statement of a guest's customer. Raises NotPermitted (also for an unknown id)."""
    row = statements_of_guest(guest=guest).filter(pk=statement_id).select_related("customer", "company").first()
    if row is None:
        raise NotPermitted("STATEMENT_NOT_VISIBLE", statement=statement_id)
    return row


def runs_for(*, actor: Actor) -> QuerySet[StatementRun]:
    """Runs of the own companies `actor` may see; a run is about every customer, so only for who sees them all."""
    rows = StatementRun.objects.all() if sees_everything(actor=actor) else StatementRun.objects.none()
    return rows if actor.company_ids is None else rows.filter(company_id__in=actor.company_ids)


def run_for(*, actor: Actor, run_id: int, need: Verb = Verb.VIEW) -> StatementRun:
    """One run, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = runs_for(actor=actor).filter(pk=run_id).select_related("company").first()
    if row is None:
        raise NotPermitted("STATEMENT_RUN_NOT_VISIBLE", run=run_id)
    return row
