"""Acts: a piece of evidence is added to items of a customer, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.evidence.access import piece_for
from huikuan.evidence.models import Piece, PieceItem, Withdrawal
from huikuan.evidence.rules.kinds import Kind
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.access import receivables_for

MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class PieceDraft:
    """A file that proves something about items of one customer: of which day, signed by whom."""

    customer_id: int
    receivable_ids: tuple[int, ...]
    kind: Kind
    dated_on: date
    name: str
    content: bytes
    is_signed: bool = False
    signatory: str = ""
    note: str = ""


def add_piece(*, actor: Actor, now: datetime, today: date, key: str, draft: PieceDraft) -> dict[str, Json]:
    """Keep a file as evidence for items of a customer, all of one own company; `{"piece_id", "document_id"}`.

    Raises NotPermitted, Refused EVIDENCE_ITEMS, EVIDENCE_SIGNATORY, EVIDENCE_EMPTY, EVIDENCE_FUTURE, DOCUMENT_TOO_LARGE.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    company_id = _company_of(actor, draft)
    if draft.is_signed and not draft.signatory.strip():
        raise Refused("EVIDENCE_SIGNATORY")
    if not draft.content:
        raise Refused("EVIDENCE_EMPTY")
    if draft.dated_on > today:
        raise Refused("EVIDENCE_FUTURE")
    detail: dict[str, Json] = {
        "customer_id": draft.customer_id,
        "receivable_ids": sorted(set(draft.receivable_ids)),
        "kind": draft.kind.value,
        "dated_on": draft.dated_on.isoformat(),
        "is_signed": draft.is_signed,
        "sha256": write_file(content=draft.content),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        return _added(act, company_id, draft)

    return perform(intent=Intent("add_evidence", actor, now, key, company_id, detail), work=work)


def withdraw_piece(*, actor: Actor, now: datetime, key: str, piece_id: int, reason: str) -> dict[str, Json]:
    """Let a piece that was added by mistake count no more, the file stays; `{"piece_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, Changed EVIDENCE_CHANGED.
    """
    row = piece_for(actor=actor, piece_id=piece_id, need=Verb.RECORD_ACTIVITY)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    said = reason.strip()[:300]
    detail: dict[str, Json] = {"piece_id": piece_id, "reason": said}

    def work(act: OpenAct) -> dict[str, Json]:
        _, is_new = Withdrawal.objects.get_or_create(
            piece_id=piece_id,
            defaults={"reason": said, "at": act.now, "who_name": act.actor.name, "act_id": act.id},
        )
        if not is_new:
            raise Changed("EVIDENCE_CHANGED", piece=piece_id)
        return {"piece_id": piece_id}

    return perform(intent=Intent("withdraw_evidence", actor, now, key, row.company_id, detail), work=work)


def _company_of(actor: Actor, draft: PieceDraft) -> int:
    """The own company whose items they are: all of this customer, and all visible."""
    wanted = set(draft.receivable_ids)
    rows = receivables_for(actor=actor).filter(pk__in=wanted, customer_id=draft.customer_id)
    found = dict(rows.values_list("pk", "company_id"))
    if not wanted or len(wanted) > MOST_ITEMS or set(found) != wanted or len(set(found.values())) != 1:
        raise Refused("EVIDENCE_ITEMS")
    return next(iter(found.values()))


def _added(act: OpenAct, company_id: int, draft: PieceDraft) -> dict[str, Json]:
    document = DocumentDraft(draft.name, draft.content, Purpose.EVIDENCE, draft.customer_id)
    document_id = store(act=act, document=document)
    row = Piece.objects.create(
        company_id=company_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        document_id=document_id,
        dated_on=draft.dated_on,
        is_signed=draft.is_signed,
        signatory=draft.signatory.strip()[:100],
        note=draft.note.strip()[:300],
        added_at=act.now,
        added_by=act.actor.name,
        act_id=act.id,
    )
    PieceItem.objects.bulk_create(PieceItem(piece=row, receivable_id=pk) for pk in sorted(set(draft.receivable_ids)))
    return {"piece_id": row.pk, "document_id": document_id}
