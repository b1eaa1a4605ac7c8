"""Answers of customers: by the portal, on paper, by e-mail; what follows from them in the same transaction (HANDBOOK B8).

A confirmation is evidence, acknowledges the debt (诉讼时效规定 art. 14) and fires contract milestones that waited for it; an
objection becomes a dispute about its item, and what was not objected to is acknowledged.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, also_for, store
from huikuan.documents.rules import Purpose
from huikuan.guests.access import Guest
from huikuan.guests.operations.codes import has_passed
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.statements.access import statement_for, statement_of_guest
from huikuan.statements.models import AcknowledgedItem, Acknowledgement, Reply, Statement, StatementItem
from huikuan.statements.operations.answers import fire_confirmed, keep_objections
from huikuan.statements.operations.moving import moved
from huikuan.statements.rules.replying import (
    Acknowledged,
    Asked,
    Channel,
    Factor,
    ReplyDraft,
    Result,
    acknowledged,
    faults_of,
)
from huikuan.statements.rules.states import ANSWERABLE, Event, State, number_text


def record_reply(*, actor: Actor, now: datetime, key: str, statement_id: int, reply: ReplyDraft) -> dict[str, Json]:
    """Take in an answer that came on paper or by e-mail, with its copy; `{"reply_id", "disputes", "milestones"}`.

    Raises NotPermitted, Changed STATEMENT_CHANGED, Refused with the first fault of the answer (STATEMENT_…), DATED_AHEAD.
    """
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    if reply.channel is Channel.PORTAL or reply.factor is Factor.CODE:
        raise Refused("STATEMENT_NOT_BY_PORTAL")  # nobody of ours answers for the customer
    return _reply(actor, now, key, row, reply, None)


def reply_as_guest(
    *, guest: Guest, now: datetime, key: str, statement_id: int, reply: ReplyDraft, code_id: int | None = None
) -> dict[str, Json]:
    """Take in the answer of a guest; a confirmation stands on a code he typed right (`code_id`) or a stamped upload (S17).

    `{"reply_id", "disputes", "milestones"}`. Raises as `record_reply`, Refused STATEMENT_FACTOR_MISSING, STATEMENT_CODE_USED.
    """
    row = statement_of_guest(guest=guest, statement_id=statement_id)
    passed = code_id is not None and has_passed(guest=guest, code_id=code_id)
    factor = Factor.STAMP if reply.factor is Factor.STAMP else Factor.CODE if passed else Factor.NONE
    said = replace(reply, channel=Channel.PORTAL, factor=factor)
    return _reply(guest.actor, now, key, row, said, code_id if factor is Factor.CODE else None)


def mark_seen(*, guest: Guest, now: datetime, statement_id: int) -> None:
    """Note when a guest first opened a statement; no act of the business, as nothing follows from it."""
    row = statement_of_guest(guest=guest, statement_id=statement_id)
    Statement.objects.filter(pk=row.pk, seen_at=None).update(seen_at=now)


def asked_of(*, statement_id: int) -> Asked:
    """What a statement asks its customer to confirm; two queries."""
    closing = Statement.objects.values_list("closing_minor", flat=True).get(pk=statement_id)
    items = StatementItem.objects.filter(statement_id=statement_id).values_list("receivable_id", "open_minor")
    return Asked(closing, dict(items))


def _reply(
    actor: Actor, now: datetime, key: str, row: Statement, reply: ReplyDraft, code_id: int | None
) -> dict[str, Json]:
    asked = asked_of(statement_id=row.pk)
    for fault in faults_of(reply=reply, asked=asked):
        raise Refused(fault.code, objection=fault.objection)
    said = {"statement": row.pk, "pdf": row.pdf_sha256, "code": code_id, **_said(reply)}
    intent = Intent("answer_statement", actor, now, key, row.company_id, said)
    return perform(intent=intent, work=lambda act: _answer(act, row, reply, asked, (code_id, digest(value=said))))


def _answer(
    act: OpenAct, row: Statement, reply: ReplyDraft, asked: Asked, proof: tuple[int | None, str]
) -> dict[str, Json]:
    if State(row.state) not in ANSWERABLE:
        raise Changed("STATEMENT_CHANGED", number=number_text(number=row.number))
    if reply.replied_on > act.latest_day:
        raise Refused("DATED_AHEAD", date=reply.replied_on.isoformat(), latest=act.latest_day.isoformat())
    if proof[0] is not None and Reply.objects.filter(code_id=proof[0]).exists():
        raise Refused("STATEMENT_CODE_USED")
    taken = acknowledged(reply=reply, asked=asked)
    kept = _keep(act, row, reply, taken, proof)
    disputes = keep_objections(act=act, statement=row, reply=kept, objections=reply.objections)
    is_confirmed = reply.result is Result.CONFIRMED
    if is_confirmed or row.state != State.DISPUTED.value:
        moved(act=act, row=row, event=Event.CONFIRM if is_confirmed else Event.DISPUTE, note=reply.name)
    _acknowledge(act, row, kept, taken)
    fired = fire_confirmed(act=act, statement=row, reply=reply) if is_confirmed else []
    return {"reply_id": kept.pk, "disputes": list(disputes), "milestones": list(fired)}


def _keep(act: OpenAct, row: Statement, reply: ReplyDraft, taken: Acknowledged, proof: tuple[int | None, str]) -> Reply:
    copy = None
    if reply.file_content:
        copy = store(act=act, document=DocumentDraft(reply.file_name, reply.file_content, Purpose.REPLY, row.pk))
    return Reply.objects.create(
        statement_id=row.pk,
        channel=reply.channel.value,
        result=reply.result.value,
        replied_on=reply.replied_on,
        name=reply.name.strip(),
        role=reply.role.strip(),
        phone=reply.phone.strip(),
        factor=reply.factor.value,
        seal=reply.seal.value,
        their_closing_minor=reply.their_closing_minor,
        note=reply.note.strip(),
        code_id=proof[0],
        document_id=copy,
        answered_sha256=row.pdf_sha256,
        said_hash=proof[1],
        acknowledged_minor=taken.minor,
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
    )


def _acknowledge(act: OpenAct, row: Statement, kept: Reply, taken: Acknowledged) -> None:
    """Keep what was acknowledged with its paper: the stamped copy, or the very file the code confirmed."""
    if taken.minor < 1 or row.pdf_id is None:
        return
    document_id = kept.document_id or row.pdf_id
    made = Acknowledgement.objects.create(
        reply=kept,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        on=kept.replied_on,
        minor=taken.minor,
        strength=taken.strength.value,
        document_id=document_id,
    )
    items = [AcknowledgedItem(acknowledgement=made, receivable_id=pk, minor=minor) for pk, minor in taken.items.items()]
    AcknowledgedItem.objects.bulk_create(items, batch_size=500)
    _keep_as_evidence(act, row, document_id)


def _keep_as_evidence(act: OpenAct, row: Statement, document_id: int) -> None:
    also_for(act=act, document_id=document_id, purpose=Purpose.EVIDENCE, owner_id=row.customer_id)


def _said(reply: ReplyDraft) -> dict[str, Json]:
    """The answer as the act keeps it: personal data and files by their hashes only, which the reply itself holds."""
    said = asdict(reply)
    person = digest(value=[reply.name, reply.role, reply.phone])
    files = write_file(content=reply.file_content) if reply.file_content else ""
    del said["name"], said["role"], said["phone"], said["file_content"]
    said["objections"] = [
        {
            **{name: value for name, value in asdict(one).items() if name != "file_content"},
            "file": _hash(one.file_content),
        }
        for one in reply.objections
    ]
    done: dict[str, Json] = plain(value={**said, "person": person, "file": files})
    return done


def _hash(content: bytes) -> str:
    return write_file(content=content) if content else ""
