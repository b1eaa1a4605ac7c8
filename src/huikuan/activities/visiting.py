"""Plan a visit, drop it, or write down what came of it, which puts it on the customer's time line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.accounts.queries import actor_of
from huikuan.activities.models import PlannedVisit
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, activity_faults
from huikuan.activities.visit_rules import VisitDraft, VisitState, visit_fault
from huikuan.activities.visits import visit
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for, customers_for
from huikuan.kernel.actor import Actor, RowScope, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What came of a visit, of which kind it was (a visit, help to sell on, an opinion, a complaint), and what follows."""

    visit_id: int
    kind: ActivityKind
    text: str
    outcome: Outcome
    next_step: NextStep


def plan_visit(*, actor: Actor, now: datetime, today: date, key: str, draft: VisitDraft) -> dict[str, Json]:
    """Put a customer on a day of somebody's plan; `{"visit_id"}`.

    A salesperson plans for himself, whoever sees more for anybody who sees the customer. Raises NotPermitted; Refused
    VISIT_DAY_PAST, VISIT_DAY_FAR, VISIT_NOTE_TOO_LONG, VISIT_PERSON_WRONG, VISIT_PLANNED_ALREADY.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    fault = visit_fault(day=draft.day, note=draft.note, today=today)
    if not fault and not _may_go(actor, draft):
        fault = "VISIT_PERSON_WRONG"
    if fault:
        raise Refused(fault, day=draft.day.isoformat())
    detail: dict[str, Json] = {
        "customer_id": draft.customer_id,
        "person_id": draft.person_id,
        "day": draft.day.isoformat(),
        "note": draft.note.strip(),
    }
    intent = Intent("plan_visit", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: {"visit_id": _plan(act, draft)})


def drop_visit(*, actor: Actor, now: datetime, key: str, visit_id: int) -> dict[str, Json]:
    """Take a visit off the plan; `{"visit_id"}`. Raises NotPermitted VISIT_UNKNOWN, Changed VISIT_CHANGED."""
    _visible(actor, visit_id)
    intent = Intent("drop_visit", actor, now, key, None, {"visit_id": visit_id})

    def work(act: OpenAct) -> dict[str, Json]:
        _move(visit_id, VisitState.DROPPED, None)
        return {"visit_id": visit_id}

    return perform(intent=intent, work=work)


def settle_visit(*, actor: Actor, now: datetime, today: date, key: str, result: VisitResult) -> dict[str, Json]:
    """Write down what came of a planned visit; `{"activity_id"}`.

    What was promised on it is recorded as a contact with its amount and day. Raises NotPermitted VISIT_UNKNOWN, Refused
    PROMISE_WITHOUT_TERMS and as `activity_faults`, Changed VISIT_CHANGED.
    """
    customer_id = _visible(actor, result.visit_id)
    faults = activity_faults(
        kind=result.kind, outcome=result.outcome, text=result.text, next_step=result.next_step, on=today
    )
    if result.outcome is Outcome.PROMISED:
        faults = ["PROMISE_WITHOUT_TERMS"]
    if faults:
        raise Refused(faults[0], kind=result.kind.value)
    detail: dict[str, Json] = {"visit_id": result.visit_id, "outcome": result.outcome.value}
    intent = Intent("settle_visit", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        draft = ActivityDraft(
            customer_id=customer_id,
            kind=result.kind,
            at=act.now,
            text=result.text.strip(),
            outcome=result.outcome,
            next_step=result.next_step,
        )
        activity_id = add_activities(act=act, drafts=[draft])[0]
        _move(result.visit_id, VisitState.DONE, activity_id)
        return {"activity_id": activity_id}

    return perform(intent=intent, work=work)


def _plan(act: OpenAct, draft: VisitDraft) -> int:
    same = PlannedVisit.objects.filter(customer_id=draft.customer_id, person_id=draft.person_id, day=draft.day)
    if same.exclude(state=VisitState.DROPPED.value).exists():
        raise Refused("VISIT_PLANNED_ALREADY", day=draft.day.isoformat())
    row = PlannedVisit.objects.create(
        customer_id=draft.customer_id,
        person_id=draft.person_id,
        day=draft.day,
        note=draft.note.strip(),
        state=VisitState.PLANNED.value,
        act_id=act.id,
    )
    return row.pk


def _move(visit_id: int, after: VisitState, activity_id: int | None) -> None:
    rows = PlannedVisit.objects.filter(pk=visit_id, state=VisitState.PLANNED.value)
    if not rows.update(state=after.value, activity_id=activity_id):
        raise Changed("VISIT_CHANGED", visit=visit_id)


def _visible(actor: Actor, visit_id: int) -> int:
    """The customer of a visit that the actor may act on."""
    row = visit(actor=actor, visit_id=visit_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=Verb.RECORD_ACTIVITY)
    if actor.scope is RowScope.OWN and row.person_id != actor.user_id:
        raise NotPermitted("VISIT_UNKNOWN", visit=visit_id)
    return row.customer_id


def _may_go(actor: Actor, draft: VisitDraft) -> bool:
    if draft.person_id == actor.user_id:
        return True
    goer = actor_of(user_id=draft.person_id)
    if actor.scope is RowScope.OWN or goer is None:
        return False
    return customers_for(actor=goer).filter(pk=draft.customer_id).exists()
