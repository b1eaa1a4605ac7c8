"""What every act on a paper of delivery needs: its file, its day, the note behind it under lock."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from huikuan.audit.operations import Json, OpenAct
from huikuan.audit.rules import digest, plain
from huikuan.deliveries.models import Note, Order
from huikuan.deliveries.rules.drafts import Signature
from huikuan.deliveries.rules.states import NoteState
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import Changed, Refused


def said(*, draft: Any) -> dict[str, Json]:
    """A draft as the act keeps it: the bytes of a file as their hash."""
    kept: dict[str, Json] = plain(value=_without_bytes(asdict(draft)))
    return kept


def kept_file(*, act: OpenAct, signature: Signature, note_id: int) -> int | None:
    """Keep the scan or photo of a paper about a delivery note; None without one. Raises Refused DOCUMENT_TOO_LARGE."""
    return _stored(act, signature, Purpose.DELIVERY, note_id)


def kept_contract_file(*, act: OpenAct, signature: Signature, contract_id: int) -> int | None:
    """Keep the scan of a paper about a contract as a whole, among the papers of that contract."""
    return _stored(act, signature, Purpose.CONTRACT, contract_id)


def refuse_ahead(*, act: OpenAct, day: date) -> None:
    """Raise Refused DATED_AHEAD for a day that has come nowhere yet."""
    if day > act.latest_day:
        raise Refused("DATED_AHEAD", date=day.isoformat(), latest=act.latest_day.isoformat())


def locked_note(*, note_id: int) -> Note:
    """A delivery note that was not taken back, its order locked before it. Raises Changed NOTE_STATE."""
    order_id = Note.objects.filter(pk=note_id).values_list("order_id", flat=True).first()
    if order_id is not None:
        Order.objects.select_for_update().get(pk=order_id)
    note = Note.objects.select_for_update().get(pk=note_id)
    if note.state == NoteState.TAKEN_BACK.value:
        raise Changed("NOTE_STATE", number=note.number)
    return note


def _stored(act: OpenAct, signature: Signature, purpose: Purpose, owner_id: int) -> int | None:
    if not signature.file_content:
        return None
    return store(act=act, document=DocumentDraft(signature.file_name, signature.file_content, purpose, owner_id))


def _without_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_bytes(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_bytes(one) for one in value]
    return digest(value=value.hex()) if isinstance(value, bytes) else value
