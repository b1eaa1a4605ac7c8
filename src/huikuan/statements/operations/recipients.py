"""The act that says who at a customer gets his statements; the last word counts, and each stays on record."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for, locked_customer
from huikuan.customers.file_rules import PersonRole
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.statements.models import RecipientChoice
from huikuan.statements.queries.recipients import people_of
from huikuan.statements.rules.recipients import Choice


def choose_recipient(*, actor: Actor, now: datetime, key: str, customer_id: int, choice: Choice) -> dict[str, Json]:
    """Let a person, or whoever is first in a part, get the statements of a customer; neither: the usual rule. `{"number"}`.

    Raises NotPermitted, Refused STATEMENT_PERSON_UNKNOWN, PERSON_ROLE_UNKNOWN.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.SEND_STATEMENT)
    if choice.role and choice.role not in {role.value for role in PersonRole}:
        raise Refused("PERSON_ROLE_UNKNOWN", role=choice.role[:20])
    known = {person.contact_id for person in people_of(customer_ids=[customer_id]).get(customer_id, ())}
    if choice.contact_id is not None and (choice.contact_id not in known or choice.role):
        raise Refused("STATEMENT_PERSON_UNKNOWN")
    detail: dict[str, Json] = {"customer": customer_id, "contact": choice.contact_id, "role": choice.role}
    intent = Intent("choose_statement_recipient", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=customer_id)
        earlier = RecipientChoice.objects.filter(customer_id=customer_id).order_by("-number")
        row = RecipientChoice.objects.create(
            customer_id=customer_id,
            number=(earlier.values_list("number", flat=True).first() or 0) + 1,
            contact_id=choice.contact_id,
            role=choice.role,
            who_name=actor.name[:150],
            at=now,
            act_id=act.id,
        )
        return {"number": row.number}

    return perform(intent=intent, work=work)
