"""Reads of documents as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huikuan.documents.models import DocumentUse
from huikuan.documents.rules import Purpose


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as it is shown: under the name it has for this purpose and owner."""

    id: int
    sha256: str
    name: str
    content_type: str
    size_bytes: int
    created_at: datetime
    purpose: Purpose
    owner_id: int


def documents_of(*, purpose: Purpose, owner_ids: Iterable[int]) -> tuple[DocumentRow, ...]:
    """What is kept for these owners and this purpose, newest first; the caller has checked who asks."""
    uses = DocumentUse.objects.filter(purpose=purpose.value, owner_id__in=list(owner_ids))
    return tuple(row_of(use=use) for use in uses.select_related("document").order_by("-pk"))


def document_of(*, document_id: int, purpose: Purpose, owner_id: int) -> DocumentRow | None:
    """One document if it is kept for that purpose and owner."""
    uses = DocumentUse.objects.filter(document_id=document_id, purpose=purpose.value, owner_id=owner_id)
    use = uses.select_related("document").first()
    return None if use is None else row_of(use=use)


def row_of(*, use: DocumentUse) -> DocumentRow:
    """The frozen row of a document in one of its uses."""
    document = use.document
    return DocumentRow(
        id=document.pk,
        sha256=document.sha256,
        name=use.name,
        content_type=document.content_type,
        size_bytes=document.size_bytes,
        created_at=document.created_at,
        purpose=Purpose(use.purpose),
        owner_id=use.owner_id,
    )
