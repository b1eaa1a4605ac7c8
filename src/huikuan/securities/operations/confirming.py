"""A second person confirms what was recorded or extended: from then on it counts in the exposure."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.securities.access import security_for
from huikuan.securities.models import Security, SecurityConfirmation, SecurityStep
from huikuan.securities.operations.recording import write_step
from huikuan.securities.queries import facts_of, makers_of
from huikuan.securities.rules import MADE_BY, TRANSITIONS, SecurityEvent, SecurityState, state_on


def confirm_security(
    *, actor: Actor, now: datetime, today: date, key: str, security_id: int, seen: int
) -> dict[str, Json]:
    """Confirm a security as it stands, by its paper: it counts in the exposure from now on; `{"security_id"}`.

    Needs APPROVE_CREDIT, a document, and a person who neither recorded nor extended it; an extension is confirmed anew.
    `seen` is how many steps of its history the person saw. Raises NotPermitted SECURITY_NOT_VISIBLE, SECURITY_CONFIRM_OWN,
    Refused PERSON_NEEDED, SECURITY_EVIDENCE, SECURITY_LAPSED, Changed SECURITY_CHANGED (also where it is confirmed already).
    """
    row = security_for(actor=actor, security_id=security_id, need=Verb.APPROVE_CREDIT)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    if actor.user_id in makers_of(security_id=security_id):
        raise NotPermitted("SECURITY_CONFIRM_OWN")
    if not documents_of(purpose=Purpose.SECURITY, owner_ids=[security_id]):
        raise Refused("SECURITY_EVIDENCE")
    intent = Intent("confirm_security", actor, now, key, row.company_id, {"security_id": security_id, "seen": seen})

    def work(act: OpenAct) -> dict[str, Json]:
        _confirm(act, Security.objects.select_for_update().get(pk=security_id), seen, today)
        return {"security_id": security_id}

    return perform(intent=intent, work=work)


def _confirm(act: OpenAct, row: Security, seen: int, today: date) -> None:
    steps = SecurityStep.objects.filter(security=row).order_by("number")
    confirmed = SecurityConfirmation.objects.filter(security=row, valid_through=row.valid_through).exists()
    if steps.count() != seen or confirmed or (SecurityState(row.state), SecurityEvent.CONFIRM) not in TRANSITIONS:
        raise Changed("SECURITY_CHANGED")
    if state_on(facts=facts_of(security=row), on=today) is SecurityState.LAPSED:
        raise Refused("SECURITY_LAPSED")
    made = steps.filter(event__in=[event.value for event in MADE_BY]).last()
    SecurityConfirmation.objects.create(
        security=row,
        valid_through=row.valid_through,
        recorded_by_id=row.recorded_by_id if made is None else made.who_id,
        confirmed_by_id=act.actor.user_id,
        confirmed_by_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
    through = {} if row.valid_through is None else {"valid_through": row.valid_through.isoformat()}
    write_step(act=act, security_id=row.pk, event=SecurityEvent.CONFIRM, on=today, changes=through)
