"""Reads of printed letters and of the piles they were printed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.kernel.refusal import NotPermitted
from huikuan.reminders.access import posted_letters_for
from huikuan.reminders.models import LetterBatch
from huikuan.reminders.rules.posting import PostState


@dataclass(frozen=True, slots=True)
class PostedRow:
    """A printed letter: to whom, what its waybill says, where it is."""

    id: int
    batch_id: int
    message_id: int
    customer_id: int
    customer_name: str
    place: int
    printed_on: date
    waybill_text: str
    state: str
    courier: str
    waybill_number: str
    handed_on: date | None
    ended_on: date | None
    stubs: int
    note: str


def posted_letters(
    *, actor: Actor, states: tuple[str, ...] = (), number: int = 1, size: int = PAGE_SIZE
) -> Page[PostedRow]:
    """One page of printed letters, newest pile first, in the order of the pile."""
    rows = posted_letters_for(actor=actor)
    if states:
        rows = rows.filter(state__in=states)
    start, end = page_bounds(number=number, size=size)
    shown = rows.select_related("batch", "customer").order_by("-batch_id", "place")[start:end]
    return Page(
        rows=tuple(
            PostedRow(
                id=row.pk,
                batch_id=row.batch_id,
                message_id=row.message_id,
                customer_id=row.customer_id,
                customer_name=row.customer.name,
                place=row.place,
                printed_on=row.batch.day,
                waybill_text=row.waybill_text,
                state=row.state,
                courier=row.courier,
                waybill_number=row.waybill_number,
                handed_on=row.handed_on,
                ended_on=row.ended_on,
                stubs=len(row.stub_ids),
                note=row.note,
            )
            for row in shown
        ),
        number=max(number, 1),
        size=end - start,
        count=rows.count(),
        totals={},
    )


def letters_out(*, actor: Actor) -> tuple[tuple[str, date], ...]:
    """State of every letter that is printed or with the courier, and the day since when; one query."""
    rows = posted_letters_for(actor=actor).filter(state__in=[PostState.PRINTED.value, PostState.HANDED_OVER.value])
    columns = rows.values_list("state", "handed_on", "batch__day")
    return tuple((state, handed_on or printed_on) for state, handed_on, printed_on in columns)


def pile_pdf(*, actor: Actor, batch_id: int) -> tuple[str, bytes]:
    """The PDF of a pile, for whoever may see all its letters; name and bytes. Raises NotPermitted POSTED_LETTER_UNKNOWN."""
    batch = LetterBatch.objects.filter(pk=batch_id).first()
    mine = posted_letters_for(actor=actor).filter(batch_id=batch_id)
    if batch is None or mine.count() < batch.letters:
        raise NotPermitted("POSTED_LETTER_UNKNOWN", letter=batch_id)
    first = mine.order_by("place").values_list("company_id", flat=True).first() or 0
    row, content = open_document(document_id=batch.document_id, purpose=Purpose.REPORT, owner_id=first)
    return row.name, content
