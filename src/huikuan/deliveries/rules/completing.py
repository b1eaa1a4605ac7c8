"""PURE: when the deliveries of a contract are complete, and when they are accepted: the days its milestones wait for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.deliveries.rules.quantities import is_complete


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line of a delivery note, millionths; `returned_micros` of the rejected goods do not come again."""

    order_line_id: int | None
    quantity_micros: int
    accepted_micros: int = 0
    rejected_micros: int = 0
    returned_micros: int = 0


@dataclass(frozen=True, slots=True)
class NoteStanding:
    """A delivery note of a contract that was not taken back."""

    id: int
    order_id: int | None
    signed_on: date | None
    accepted_on: date | None
    completes: bool
    replaces_id: int | None
    lines: tuple[LineStanding, ...]


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """An order of a contract that was not cancelled: its lines by id with what was ordered, millionths."""

    id: int
    is_closed: bool
    lines: tuple[tuple[int, int], ...]


def delivered_day(
    *, notes: Sequence[NoteStanding], orders: Iterable[OrderStanding], short_permille: int
) -> date | None:
    """The day everything under a contract was delivered by signed notes; None while something is missing.

    What was handed over counts, also where some of it is rejected later: that holds the acceptance up, not the delivery. Of
    deliveries without an order a person says which one completes them.
    """
    signed = [note for note in notes if note.signed_on is not None]
    free = [note for note in notes if note.order_id is None]
    if not signed or (free and not any(note.completes for note in free if note.signed_on is not None)):
        return None
    for order in orders:
        of_order = [note for note in signed if note.order_id == order.id]
        if not _is_delivered(order, of_order, short_permille):
            return None
    return max(note.signed_on for note in signed if note.signed_on is not None)


def accepted_day(
    *,
    notes: Sequence[NoteStanding],
    orders: Sequence[OrderStanding],
    short_permille: int,
    whole_on: date | None,
) -> date | None:
    """The day everything under a contract was accepted; `whole_on` is that of a certificate about the contract as a whole."""
    if whole_on is not None:
        return whole_on
    if delivered_day(notes=notes, orders=orders, short_permille=short_permille) is None:
        return None
    replaced = {note.replaces_id for note in notes}
    if not all(_is_judged(note) and (note.id in replaced or _is_settled(note)) for note in notes):
        return None
    for order in orders:
        lines = [line for note in notes if note.order_id == order.id for line in note.lines]
        if not order.is_closed and not _is_accepted(order, lines, short_permille):
            return None
    return max((note.accepted_on for note in notes if note.accepted_on is not None), default=None)


def _is_delivered(order: OrderStanding, notes: Iterable[NoteStanding], short_permille: int) -> bool:
    of_order = list(notes)
    if order.is_closed or any(note.completes for note in of_order):
        return True
    lines = [line for note in of_order for line in note.lines]
    return all(
        is_complete(
            quantity_micros=quantity,
            delivered_micros=sum(line.quantity_micros for line in lines if line.order_line_id == line_id),
            short_permille=short_permille,
        )
        for line_id, quantity in order.lines
    )


def _is_judged(note: NoteStanding) -> bool:
    return all(line.accepted_micros + line.rejected_micros == line.quantity_micros for line in note.lines)


def _is_settled(note: NoteStanding) -> bool:
    """Nothing of it waits to come again; where it fills an order the order says so."""
    if note.order_id is not None:
        return True
    return all(line.rejected_micros == line.returned_micros for line in note.lines)


def _is_accepted(order: OrderStanding, lines: Sequence[LineStanding], short_permille: int) -> bool:
    return all(
        is_complete(
            quantity_micros=quantity,
            delivered_micros=sum(
                line.accepted_micros + line.returned_micros for line in lines if line.order_line_id == line_id
            ),
            short_permille=short_permille,
        )
        for line_id, quantity in order.lines
    )
