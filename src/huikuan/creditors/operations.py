"""Acts on other creditors: recorded with source, papers kept, joint steps planned and done by hand; nothing is ever sent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from huikuan.accounts.queries import people
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.creditors.access import creditor_for, step_for
from huikuan.creditors.models import JointStep, OtherCreditor
from huikuan.creditors.rules import (
    LONGEST_TEXT,
    TRANSITIONS,
    CreditorDraft,
    StepDraft,
    StepEvent,
    StepState,
    creditor_fault,
    step_fault,
)
from huikuan.customers.access import customer_for
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


def record_creditor(*, actor: Actor, now: datetime, today: date, key: str, draft: CreditorDraft) -> dict[str, Json]:
    """Write down who else supplies a customer and is owed, and how we know; `{"creditor_id"}`.

    Raises NotPermitted, Refused CREDITOR_… (what is wrong with it).
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    if fault := creditor_fault(draft=draft, today=today):
        raise Refused(fault)

    def work(act: OpenAct) -> dict[str, Json]:
        row = OtherCreditor.objects.create(
            customer_id=draft.customer_id,
            name=draft.name.strip(),
            supplies=draft.supplies.strip(),
            owed_minor=draft.owed_minor,
            currency=draft.currency,
            source=draft.source.value,
            confidence=draft.confidence.value,
            seen_on=draft.seen_on,
            note=draft.note.strip(),
            recorded_by_name=actor.name,
            recorded_at=now,
            act_id=act.id,
        )
        return {"creditor_id": row.pk}

    return perform(intent=Intent("record_creditor", actor, now, key, None, plain(value=asdict(draft))), work=work)


def end_creditor(*, actor: Actor, now: datetime, key: str, creditor_id: int) -> dict[str, Json]:
    """Note that a creditor is one no more (paid, mistaken); `{"creditor_id"}`. The record stays. Raises NotPermitted, Changed."""
    creditor_for(actor=actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)

    def work(_act: OpenAct) -> dict[str, Json]:
        if not OtherCreditor.objects.filter(pk=creditor_id, is_past=False).update(is_past=True):
            raise Changed("CREDITOR_CHANGED", creditor=creditor_id)
        return {"creditor_id": creditor_id}

    return perform(intent=Intent("end_creditor", actor, now, key, None, {"creditor_id": creditor_id}), work=work)


def attach_paper(
    *, actor: Actor, now: datetime, key: str, creditor_id: int, name: str, content: bytes
) -> dict[str, Json]:
    """Keep a paper that shows what a creditor is owed; `{"document_id"}`. Raises NotPermitted, Refused DOCUMENT_TOO_LARGE."""
    creditor_for(actor=actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)
    detail = {"creditor_id": creditor_id, "name": name, "sha256": write_file(content=content)}

    def work(act: OpenAct) -> dict[str, Json]:
        return {"document_id": store(act=act, document=DocumentDraft(name, content, Purpose.CREDITOR, creditor_id))}

    return perform(intent=Intent("attach_creditor_paper", actor, now, key, None, detail), work=work)


def plan_step(
    *, actor: Actor, now: datetime, today: date, key: str, creditor_id: int, draft: StepDraft
) -> dict[str, Json]:
    """Plan a joint step as a task of one of our people, after the caution was read; `{"step_id"}`.

    Raises NotPermitted, Refused STEP_TEXT, STEP_DAY_PAST, STEP_CAUTION_UNREAD, STEP_OWNER.
    """
    creditor_for(actor=actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)
    if fault := step_fault(draft=draft, today=today):
        raise Refused(fault)
    owner = people(ids=frozenset({draft.owner_id})).get(draft.owner_id)
    if owner is None:
        raise Refused("STEP_OWNER")

    def work(act: OpenAct) -> dict[str, Json]:
        row = JointStep.objects.create(
            creditor_id=creditor_id,
            kind=draft.kind.value,
            on=draft.on,
            owner_id=draft.owner_id,
            owner_name=owner.name,
            text=draft.text.strip(),
            state=StepState.PLANNED.value,
            planned_at=now,
            act_id=act.id,
        )
        return {"step_id": row.pk}

    detail = {"creditor_id": creditor_id, **plain(value=asdict(draft))}
    return perform(intent=Intent("plan_joint_step", actor, now, key, None, detail), work=work)


def end_step(*, actor: Actor, now: datetime, key: str, step_id: int, event: StepEvent, result: str) -> dict[str, Json]:
    """Say what came of a planned step, or why it is dropped; done, it stands on the customer's time line; `{"step_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, STEP_TEXT, Changed STEP_CHANGED.
    """
    row = step_for(actor=actor, step_id=step_id, need=Verb.RECORD_ACTIVITY)
    told = result.strip()
    if not told:
        raise Refused("REASON_NEEDED")
    if len(told) > LONGEST_TEXT:
        raise Refused("STEP_TEXT")

    def work(act: OpenAct) -> dict[str, Json]:
        after = TRANSITIONS[StepState.PLANNED, event]
        activity_id = _on_time_line(act, row, told) if after is StepState.DONE else None
        if not JointStep.objects.filter(pk=step_id, state=StepState.PLANNED.value).update(
            state=after.value, result=told, ended_at=now, activity_id=activity_id
        ):
            raise Changed("STEP_CHANGED", step=step_id)
        return {"step_id": step_id}

    detail = {"step_id": step_id, "event": event.value, "result": told}
    return perform(intent=Intent("end_joint_step", actor, now, key, None, detail), work=work)


def _on_time_line(act: OpenAct, row: JointStep, result: str) -> int:
    text = f"{row.creditor.name}: {row.text}\n{result}"
    draft = ActivityDraft(
        customer_id=row.creditor.customer_id, company_id=None, kind=ActivityKind.NOTE, at=act.now, text=text
    )
    return add_activities(act=act, drafts=[draft])[0]
