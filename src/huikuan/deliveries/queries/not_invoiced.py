"""Reads: what was delivered, accepted or sold and is not billed, and what is at consignees, with days and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from huikuan.deliveries.access import notes_for
from huikuan.deliveries.billing import Billed, billed_of
from huikuan.deliveries.models import Note
from huikuan.deliveries.queries.notes import NoteLineRow, NoteRow, lines_of, note_row
from huikuan.deliveries.rules.quantities import part_of
from huikuan.deliveries.rules.states import NoteState
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenFilter:
    """What the lists are narrowed to; `least_days` leaves out what is younger."""

    company_id: int | None = None
    customer_id: int | None = None
    salesperson_id: int | None = None
    least_days: int = 0
    search: str = ""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A delivery with what of it is not billed: minor units, since when; `milestone` is what its contract waits for.

    `trigger` is that milestone's, empty without a contract that bills itself.
    """

    note: NoteRow
    salesperson_id: int | None
    amount_minor: int
    invoiced_minor: int
    since: date
    days: int
    milestone: str
    trigger: str


@dataclass(frozen=True, slots=True)
class ConsignedRow:
    """Goods at a consignee: what is neither sold nor rejected of a line, millionths and minor units, and for how long."""

    note: NoteRow
    line: NoteLineRow
    left_micros: int
    left_minor: int
    days: int


def delivered_not_invoiced(*, actor: Actor, today: date, narrowed: OpenFilter) -> tuple[OpenRow, ...]:
    """Deliveries (and sold consigned goods) that are not billed, the oldest first; at most six queries.

    Goods on consignment that are not sold, and rejected goods, are nobody's debt and not in it. What the milestones of a
    signed contract fired covers its deliveries in the order of their days.
    """
    rows = _living(actor, narrowed)
    billed = billed_of(notes=rows)
    found = [_open(row, billed, today, billed.open_minor(note=row), _delivered_since(row)) for row in rows]
    return _kept(found, narrowed)


def accepted_not_invoiced(*, actor: Actor, today: date, narrowed: OpenFilter) -> tuple[OpenRow, ...]:
    """What the customer accepted and nobody billed, the oldest first; at most six queries."""
    rows = [row for row in _living(actor, narrowed) if row.accepted_minor]
    billed = billed_of(notes=rows)
    found = [
        _open(row, billed, today, billed.accepted_open_minor(note=row), row.accepted_on or row.delivered_on)
        for row in rows
    ]
    return _kept(found, narrowed)


def consigned_goods(*, actor: Actor, today: date, narrowed: OpenFilter) -> tuple[ConsignedRow, ...]:
    """Goods at consignees with their age, the oldest first; two queries."""
    notes = _narrowed(notes_for(actor=actor).filter(is_consignment=True), narrowed)
    notes = notes.filter(amount_minor__gt=F("sold_minor") + F("rejected_minor"))
    rows = {row.pk: note_row(row=row) for row in notes.order_by("delivered_on", "pk")}
    lines = lines_of(note_ids=list(rows))
    found = (
        ConsignedRow(note, line, line.unsold_micros, _worth(line), (today - note.delivered_on).days)
        for pk, note in rows.items()
        for line in lines.get(pk, ())
    )
    return tuple(row for row in found if row.left_micros and row.days >= narrowed.least_days)


def _living(actor: Actor, narrowed: OpenFilter) -> list[Note]:
    """Notes of which something may be open: those that links to invoices cover in full are left in, contracts decide."""
    return list(_narrowed(notes_for(actor=actor), narrowed).order_by("delivered_on", "pk"))


def _narrowed(rows: QuerySet[Note], narrowed: OpenFilter) -> QuerySet[Note]:
    rows = rows.exclude(state=NoteState.TAKEN_BACK.value).select_related("customer", "order", "contract")
    if narrowed.search:
        rows = rows.filter(Q(number__icontains=narrowed.search) | Q(customer__name__icontains=narrowed.search))
    exact = {
        "company_id": narrowed.company_id,
        "customer_id": narrowed.customer_id,
        "customer__salesperson_id": narrowed.salesperson_id,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value is not None})


def _delivered_since(row: Note) -> date:
    return (row.sold_on if row.is_consignment else row.signed_on) or row.delivered_on


def _open(row: Note, billed: Billed, today: date, minor: int, since: date) -> OpenRow:
    contract = billed.contract(note=row)
    title, trigger, _ = contract.waiting[0] if contract and contract.waiting else ("", "", 0)
    return OpenRow(
        note=note_row(row=row),
        salesperson_id=row.customer.salesperson_id,
        amount_minor=minor,
        invoiced_minor=billed.invoiced.get(row.pk, 0),
        since=since,
        days=max(0, (today - since).days),
        milestone=title,
        trigger=trigger,
    )


def _kept(rows: list[OpenRow], narrowed: OpenFilter) -> tuple[OpenRow, ...]:
    kept = [row for row in rows if row.amount_minor > 0 and row.days >= narrowed.least_days]
    return tuple(sorted(kept, key=lambda row: (row.since, row.note.id)))


def _worth(line: NoteLineRow) -> int:
    whole = line.quantity_micros
    gone = whole - line.unsold_micros
    return line.amount_minor - part_of(amount_minor=line.amount_minor, part_micros=gone, whole_micros=whole)
