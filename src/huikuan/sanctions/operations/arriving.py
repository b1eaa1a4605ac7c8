"""Keep the paper that proves that the notice of a sanction arrived: it interrupts the limitation period and is evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.sanctions.access import sanction_for
from huikuan.sanctions.models import NoticeArrival, Sanction
from huikuan.sanctions.notices import arrival_of
from huikuan.sanctions.operations.moving import told
from huikuan.sanctions.rules.arriving import LONGEST_NOTE, Arrival, arrival_fault
from huikuan.sanctions.rules.rungs import Event


def prove_notice(
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, arrival: Arrival
) -> dict[str, Json]:
    """Keep the paper of the day on which a notice arrived; `{"sanction_id", "document_id"}`.

    Raises NotPermitted; Changed NOTICE_PROVED (take that back first); Refused NOTICE_NOT_SENT, NOTICE_DAY, NOTICE_PAPER,
    NOTICE_NOTE, DOCUMENT_TOO_LARGE.
    """
    arrival = replace(arrival, note=arrival.note.strip())
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.SANCTION)
    name, content = arrival.paper
    said = {"sanction_id": sanction_id, "on": arrival.on.isoformat(), "note": arrival.note}
    detail: dict[str, Json] = {**said, "file": [name, sha256(content).hexdigest()]}

    def work(act: OpenAct) -> dict[str, Json]:
        row = Sanction.objects.select_for_update().get(pk=sanction_id)
        if fault := arrival_fault(arrival=arrival, noticed_on=row.noticed_on, today=today):
            raise Refused(fault, most=LONGEST_NOTE)
        if arrival_of(sanction_id=sanction_id) is not None:
            raise Changed("NOTICE_PROVED")
        document_id = store(act=act, document=DocumentDraft(name, content, Purpose.SANCTION, sanction_id))
        _keep(act, row, arrival.note, on=arrival.on, document_id=document_id)
        told(act=act, row=row, event=Event.ARRIVE, on=arrival.on, note=arrival.note)
        return {"sanction_id": sanction_id, "document_id": document_id}

    return perform(intent=Intent("prove_notice", actor, now, key, known.company_id, detail), work=work)


def take_back_arrival(
    *, actor: Actor, now: datetime, today: date, key: str, sanction_id: int, reason: str
) -> dict[str, Json]:
    """Say that the paper kept for a notice proves nothing, and why: both stay on record; `{"sanction_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, NOTICE_NOTE, Changed NOTICE_UNPROVED.
    """
    known = sanction_for(actor=actor, sanction_id=sanction_id, need=Verb.SANCTION)
    why = reason.strip()
    if not why:
        raise Refused("REASON_NEEDED")
    if len(why) > LONGEST_NOTE:
        raise Refused("NOTICE_NOTE", most=LONGEST_NOTE)
    detail: dict[str, Json] = {"sanction_id": sanction_id, "reason": why}

    def work(act: OpenAct) -> dict[str, Json]:
        row = Sanction.objects.select_for_update().get(pk=sanction_id)
        if arrival_of(sanction_id=sanction_id) is None:
            raise Changed("NOTICE_UNPROVED")
        _keep(act, row, why)
        told(act=act, row=row, event=Event.NOT_ARRIVE, on=today, note=why)
        return {"sanction_id": sanction_id}

    return perform(intent=Intent("take_back_arrival", actor, now, key, known.company_id, detail), work=work)


def _keep(act: OpenAct, row: Sanction, note: str, *, on: date | None = None, document_id: int | None = None) -> None:
    NoticeArrival.objects.create(
        sanction=row,
        on=on,
        document_id=document_id,
        note=note,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
