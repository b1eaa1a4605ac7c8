"""The only door to clocks, recorded events and legal deadlines: the customer's visibility and the own company."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.clocks.models import Deadline, DebtClock, RecordedEvent
from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted


def clocks_for(*, actor: Actor) -> QuerySet[DebtClock]:
    """The clocks of debts of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=DebtClock.objects.all())


def event_for(*, actor: Actor, event_id: int, need: Verb = Verb.VIEW) -> RecordedEvent:
    """One recorded event, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = of_visible(actor=actor, rows=RecordedEvent.objects.all()).filter(pk=event_id).first()
    if row is None:
        raise NotPermitted("CLOCK_EVENT_NOT_VISIBLE", event=event_id)
    return row


def deadlines_for(*, actor: Actor) -> QuerySet[Deadline]:
    """The legal deadlines of the customers and own companies that `actor` may see."""
    return of_visible(actor=actor, rows=Deadline.objects.all())


def deadline_for(*, actor: Actor, deadline_id: int, need: Verb = Verb.VIEW) -> Deadline:
    """One deadline, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = deadlines_for(actor=actor).filter(pk=deadline_id).first()
    if row is None:
        raise NotPermitted("DEADLINE_NOT_VISIBLE", deadline=deadline_id)
    return row
