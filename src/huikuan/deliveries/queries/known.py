"""Reads for lists that are taken in: what the books hold under the numbers of a list; the caller filtered by access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.deliveries.models import Acceptance, Note, NoteLine, Order
from huikuan.deliveries.rules.states import NoteState, PaperState


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order as a list may name it."""

    id: int
    customer_id: int
    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class KnownNote:
    """A living delivery note as a list may name it, with its lines and the (day, number) of its certificates."""

    id: int
    customer_id: int
    quantity_micros: int
    lines: tuple[tuple[int, str, str], ...]
    certificates: frozenset[tuple[date, str]]

    def line_of(self, *, item_code: str, name: str) -> int | None:
        """The line meant by a code or a name; the only one where neither is said."""
        for pk, code, goods in self.lines:
            if (item_code and item_code == code) or (name and name == goods):
                return pk
        return self.lines[0][0] if len(self.lines) == 1 and not item_code and not name else None


def known_orders(*, company_id: int, numbers: Iterable[str]) -> dict[str, KnownOrder]:
    """The orders of an own company by number; one query."""
    rows = Order.objects.filter(company_id=company_id, number__in={number for number in numbers if number})
    return {row.number: KnownOrder(row.pk, row.customer_id, row.currency, row.amount_minor) for row in rows}


def known_notes(*, company_id: int, numbers: Iterable[str]) -> dict[str, KnownNote]:
    """The living delivery notes of an own company by number; three queries."""
    wanted = {number for number in numbers if number}
    rows = list(Note.objects.filter(company_id=company_id, number__in=wanted).exclude(state=NoteState.TAKEN_BACK.value))
    lines: dict[int, list[NoteLine]] = {}
    for line in NoteLine.objects.filter(note__in=rows).order_by("number"):
        lines.setdefault(line.note_id, []).append(line)
    papers: dict[int, set[tuple[date, str]]] = {}
    standing = Acceptance.objects.filter(note__in=rows, state=PaperState.STANDS.value)
    for note_id, day, number in standing.values_list("note_id", "signed_on", "number"):
        papers.setdefault(note_id or 0, set()).add((day, number))
    return {
        row.number: KnownNote(
            row.pk,
            row.customer_id,
            sum(line.quantity_micros for line in lines.get(row.pk, ())),
            tuple((line.pk, line.item_code, line.name) for line in lines.get(row.pk, ())),
            frozenset(papers.get(row.pk, ())),
        )
        for row in rows
    }
