"""Plans to pay: list, look at, draw up, put to the customer, sign, give up; demand and accelerate a broken one."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Numbered
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.contents import bytes_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import NoteIn
from huikuan.api.pages import numbered
from huikuan.api.settlement_shapes import (
    AccelerationOut,
    InstalmentOut,
    PlanAccelerated,
    PlanDemandIn,
    PlanDetailsOut,
    PlanIn,
    PlanItemOut,
    PlanOut,
    PlanPageIn,
    PlanProposed,
    PlanReasonIn,
    PlanSignatureIn,
)
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.gates import PlanGate, gate_of
from huikuan.settlements.operations.accelerating import Demand, accelerate, demand_payment
from huikuan.settlements.operations.planning import cancel_plan, make_plan, propose_plan
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.queries import PlanFilter, items_of, plan_page, plan_row, standings_of
from huikuan.settlements.rules.judging import InstalmentStanding
from huikuan.settlements.rules.plans import PlanDraft

router = Router(tags=["plans"])


@router.get("/plans", response={200: Numbered[PlanOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_plans(request: HttpRequest, page: Query[PlanPageIn]) -> Numbered[PlanOut]:
    """Plans to pay, the next instalment first."""
    narrowed = PlanFilter(state=page.state.value if page.state else "", customer_id=page.customer_id)
    actor = caller_of(request=request).actor
    found = plan_page(actor=actor, narrowed=narrowed, number=page.page, size=page.limit)
    return numbered(page=found, items=[PlanOut.model_validate(row) for row in found.rows])


@router.get("/plans/{plan_id}", response={200: PlanDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_plan(request: HttpRequest, plan_id: Path[AddressId]) -> PlanDetailsOut:
    """One plan with its items and instalments, and whether a broken one may be accelerated."""
    caller = caller_of(request=request)
    row = plan_row(actor=caller.actor, plan_id=plan_id)
    if row is None:
        raise NotPermitted("SETTLEMENT_NOT_VISIBLE", plan=plan_id)
    gate = gate_of(actor=caller.actor, plan_id=plan_id, today=caller.today)
    return PlanDetailsOut(
        plan=PlanOut.model_validate(row),
        items=[PlanItemOut.model_validate(one) for one in items_of(plan_id=plan_id)],
        instalments=[_instalment(one) for one in standings_of(plan_id=plan_id, today=caller.today)],
        acceleration=_gate(gate) if gate else None,
    )


@router.post("/plans", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.SETTLE))
def create_plan(request: HttpRequest, key: Key, body: PlanIn) -> Status[Created]:
    """Draw a plan up; it binds nobody until it is signed."""
    draft = PlanDraft(
        customer_id=body.customer_id,
        company_id=body.company_id,
        currency=body.currency,
        kind=body.kind,
        receivable_ids=tuple(body.receivable_ids),
        parts=tuple((one.day, one.amount_minor) for one in body.parts),
        begins_on=body.begins_on,
        discount_minor=body.discount_minor,
        interest=body.interest,
        text=body.text,
    )
    done = make_plan(**caller_of(request=request).acting(key), draft=draft)
    return Status(201, Created(id=done["plan_id"]))


@router.post("/plans/{plan_id}/proposal", response={201: PlanProposed, STATUSES: Fault}, auth=Bearer(Verb.SETTLE))
def propose(request: HttpRequest, plan_id: Path[AddressId], key: Key, body: PlanReasonIn) -> Status[PlanProposed]:
    """Put a draft to the customer, or ask for approval where amount or loss need it."""
    done = propose_plan(**caller_of(request=request).acting(key), plan_id=plan_id, reason=body.reason)
    return Status(201, PlanProposed(id=done["plan_id"], request_id=done["request_id"]))


@router.post("/plans/{plan_id}/signature", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.SETTLE))
def sign(request: HttpRequest, plan_id: Path[AddressId], key: Key, body: PlanSignatureIn) -> Status[Created]:
    """Keep the signed paper: the plan is agreed, and its items are not asked for."""
    signature = Signature(body.by, body.on, body.file_name, bytes_of(content_base64=body.content_base64))
    done = sign_plan(**caller_of(request=request).acting(key), plan_id=plan_id, signature=signature)
    return Status(201, Created(id=done["plan_id"]))


@router.post("/plans/{plan_id}/cancellation", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.SETTLE))
def cancel(request: HttpRequest, plan_id: Path[AddressId], key: Key, body: NoteIn) -> Status[Created]:
    """Give a plan up before its end; its items are asked for again."""
    done = cancel_plan(**caller_of(request=request).acting(key), plan_id=plan_id, note=body.note)
    return Status(201, Created(id=done["plan_id"]))


@router.post("/plans/{plan_id}/demand", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.SETTLE))
def demand(request: HttpRequest, plan_id: Path[AddressId], key: Key, body: PlanDemandIn) -> Status[Created]:
    """Record that the arrears of a broken plan were demanded, with the paper that proves it."""
    asked = Demand(body.on, body.note, body.file_name, bytes_of(content_base64=body.content_base64))
    done = demand_payment(**caller_of(request=request).acting(key), plan_id=plan_id, demand=asked)
    return Status(201, Created(id=done["plan_id"]))


@router.post(
    "/plans/{plan_id}/acceleration", response={201: PlanAccelerated, STATUSES: Fault}, auth=Bearer(Verb.SETTLE)
)
def accelerate_plan(request: HttpRequest, plan_id: Path[AddressId], key: Key, body: NoteIn) -> Status[PlanAccelerated]:
    """Ask for the whole rest of a broken plan at once; refused with the first fact that the law misses (CC 634)."""
    done = accelerate(**caller_of(request=request).acting(key), plan_id=plan_id, note=body.note)
    return Status(201, PlanAccelerated(id=done["plan_id"], minor=done["minor"]))


def _instalment(one: InstalmentStanding) -> InstalmentOut:
    part = one.instalment
    return InstalmentOut(
        day=part.day,
        amount_minor=part.minor,
        held_through=part.held_through,
        paid_minor=one.paid_minor,
        state=one.state,
    )


def _gate(found: PlanGate) -> AccelerationOut:
    gate = found.gate
    return AccelerationOut(
        is_open=gate.is_open,
        missing=[one.value for one in gate.missing],
        threshold_minor=gate.threshold_minor,
        opens_on=gate.opens_on,
        article=gate.article,
    )
