"""Reads of delivery notes: the list and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from huikuan.deliveries.access import notes_for
from huikuan.deliveries.models import Note, NoteLine
from huikuan.deliveries.rules.states import NoteState
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

SORTS = {
    "day": ("delivered_on", "pk"),
    "-day": ("-delivered_on", "-pk"),
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
    "amount": ("currency", "amount_minor", "pk"),
    "-amount": ("currency", "-amount_minor", "-pk"),
}
WHICH = {
    "ALL": Q(),
    "UNSIGNED": Q(state=NoteState.UNSIGNED.value, is_consignment=False),
    "TO_ACCEPT": Q(
        state=NoteState.SIGNED.value, needs_acceptance=True, amount_minor__gt=F("accepted_minor") + F("rejected_minor")
    ),
    "ACCEPTED": Q(accepted_minor__gt=0),
    "REJECTED": Q(rejected_minor__gt=0),
    "CONSIGNED": Q(is_consignment=True),
    "TAKEN_BACK": Q(state=NoteState.TAKEN_BACK.value),
}
"""What the list may be narrowed to; taken back notes show under ALL and TAKEN_BACK only."""


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What a list of delivery notes is narrowed to; `which` is one of WHICH."""

    which: str = "ALL"
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    order_id: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A delivery note without its lines; minor units."""

    id: int
    company_id: int
    customer_id: int
    customer_name: str
    order_id: int | None
    order_number: str
    contract_id: int | None
    contract_number: str
    number: str
    delivered_on: date
    currency: str
    amount_minor: int
    accepted_minor: int
    rejected_minor: int
    sold_minor: int
    accepted_on: date | None
    is_consignment: bool
    needs_acceptance: bool
    inspection_days: int | None
    state: str
    signed_on: date | None
    signatory: str
    signatory_role: str
    document_id: int | None
    replaces_id: int | None
    made_by: str
    remark: str

    @property
    def waits_minor(self) -> int:
        """Neither accepted nor rejected, minor units."""
        return self.amount_minor - self.accepted_minor - self.rejected_minor

    @property
    def stage(self) -> str:
        """Where it stands in one word: TAKEN_BACK, UNSIGNED, CONSIGNED, REJECTED, ACCEPTED, TO_ACCEPT, SIGNED."""
        if self.state != NoteState.SIGNED.value:
            return self.state
        if self.is_consignment:
            return "CONSIGNED"
        if self.rejected_minor:
            return "REJECTED"
        if self.accepted_minor and not self.waits_minor:
            return "ACCEPTED"
        return "TO_ACCEPT" if self.needs_acceptance else "SIGNED"


@dataclass(frozen=True, slots=True)
class NoteLineRow:
    """A line of a delivery note; quantities in millionths."""

    id: int
    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int
    accepted_micros: int
    rejected_micros: int
    sold_micros: int

    @property
    def open_micros(self) -> int:
        """Neither accepted nor rejected."""
        return self.quantity_micros - self.accepted_micros - self.rejected_micros

    @property
    def unsold_micros(self) -> int:
        """At the consignee: neither sold nor rejected."""
        return self.quantity_micros - self.sold_micros - self.rejected_micros


def note_page(
    *, actor: Actor, narrowed: NoteFilter, sort: str = "-day", number: int = 1, size: int = PAGE_SIZE
) -> Page[NoteRow]:
    """One page of the delivery notes `actor` may see, with sums per currency of those that stand; three queries."""
    rows = _narrowed(notes_for(actor=actor), narrowed)
    living = rows.exclude(state=NoteState.TAKEN_BACK.value).order_by()
    totals = dict(living.values_list("currency").annotate(total=Sum("amount_minor")))
    start, end = page_bounds(number=number, size=size)
    shown = related(rows=rows).order_by(*SORTS.get(sort, SORTS["-day"]))[start:end]
    return Page(tuple(note_row(row=row) for row in shown), max(number, 1), end - start, rows.count(), totals)


def first_notes(*, actor: Actor, narrowed: NoteFilter, sort: str, limit: int) -> tuple[NoteRow, ...]:
    """The first delivery notes `actor` may see, for the page of what they belong to; one query, without sums or number."""
    rows = related(rows=_narrowed(notes_for(actor=actor), narrowed)).order_by(*SORTS[sort])[:limit]
    return tuple(note_row(row=row) for row in rows)


def notes_after(
    *, actor: Actor, after_id: int, limit: int, company_id: int | None = None, customer_id: int | None = None
) -> tuple[NoteRow, ...]:
    """Delivery notes in the order of their ids, for programs; one query."""
    rows = _narrowed(notes_for(actor=actor), NoteFilter(company_id=company_id, customer_id=customer_id))
    return tuple(note_row(row=row) for row in related(rows=rows).filter(pk__gt=after_id).order_by("pk")[:limit])


def lines_of(*, note_ids: Iterable[int]) -> dict[int, tuple[NoteLineRow, ...]]:
    """The lines of delivery notes that were filtered by access before; one query."""
    found: dict[int, list[NoteLineRow]] = {}
    for row in NoteLine.objects.filter(note__in=list(note_ids)).order_by("note_id", "number"):
        line = NoteLineRow(
            row.pk,
            row.number,
            row.item_code,
            row.name,
            row.specification,
            row.unit,
            row.quantity_micros,
            row.unit_price_micros,
            row.amount_minor,
            row.accepted_micros,
            row.rejected_micros,
            row.sold_micros,
        )
        found.setdefault(row.note_id, []).append(line)
    return {note_id: tuple(lines) for note_id, lines in found.items()}


def note_row(*, row: Note) -> NoteRow:
    """The frozen row of a note read with its customer, order and contract."""
    return NoteRow(
        id=row.pk,
        company_id=row.company_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        order_id=row.order_id,
        order_number=row.order.number if row.order else "",
        contract_id=row.contract_id,
        contract_number=row.contract.number if row.contract else "",
        number=row.number,
        delivered_on=row.delivered_on,
        currency=row.currency,
        amount_minor=row.amount_minor,
        accepted_minor=row.accepted_minor,
        rejected_minor=row.rejected_minor,
        sold_minor=row.sold_minor,
        accepted_on=row.accepted_on,
        is_consignment=row.is_consignment,
        needs_acceptance=row.needs_acceptance,
        inspection_days=row.inspection_days,
        state=row.state,
        signed_on=row.signed_on,
        signatory=row.signatory,
        signatory_role=row.signatory_role,
        document_id=row.document_id,
        replaces_id=row.replaces_id,
        made_by=row.made_by_name,
        remark=row.remark,
    )


def related(*, rows: QuerySet[Note]) -> QuerySet[Note]:
    """Notes read with what `note_row` names."""
    return rows.select_related("customer", "order", "contract")


def _narrowed(rows: QuerySet[Note], narrowed: NoteFilter) -> QuerySet[Note]:
    rows = rows.filter(WHICH.get(narrowed.which, Q()))
    if narrowed.which not in ("ALL", "TAKEN_BACK"):
        rows = rows.exclude(state=NoteState.TAKEN_BACK.value)
    if narrowed.search:
        text = narrowed.search
        rows = rows.filter(
            Q(number__icontains=text) | Q(customer__name__icontains=text) | Q(order__number__icontains=text)
        )
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "order_id": narrowed.order_id,
        "contract_id": narrowed.contract_id,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value is not None})
