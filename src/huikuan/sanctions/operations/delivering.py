"""What the outbox asks the room of a sanction: may its letter still go, and its PDF."""

from __future__ import annotations

from datetime import date

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.outbox.ports import Attachment, MessageRow, Ready, Suppress, Verdict
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.operations.moving import left_of
from huikuan.sanctions.rules.rungs import TAKEN, State


def prepare_sanction_letter(*, message: MessageRow, today: date) -> Verdict:
    """A notice whose items were paid before it left does not go any more; a release always does."""
    row = Sanction.objects.filter(pk=message.content.snapshot.get("sanction", 0)).first()
    if row is None:
        return Suppress((("SANCTION_OVER", {}),))
    is_notice = row.message_id == message.id
    if is_notice and (State(row.state) not in TAKEN or left_of(row=row, today=today) <= 0):
        return Suppress((("SANCTION_OVER", {}),))
    return Ready(message.content, today)


def attach_sanction_letter(*, message: MessageRow) -> tuple[tuple[int, Attachment], ...]:
    """The PDF of the notice as it was written; a release has none."""
    document_id, sanction_id = message.content.snapshot.get("document"), message.content.snapshot.get("sanction")
    if document_id is None or sanction_id is None:
        return ()
    row, content = open_document(document_id=document_id, purpose=Purpose.SANCTION, owner_id=sanction_id)
    return ((row.id, Attachment(row.name, row.content_type, content)),)
