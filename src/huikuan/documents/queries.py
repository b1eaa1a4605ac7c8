"""Reads of documents as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huikuan.documents.access import uses_for
from huikuan.documents.files import read_file
from huikuan.documents.models import DocumentUse
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import NotPermitted


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
    return tuple(row_of(use=use) for use in uses_for(purpose=purpose, owner_ids=owner_ids).order_by("-pk"))


def document_of(*, document_id: int, purpose: Purpose, owner_id: int) -> DocumentRow | None:
    """One document if it is kept for that purpose and owner."""
    use = uses_for(purpose=purpose, owner_ids=[owner_id]).filter(document_id=document_id).first()
    return None if use is None else row_of(use=use)


def open_document(*, document_id: int, purpose: Purpose, owner_id: int) -> tuple[DocumentRow, bytes]:
    """The document with its bytes, checked against their hash; the caller has checked that the actor may see the owner.

    Raises NotPermitted DOCUMENT_NOT_VISIBLE (also for an unknown id), FileDamaged.
    """
    row = document_of(document_id=document_id, purpose=purpose, owner_id=owner_id)
    if row is None:
        raise NotPermitted("DOCUMENT_NOT_VISIBLE", document=document_id)
    return row, read_file(sha256=row.sha256)


def open_documents(*, wanted: Iterable[tuple[int, int]], purpose: Purpose) -> tuple[bytes, ...]:
    """The bytes of (document, owner) pairs in their order, checked against their hashes; one query. See `open_document`."""
    pairs = list(wanted)
    uses = uses_for(purpose=purpose, owner_ids={owner_id for _, owner_id in pairs})
    found = {(use.document_id, use.owner_id): row_of(use=use) for use in uses}
    for pair in pairs:
        if pair not in found:
            raise NotPermitted("DOCUMENT_NOT_VISIBLE", document=pair[0])
    return tuple(read_file(sha256=found[pair].sha256) for pair in pairs)


def keeping_acts(*, document_ids: Iterable[int]) -> dict[tuple[int, Purpose, int], int]:
    """The act in which each document came to be kept, by document, purpose and owner; the caller has checked who asks."""
    rows = DocumentUse.objects.filter(document_id__in=sorted(set(document_ids)))
    columns = rows.values_list("document_id", "purpose", "owner_id", "act_id")
    return {(pk, Purpose(purpose), owner_id): act_id for pk, purpose, owner_id, act_id in columns}


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
