"""The act that binds: the customer signed, the paper is kept, the items are held, earlier plans and promises about them give way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import locked_customer
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose, content_type_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.promises.holding import promised_items
from huikuan.promises.operations.promising import moved as promise_moved
from huikuan.promises.rules import Event as PromiseEvent
from huikuan.promises.rules import State as PromiseState
from huikuan.settlements.access import plan_for
from huikuan.settlements.models import Hold, Plan, PlanItem
from huikuan.settlements.operations.moving import hold, moved, told
from huikuan.settlements.rules.paper import KEPT_AS
from huikuan.settlements.rules.plans import Event, State


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for the customer, on which day, and the scanned paper."""

    by: str
    on: date
    name: str
    content: bytes


def sign_plan(
    *, actor: Actor, now: datetime, today: date, key: str, plan_id: int, signature: Signature
) -> dict[str, Json]:
    """Keep the signed paper: the plan is agreed, and runs from its first day; `{"plan_id", "document_id", "state"}`.

    From now on its items are not asked for. Plans and running promises about one of them are superseded. The customer agrees
    to perform, which interrupts limitation on the day of the signature (诉讼时效规定 Art. 14): one dated before the plan was made
    would revive a debt. Raises NotPermitted, Refused SETTLEMENT_SIGNED_BY, SETTLEMENT_SIGNED_AHEAD, SETTLEMENT_SIGNED_BEFORE,
    SETTLEMENT_PAPER_KIND, DOCUMENT_TOO_LARGE, Changed SETTLEMENT_CHANGED.
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    if fault := _fault(signature, today):
        raise Refused(fault)
    if signature.on < row.made_on:
        raise Refused("SETTLEMENT_SIGNED_BEFORE", day=row.made_on.isoformat())
    detail = {
        "plan_id": plan_id,
        "by": signature.by.strip()[:150],
        "on": signature.on.isoformat(),
        "name": signature.name,
        "sha256": hashlib.sha256(signature.content).hexdigest(),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=row.customer_id)
        paper = DocumentDraft(signature.name, signature.content, Purpose.PLAN, plan_id)
        kept = store(act=act, document=paper)
        ids = list(PlanItem.objects.filter(plan_id=plan_id).order_by("pk").values_list("receivable_id", flat=True))
        _give_way(act, row.customer_id, ids, today)
        signed = {"signed_by": detail["by"], "signed_on": signature.on, "signed_document_id": kept}
        proposed = Plan.objects.filter(pk=plan_id, state=State.PROPOSED.value)
        if not proposed.update(**signed, state=State.AGREED.value):
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        _agreed(act, row, ids, signature)
        runs = row.begins_on <= today and moved(act=act, plan_id=plan_id, step=(State.AGREED, Event.START), on=today)
        return {
            "plan_id": plan_id,
            "document_id": kept,
            "state": State.RUNNING.value if runs else State.AGREED.value,
        }

    return perform(intent=Intent("sign_plan", actor, now, key, row.company_id, detail), work=work)


def _fault(signature: Signature, today: date) -> str:
    if not signature.by.strip():
        return "SETTLEMENT_SIGNED_BY"
    if signature.on > today:
        return "SETTLEMENT_SIGNED_AHEAD"
    kind = content_type_of(content=signature.content, name=signature.name)
    return "" if kind in KEPT_AS else "SETTLEMENT_PAPER_KIND"


def _give_way(act: OpenAct, customer_id: int, receivable_ids: list[int], today: date) -> None:
    """Live plans about one of the items are superseded, and running promises about them."""
    others = Hold.objects.filter(receivable_id__in=receivable_ids, released_at=None)
    for plan_id, state in sorted(set(others.values_list("plan_id", "plan__state"))):
        moved(act=act, plan_id=plan_id, step=(State(state), Event.SUPERSEDE), on=today)
    held = promised_items(today=today, customer_id=customer_id)
    for promise_id in sorted({held[pk].promise_id for pk in receivable_ids if pk in held}):
        step = (PromiseState.RUNNING, PromiseEvent.SUPERSEDE)
        promise_moved(act=act, promise_id=promise_id, step=step, on=today)


def _agreed(act: OpenAct, row: Plan, receivable_ids: list[int], signature: Signature) -> None:
    hold(act=act, plan=row, receivable_ids=receivable_ids)
    told(act=act, plan_id=row.pk, event=Event.SIGN, state=State.AGREED, on=signature.on, note=signature.by)
    line = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.NOTE,
        at=act.now,
        text=row.text or signature.by,
        outcome=Outcome.PROMISED,
        subjects=tuple(Subject(SubjectKind.RECEIVABLE, pk) for pk in receivable_ids),
    )
    add_activities(act=act, drafts=[line])
