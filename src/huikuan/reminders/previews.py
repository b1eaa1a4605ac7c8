"""Show what would be sent, before anything is: the letter of a row, and a text with sample facts. Writes nothing."""

from __future__ import annotations

from datetime import date

from huikuan.documents.pdf import render_pdf
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.outbox.ports import Content
from huikuan.reminders.access import message_for, run_rows_for
from huikuan.reminders.composing import pdf_data
from huikuan.reminders.orders import order_of_row
from huikuan.reminders.writing import Writer


def letter_of_row(*, actor: Actor, row_id: int) -> Content:
    """The letter a visible row of a run stands for, as of the day of the run. Raises Refused ROW_UNKNOWN."""
    row = run_rows_for(actor=actor).select_related("run").filter(pk=row_id).first()
    if row is None or not any(item["listed"] for item in row.items):
        raise Refused("ROW_UNKNOWN", row=row_id)
    return Writer(customer_ids=[row.customer_id]).content(order=order_of_row(row=row, today=row.run.day))


def letter_pdf(*, content: Content, reference: str) -> bytes:
    """The letter as PDF, from its snapshot. Raises FontMissing."""
    on = date.fromisoformat(content.snapshot["today"])
    return render_pdf(template="letter", data=pdf_data(snapshot=content.snapshot, reference=reference), on=on)


def letter_of_message(*, actor: Actor, message_id: int) -> Content:
    """The content of a visible message as it was or will be sent. Raises NotPermitted, Refused MESSAGE_UNKNOWN."""
    return message_for(actor=actor, message_id=message_id).content
