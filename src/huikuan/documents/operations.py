"""Keep documents: bytes first, row after, so that no row ever names a missing file (X7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.files import write_file
from huikuan.documents.models import Document, DocumentUse
from huikuan.documents.rules import LARGEST_DOCUMENT, Purpose, content_type_of, safe_name
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """Bytes to keep, what for, and whose they are (see `rules.Purpose`)."""

    name: str
    content: bytes
    purpose: Purpose
    owner_id: int


def keep_document(*, actor: Actor, now: datetime, key: str, document: DocumentDraft) -> dict[str, Json]:
    """Keep a file as an act of its own; `{"document_id", "sha256"}`. Raises Refused DOCUMENT_TOO_LARGE."""
    _refuse_too_large(document)
    sha256 = write_file(content=document.content)
    detail = {
        "sha256": sha256,
        "name": safe_name(name=document.name),
        "purpose": document.purpose.value,
        "owner_id": document.owner_id,
    }
    intent = Intent("keep_document", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        return {"document_id": store(act=act, document=document), "sha256": sha256}

    return perform(intent=intent, work=work)


def store(*, act: OpenAct, document: DocumentDraft) -> int:
    """Keep a file inside an open act; the id of its document, the same for the same bytes.

    The bytes are on the disk when this returns; should the act fail, a file without a row is left, which is harmless.
    Raises Refused DOCUMENT_TOO_LARGE.
    """
    _refuse_too_large(document)
    name = safe_name(name=document.name)
    row, _ = Document.objects.get_or_create(
        sha256=write_file(content=document.content),
        defaults={
            "name": name,
            "content_type": content_type_of(content=document.content, name=name),
            "size_bytes": len(document.content),
            "created_at": act.now,
            "act_id": act.id,
        },
    )
    DocumentUse.objects.get_or_create(
        document=row,
        purpose=document.purpose.value,
        owner_id=document.owner_id,
        defaults={"name": name, "act_id": act.id},
    )
    return row.pk


def also_for(*, act: OpenAct, document_id: int, purpose: Purpose, owner_id: int) -> None:
    """Keep a document that is there for another purpose or owner too, under its own name."""
    row = Document.objects.get(pk=document_id)
    DocumentUse.objects.get_or_create(
        document=row, purpose=purpose.value, owner_id=owner_id, defaults={"name": row.name, "act_id": act.id}
    )


def _refuse_too_large(document: DocumentDraft) -> None:
    if len(document.content) > LARGEST_DOCUMENT:
        raise Refused("DOCUMENT_TOO_LARGE", name=safe_name(name=document.name), bytes=len(document.content))
