"""The act that takes a paper back: never deleted, and what it moved goes back to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.contracts.queries.events import standing_events
from huikuan.deliveries.access import paper_for
from huikuan.deliveries.billing import billable, billed_of
from huikuan.deliveries.models import (
    Acceptance,
    AcceptanceLine,
    InvoicedShare,
    Note,
    NoteLine,
    OrderLine,
    Progress,
    SaleLine,
    SaleReport,
    Undoing,
)
from huikuan.deliveries.operations.accepting import judge_order_lines
from huikuan.deliveries.operations.following import follow_contract, follow_order
from huikuan.deliveries.operations.papers import locked_note
from huikuan.deliveries.operations.summing import sum_note
from huikuan.deliveries.rules.states import NoteState, NoteStep, PaperKind, PaperState, note_sources_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.plan_firing import reverse_event

_PAPERS: Mapping[PaperKind, type[Acceptance | Progress | SaleReport]] = {
    PaperKind.ACCEPTANCE: Acceptance,
    PaperKind.PROGRESS: Progress,
    PaperKind.SALES: SaleReport,
}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A paper to take back, and why."""

    kind: PaperKind
    paper_id: int
    reason: str


def take_paper_back(*, actor: Actor, now: datetime, today: date, key: str, paper: TakenBack) -> dict[str, Json]:
    """Take a delivery note, acceptance, progress confirmation or sale report back; `{"paper_id", "posting_ids"}`.

    Milestones it fired go back and what they posted is reversed today; the order and its exposure are as they were. Needs
    EDIT_CONTRACT. Raises NotPermitted, Refused UNDOING_REASON, NOTE_HAS_PAPERS (take those back first), NOTE_INVOICED,
    MORE_THAN_OPEN (what it fired is paid), Changed PAPER_TAKEN_BACK.
    """
    kind, paper_id, reason = paper.kind, paper.paper_id, paper.reason
    row = paper_for(actor=actor, kind=kind, paper_id=paper_id, need=Verb.EDIT_CONTRACT)
    if not reason.strip():
        raise Refused("UNDOING_REASON")
    detail = {"kind": kind.value, "paper": paper_id, "reason": reason, "on": today.isoformat()}
    intent = Intent("take_paper_back", actor, now, key, row.company_id, detail)
    work = {
        PaperKind.NOTE: _note_back,
        PaperKind.ACCEPTANCE: _acceptance_back,
        PaperKind.PROGRESS: _progress_back,
        PaperKind.SALES: _sales_back,
    }[kind]

    def whole(act: OpenAct) -> Mapping[str, Json]:
        posting_ids = work(act, paper_id, today, reason.strip()[:300])
        Undoing.objects.create(kind=kind.value, paper_id=paper_id, reason=reason.strip()[:300], act_id=act.id)
        return {"paper_id": paper_id, "posting_ids": posting_ids}

    return perform(intent=intent, work=whole)


def _note_back(act: OpenAct, paper_id: int, today: date, reason: str) -> list[Json]:
    note = locked_note(note_id=paper_id)
    standing = {"note": note, "state": PaperState.STANDS.value}
    if Acceptance.objects.filter(**standing).exists() or SaleReport.objects.filter(**standing).exists():
        raise Refused("NOTE_HAS_PAPERS", number=note.number)
    if Note.objects.filter(replaces=note).exclude(state=NoteState.TAKEN_BACK.value).exists():
        raise Refused("NOTE_HAS_PAPERS", number=note.number)
    if InvoicedShare.objects.filter(note=note, is_undone=False, invoice__cancelled_by=0).exists():
        raise Refused("NOTE_INVOICED", number=note.number)
    known = Note.objects.filter(pk=paper_id, state__in=note_sources_of(step=NoteStep.TAKE_BACK))
    if not known.update(state=NoteState.TAKEN_BACK.value):
        raise Changed("PAPER_TAKEN_BACK")
    for order_line_id, micros in NoteLine.objects.filter(note=note).values_list("order_line_id", "quantity_micros"):
        OrderLine.objects.filter(pk=order_line_id).update(delivered_micros=F("delivered_micros") - micros)
    return _follow(act, note, today, reason)


def _acceptance_back(act: OpenAct, paper_id: int, today: date, reason: str) -> list[Json]:
    row = Acceptance.objects.get(pk=paper_id)
    note = locked_note(note_id=row.note_id) if row.note_id else None
    _gone(PaperKind.ACCEPTANCE, paper_id)
    if note is None:
        done = follow_contract(act=act, contract_id=row.contract_id, paper=reason, undone_on=today)
        return list(done["posting_ids"])
    lines = list(AcceptanceLine.objects.filter(acceptance=row).select_related("line"))
    for line in lines:
        NoteLine.objects.filter(pk=line.line_id).update(
            accepted_micros=F("accepted_micros") - line.accepted_micros,
            rejected_micros=F("rejected_micros") - line.rejected_micros,
        )
    judge_order_lines(lines=[(line.line.order_line_id, -line.rejected_micros) for line in lines])
    sum_note(note_id=note.pk)
    return _follow(act, note, today, reason)


def _progress_back(act: OpenAct, paper_id: int, today: date, reason: str) -> list[Json]:
    row = Progress.objects.get(pk=paper_id)
    _gone(PaperKind.PROGRESS, paper_id)
    standing = {event.id for event in standing_events(contract_id=row.contract_id)}
    if row.event_id is None or row.event_id not in standing:
        return []
    done = reverse_event(act=act, event_id=row.event_id, effective_date=today, reason=reason)
    return list(done["posting_ids"])


def _sales_back(act: OpenAct, paper_id: int, today: date, reason: str) -> list[Json]:
    row = SaleReport.objects.get(pk=paper_id)
    note = locked_note(note_id=row.note_id)
    _gone(PaperKind.SALES, paper_id)
    for line_id, micros in SaleLine.objects.filter(report=row).values_list("line_id", "sold_micros"):
        NoteLine.objects.filter(pk=line_id).update(sold_micros=F("sold_micros") - micros)
    sum_note(note_id=note.pk)
    fresh = Note.objects.get(pk=note.pk)
    if billed_of(notes=[fresh]).invoiced.get(fresh.pk, 0) > billable(note=fresh):
        raise Refused("NOTE_INVOICED", number=note.number)
    return _follow(act, fresh, today, reason)


def _gone(kind: PaperKind, paper_id: int) -> None:
    """One conditional UPDATE: of two who take it back at once one sees the other."""
    known = _PAPERS[kind].objects.filter(pk=paper_id, state=PaperState.STANDS.value)
    if not known.update(state=PaperState.TAKEN_BACK.value):
        raise Changed("PAPER_TAKEN_BACK")


def _follow(act: OpenAct, note: Note, today: date, reason: str) -> list[Json]:
    done = follow_contract(act=act, contract_id=note.contract_id, paper=reason, undone_on=today)
    follow_order(act=act, today=today, order_id=note.order_id)
    return list(done["posting_ids"])
