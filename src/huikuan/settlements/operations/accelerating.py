"""Acts after a plan broke: the demand with its reasonable time, the whole rest called in where the law's gate is open, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose, content_type_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.settlements.access import plan_for
from huikuan.settlements.gates import gate_of
from huikuan.settlements.models import Plan
from huikuan.settlements.operations.moving import moved
from huikuan.settlements.rules.paper import KEPT_AS
from huikuan.settlements.rules.plans import Event, State


@dataclass(frozen=True, slots=True)
class Demand:
    """On which day the demand of the arrears reached the buyer, how, and the paper that proves it: stub, receipt with seal."""

    on: date
    note: str
    name: str
    content: bytes


def demand_payment(
    *, actor: Actor, now: datetime, today: date, key: str, plan_id: int, demand: Demand
) -> dict[str, Json]:
    """Record that the arrears of a broken plan were demanded on a day, how, and what proves it (Civil Code Art. 634, 137).

    `{"plan_id", "document_id"}`. Raises NotPermitted, Refused REASON_NEEDED, SETTLEMENT_DEMAND_DAY (ahead, or before it broke),
    SETTLEMENT_DEMAND_PAPER (no paper, or none of its kinds), DOCUMENT_TOO_LARGE, Changed SETTLEMENT_CHANGED.
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    if not demand.note.strip():
        raise Refused("REASON_NEEDED")
    if demand.on > today or (row.ended_on is not None and demand.on < row.ended_on):
        raise Refused("SETTLEMENT_DEMAND_DAY", day=demand.on.isoformat())
    if content_type_of(content=demand.content, name=demand.name) not in KEPT_AS:
        raise Refused("SETTLEMENT_DEMAND_PAPER")
    file: list[Json] = [demand.name, sha256(demand.content).hexdigest()]
    said: dict[str, Json] = {"plan_id": plan_id, "on": demand.on.isoformat(), "note": demand.note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        kept = store(act=act, document=DocumentDraft(demand.name, demand.content, Purpose.PLAN, plan_id))
        step = (State.BROKEN, Event.DEMAND)
        if not moved(act=act, plan_id=plan_id, step=step, on=demand.on, note=demand.note, document_id=kept):
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        return {"plan_id": plan_id, "document_id": kept}

    return perform(intent=Intent("demand_payment", actor, now, key, row.company_id, said | {"file": file}), work=work)


def accelerate(*, actor: Actor, now: datetime, today: date, key: str, plan_id: int, note: str) -> dict[str, Json]:
    """Call in the whole rest of a broken plan, where the gate is open: it falls due today; `{"plan_id", "minor"}`.

    What its contract makes due later is asked for like other late items from tomorrow on (`called.called_items`); due dates in
    the books stay those of the contract. Raises NotPermitted, Refused ACCELERATION_PAYMENTS, ACCELERATION_ARREARS,
    ACCELERATION_DEMAND, ACCELERATION_TIME (the first fact that is missing, Civil Code Art. 634, 法释买卖合同解释 Art. 27),
    Changed SETTLEMENT_CHANGED (called in already).
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    detail: dict[str, Json] = {"plan_id": plan_id, "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        Plan.objects.select_for_update().get(pk=plan_id)
        found = gate_of(actor=actor, plan_id=plan_id, today=today)
        if found is None:
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        if found.gate.missing:
            raise Refused(found.gate.missing[0].value, **found.said)
        if not Plan.objects.filter(pk=plan_id, called_by=0).update(called_on=today, called_by=act.id):
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        step = (State.BROKEN, Event.ACCELERATE)
        moved(act=act, plan_id=plan_id, step=step, on=today, note=note, minor=found.rest_minor)
        return {"plan_id": plan_id, "minor": found.rest_minor}

    return perform(intent=Intent("accelerate_plan", actor, now, key, row.company_id, detail), work=work)


def take_call_back(*, actor: Actor, now: datetime, today: date, key: str, plan_id: int, note: str) -> dict[str, Json]:
    """Take back that the whole rest was called in: it is due again by its contract; `{"plan_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, Changed SETTLEMENT_CHANGED (it is not called in).
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    if not note.strip():
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"plan_id": plan_id, "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        if not Plan.objects.filter(pk=plan_id, called_by__gt=0).update(called_on=None, called_by=0):
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        moved(act=act, plan_id=plan_id, step=(State.BROKEN, Event.TAKE_BACK), on=today, note=note)
        return {"plan_id": plan_id}

    return perform(intent=Intent("take_call_back", actor, now, key, row.company_id, detail), work=work)
