"""Reads: the signed papers behind set-offs and IOUs."""

from __future__ import annotations

from huikuan.bills.access import ious_for, set_offs_for
from huikuan.documents.queries import DocumentRow, open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted


def paper_of_set_off(*, actor: Actor, set_off_id: int) -> tuple[DocumentRow, bytes]:
    """The notice or agreement of a set-off. Raises NotPermitted AGREEMENT_NOT_VISIBLE (also for an unknown id), FileDamaged."""
    row = set_offs_for(actor=actor).filter(pk=set_off_id).first()
    if row is None:
        raise NotPermitted("AGREEMENT_NOT_VISIBLE", set_off=set_off_id)
    return open_document(document_id=row.document_id, purpose=Purpose.SET_OFF, owner_id=row.receipt_id)


def paper_of_iou(*, actor: Actor, iou_id: int) -> tuple[DocumentRow, bytes]:
    """The note as it was signed. Raises NotPermitted AGREEMENT_NOT_VISIBLE (also for an unknown id), FileDamaged."""
    row = ious_for(actor=actor).filter(pk=iou_id).first()
    if row is None:
        raise NotPermitted("AGREEMENT_NOT_VISIBLE", iou=iou_id)
    return open_document(document_id=row.document_id, purpose=Purpose.EVIDENCE, owner_id=row.customer_id)
