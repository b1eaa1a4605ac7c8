"""A period that something interrupted runs anew: a deadline takes the place of the one that ran, with the paper (CPL 250, CC 195)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.clocks.access import deadline_for
from huikuan.clocks.models import Deadline
from huikuan.clocks.operations.ending import add_deadline
from huikuan.clocks.operations.recording import Paper
from huikuan.clocks.rules.deadlines import LONGEST_TEXT, DeadlineDraft, DeadlineKind, renewal_fault
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class Renewal:
    """What interrupted a period, on which day, by which paper."""

    on: date
    note: str
    paper: Paper | None


def renew_deadline(
    *, actor: Actor, now: datetime, today: date, key: str, deadline_id: int, renewal: Renewal
) -> dict[str, Json]:
    """Say what interrupted a period on a day, with the paper that proves it: it ends, and runs anew from that day.

    Needs HANDLE_CASE. `{"deadline_id"}`, that of the new one. Raises NotPermitted, Refused CLOCK_EVENT_EVIDENCE,
    REASON_NEEDED, DEADLINE_RUNS_ON, DEADLINE_RENEWED_DAY, DOCUMENT_TOO_LARGE, Changed DEADLINE_CHANGED.
    """
    known = deadline_for(actor=actor, deadline_id=deadline_id, need=Verb.HANDLE_CASE)
    on, paper, why = renewal.on, renewal.paper, renewal.note.strip()[:LONGEST_TEXT]
    if paper is None or not paper.content:
        raise Refused("CLOCK_EVENT_EVIDENCE")
    if not why:
        raise Refused("REASON_NEEDED")
    said = {"deadline_id": deadline_id, "on": on.isoformat(), "note": why, "name": paper.name[:120]}
    detail: dict[str, Json] = {**said, "sha256": sha256(paper.content).hexdigest()}

    def work(act: OpenAct) -> dict[str, Json]:
        row = Deadline.objects.select_for_update().get(pk=deadline_id)
        if row.finished_on is not None:
            raise Changed("DEADLINE_CHANGED", deadline=deadline_id)
        ran = (row.basis, row.last_day)
        if fault := renewal_fault(kind=DeadlineKind(row.kind), ran=ran, on=on, today=today):
            raise Refused(fault)
        Deadline.objects.filter(pk=row.pk).update(finished_on=today, finished_note=why, finished_by_name=act.actor.name)
        new_id = add_deadline(act=act, today=today, draft=_again(row, on))
        file = DocumentDraft(paper.name, paper.content, Purpose.CLOCK, row.customer_id)
        Deadline.objects.filter(pk=new_id).update(renews=row, document_id=store(act=act, document=file))
        return {"deadline_id": new_id}

    return perform(intent=Intent("renew_deadline", actor, now, key, known.company_id, detail), work=work)


def _again(row: Deadline, on: date) -> DeadlineDraft:
    return DeadlineDraft(
        company_id=row.company_id,
        customer_id=row.customer_id,
        kind=DeadlineKind(row.kind),
        basis=on,
        subject=row.subject,
        person_id=row.person_id,
        reference=row.reference,
    )
