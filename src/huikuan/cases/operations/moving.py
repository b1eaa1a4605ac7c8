"""Acts: a case reaches a stage; a cost is paid; a hearing or another day is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.cases.access import case_for
from huikuan.cases.deadlines import ALL_KINDS, STAGE_KINDS, reference_of, subject_of
from huikuan.cases.models import Case, CaseCost, CaseItem, CaseStep
from huikuan.cases.operations.stopping import release_stopped, stop_for_bankruptcy
from huikuan.cases.rules import (
    DAY_OF,
    ENDED,
    LONGEST_TEXT,
    STAGE_DEADLINES,
    TRANSITIONS,
    Cost,
    DateKind,
    Event,
    Kind,
    State,
    interrupts,
    is_stopped_by,
    move_fault,
)
from huikuan.clocks.operations.ending import add_deadline, finish_deadlines_of
from huikuan.clocks.operations.recording import Proof, add_event
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A stage as it was reached: on which day, with what paper; `awarded_minor` with a decision, `outcome` with the end."""

    event: Event
    on: date
    note: str = ""
    awarded_minor: int | None = None
    file_name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A hearing, or another day not to be missed."""

    kind: DateKind
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class CostDraft:
    """What was paid for a case, minor units of its currency."""

    kind: Cost
    amount_minor: int
    on: date
    note: str = ""
    file_name: str = ""
    content: bytes = b""
    is_claimed: bool = True
    """Whether the debtor is asked to bear it; a lawyer's fee only where that was agreed."""


def move_case(*, actor: Actor, now: datetime, today: date, key: str, case_id: int, step: StepDraft) -> dict[str, Json]:
    """Let a case reach a stage by one conditional update; `{"state"}`. Its paper is kept with the customer's evidence.

    Raises NotPermitted, Refused CASE_STEP, CASE_FUTURE, CASE_BEFORE_LAST, CASE_TEXT_TOO_LONG, CASE_AWARD, CASE_OUTCOME,
    DOCUMENT_TOO_LARGE, Changed CASE_CHANGED.
    """
    row = case_for(actor=actor, case_id=case_id, need=Verb.HANDLE_CASE)
    fault = move_fault(state=State(row.state), event=step.event, on=step.on, last_on=row.last_on, today=today)
    if fault := fault or _text_fault(step):
        raise Refused(fault)
    detail: dict[str, Json] = {
        "case_id": case_id,
        "event": step.event.value,
        "on": step.on.isoformat(),
        "note": step.note.strip(),
        "awarded_minor": step.awarded_minor,
        "sha256": write_file(content=step.content) if step.content else "",
    }

    def work(act: OpenAct) -> dict[str, Json]:
        return {"state": moved(act=act, row=row, step=step).value}

    return perform(intent=Intent("move_case", actor, now, key, row.company_id, detail), work=work)


def add_cost(*, actor: Actor, now: datetime, today: date, key: str, case_id: int, cost: CostDraft) -> dict[str, Json]:
    """Write down what was paid for a case; `{"cost_id"}`. Costs are paid off first, before interest and principal (CC 561).

    Raises NotPermitted, Refused CASE_COST_AMOUNT, CASE_FUTURE, DOCUMENT_TOO_LARGE, Changed CASE_CHANGED.
    """
    row = case_for(actor=actor, case_id=case_id, need=Verb.HANDLE_CASE)
    if cost.amount_minor < 1:
        raise Refused("CASE_COST_AMOUNT")
    if cost.on > today:
        raise Refused("CASE_FUTURE")
    detail: dict[str, Json] = {
        "case_id": case_id,
        "kind": cost.kind.value,
        "amount_minor": cost.amount_minor,
        "on": cost.on.isoformat(),
        "note": cost.note.strip(),
        "is_claimed": cost.is_claimed,
        "sha256": write_file(content=cost.content) if cost.content else "",
    }

    def work(act: OpenAct) -> dict[str, Json]:
        _refuse_ended(row)
        made = CaseCost.objects.create(
            case=row,
            kind=cost.kind.value,
            amount_minor=cost.amount_minor,
            is_claimed=cost.is_claimed,
            on=cost.on,
            note=cost.note.strip()[:300],
            document_id=_stored(act, row, cost.file_name, cost.content),
            who_name=act.actor.name,
            act_id=act.id,
        )
        return {"cost_id": made.pk}

    return perform(intent=Intent("add_case_cost", actor, now, key, row.company_id, detail), work=work)


def set_date(*, actor: Actor, now: datetime, key: str, case_id: int, day: DateDraft) -> dict[str, Json]:
    """Write down a hearing or another day not to be missed, a deadline of whoever handles the case; `{"date_id"}`.

    Raises NotPermitted, Changed CASE_CHANGED.
    """
    row = case_for(actor=actor, case_id=case_id, need=Verb.HANDLE_CASE)
    detail: dict[str, Json] = {
        "case_id": case_id,
        "kind": day.kind.value,
        "on": day.on.isoformat(),
        "note": day.note.strip(),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        _refuse_ended(row)
        basis = min(row.last_on, day.on)
        subject = " ".join(part for part in (day.note.strip(), subject_of(row=row)) if part)
        return {
            "date_id": _deadline(act, row, DeadlineKind(day.kind.value), basis, named=day.on, subject=subject[:300])
        }

    return perform(intent=Intent("set_case_date", actor, now, key, row.company_id, detail), work=work)


def moved(*, act: OpenAct, row: Case, step: StepDraft) -> State:
    """Let a case reach a stage inside an open act that has asked whether it may. Raises Changed CASE_CHANGED."""
    before = State(row.state)
    after = TRANSITIONS[before, step.event]
    values: dict[str, Any] = {"state": after.value, "last_on": step.on}
    if step.event in DAY_OF:
        values[DAY_OF[step.event]] = step.on
    if step.awarded_minor is not None:
        values["awarded_minor"] = step.awarded_minor
    if after is State.IN_FORCE:
        values["in_force_on"] = step.on
    if after in ENDED:
        values |= {"ended_on": step.on, "outcome": step.note.strip()}
    if not Case.objects.filter(pk=row.pk, state=before.value, last_on=row.last_on).update(**values):
        raise Changed("CASE_CHANGED", case=row.pk)
    if after in ENDED:
        release_stopped(act=act, row=row, on=step.on, after=after)
    if is_stopped_by(kind=Kind(row.kind), event=step.event):
        stop_for_bankruptcy(act=act, row=row, on=step.on)
    CaseStep.objects.create(
        case=row,
        event=step.event.value,
        state=after.value,
        on=step.on,
        note=step.note.strip(),
        document_id=_stored(act, row, step.file_name, step.content),
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
    )
    _keep_deadlines(act, row, step, after)
    _tell_clocks(act, row, step, after)
    return after


def _keep_deadlines(act: OpenAct, row: Case, step: StepDraft, after: State) -> None:
    """What ran from the stage before is over; what runs from this one is looked after."""
    over = ALL_KINDS if after in ENDED else STAGE_KINDS
    note = step.note.strip() or step.event.value
    finish_deadlines_of(act=act, today=step.on, reference=reference_of(case_id=row.pk), kinds=over, note=note)
    runs = STAGE_DEADLINES.get((Kind(row.kind), after))
    if runs is not None:
        _deadline(act, row, runs, step.on)


def _tell_clocks(act: OpenAct, row: Case, step: StepDraft, after: State) -> None:
    """Filing, and the end of the procedure, move the limitation period of the items, only with the paper of the step."""
    kind = interrupts(kind=Kind(row.kind), event=step.event, after=after, was_filed=row.filed_on is not None)
    if kind is None or not step.content:
        return
    items = tuple(CaseItem.objects.filter(case=row).order_by("pk").values_list("receivable_id", flat=True))
    draft = EventDraft(row.company_id, row.customer_id, kind, step.on, items, subject_of(row=row))
    add_event(act=act, today=step.on, draft=draft, proof=Proof(reference=reference_of(case_id=row.pk)))


def _deadline(
    act: OpenAct, row: Case, kind: DeadlineKind, basis: date, named: date | None = None, subject: str = ""
) -> int:
    draft = DeadlineDraft(
        company_id=row.company_id,
        customer_id=row.customer_id,
        kind=kind,
        basis=basis,
        named=named,
        subject=subject or subject_of(row=row),
        person_id=row.handler_id,
        reference=reference_of(case_id=row.pk),
    )
    return add_deadline(act=act, today=basis, draft=draft)


def _text_fault(step: StepDraft) -> str:
    if len(step.note) > LONGEST_TEXT:
        return "CASE_TEXT_TOO_LONG"
    if step.awarded_minor is not None and (step.event is not Event.DECIDE or step.awarded_minor < 0):
        return "CASE_AWARD"
    return "CASE_OUTCOME" if step.event in (Event.CLOSE, Event.WITHDRAW) and not step.note.strip() else ""


def _stored(act: OpenAct, row: Case, name: str, content: bytes) -> int | None:
    if not content:
        return None
    return store(act=act, document=DocumentDraft(name, content, Purpose.EVIDENCE, row.customer_id))


def _refuse_ended(row: Case) -> None:
    if not Case.objects.filter(pk=row.pk).exclude(state__in=[state.value for state in ENDED]).exists():
        raise Changed("CASE_CHANGED", case=row.pk)
