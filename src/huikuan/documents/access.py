"""The only door to the bytes: a document is opened for a purpose and an owner it is kept for, never by id alone."""

from __future__ import annotations

from huikuan.documents.files import read_file
from huikuan.documents.queries import DocumentRow, document_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.refusal import NotPermitted


def open_document(*, document_id: int, purpose: Purpose, owner_id: int) -> tuple[DocumentRow, bytes]:
    """The document with its bytes, checked against their hash; the caller has checked that the actor may see the owner.

    Raises NotPermitted DOCUMENT_NOT_VISIBLE (also for an unknown id), FileDamaged.
    """
    row = document_of(document_id=document_id, purpose=purpose, owner_id=owner_id)
    if row is None:
        raise NotPermitted("DOCUMENT_NOT_VISIBLE", document=document_id)
    return row, read_file(sha256=row.sha256)
