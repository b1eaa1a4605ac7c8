"""The only door to runs and their rows for the upper floors: the verb to remind, the customer's visibility."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customer_for, customers_for, sees_everything
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import message_row
from huikuan.reminders.models import RunRow


def refuse_without_verb(*, actor: Actor, verb: Verb) -> None:
    """Raise NotPermitted VERB_MISSING unless the actor holds the verb."""
    if not actor.may(verb):
        raise NotPermitted("VERB_MISSING", verb=verb.value)


def run_rows_for(*, actor: Actor) -> QuerySet[RunRow]:
    """The rows about customers and own companies that `actor` may see (TRUST Z1)."""
    rows = RunRow.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer__in=customers_for(actor=actor))
    return rows


def message_for(*, actor: Actor, message_id: int, need: Verb = Verb.VIEW) -> MessageRow:
    """One message, if the actor may see its customer and holds the verb. Raises NotPermitted, Refused MESSAGE_UNKNOWN."""
    refuse_without_verb(actor=actor, verb=need)
    row = message_row(message_id=message_id)
    hidden = row is not None and actor.company_ids is not None and row.company_id not in (None, *actor.company_ids)
    if row is None or hidden:
        raise Refused("MESSAGE_UNKNOWN", message=message_id)
    if row.customer_id is not None:
        customer_for(actor=actor, customer_id=row.customer_id)
    elif not sees_everything(actor=actor):
        raise Refused("MESSAGE_UNKNOWN", message=message_id)
    return row
