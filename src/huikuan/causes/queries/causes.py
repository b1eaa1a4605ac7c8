"""Reads of recorded causes: the list, one with its items, evidence and history; what is ours to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Least

from huikuan.causes.access import causes_for
from huikuan.causes.models import Cause, CauseEvidence, CauseItem, CauseStep, MendTask
from huikuan.causes.rules.causes import Cause as Why
from huikuan.causes.rules.causes import Event, State
from huikuan.kernel.actor import Actor
from huikuan.kernel.once import once
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions

SORTS = {
    "since": ("since", "pk"),
    "-since": ("-since", "-pk"),
    "amount": ("currency", "open_minor", "pk"),
    "-amount": ("currency", "-open_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class MendRow:
    """What one of us does about a cause on our side."""

    what: str
    who_id: int
    who: str
    until: date
    done_on: date | None
    done_by: str


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A recorded cause as people see it, minor units: what was open of its items then, and what is now."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    cause: Why
    text: str
    owner_id: int
    owner: str
    since: date
    recorded_by: str
    state: State
    ended_on: date | None
    items: int
    open_minor: int
    still_minor: int
    mend: MendRow | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item a cause is about, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    sequence: int
    due_date: date | None
    open_minor: int
    still_minor: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file or a contact that shows the cause is true."""

    document_id: int | None
    name: str
    activity_id: int | None
    said: str
    on: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a cause."""

    event: Event
    state: State
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class OurCause:
    """A cause on our side that nobody has mended yet, for an item: the customer is not pressed for it."""

    cause_id: int
    cause: Why
    what: str
    who: str
    until: date


@dataclass(frozen=True, slots=True)
class Known:
    """The cause in force for an item."""

    cause_id: int
    cause: Why
    since: date


@dataclass(frozen=True, slots=True)
class CauseFilter:
    """What a list is narrowed to; empty and None mean no narrowing. `to_mend`: on our side and not mended."""

    state: str = ""
    cause: str = ""
    search: str = ""
    customer_id: int | None = None
    to_mend: bool = False


@once
def our_side_causes(*, today: date, customer_id: int | None = None) -> dict[int, OurCause]:
    """By receivable, the causes on our side in force on `today` that are not mended; for rooms above, which have checked who asks.

    One query. Reminders hold these items: we mend before we press.
    """
    rows = CauseItem.objects.filter(ended_on=None, cause__mend__done_on=None, cause__mend__isnull=False)
    rows = rows.filter(cause__state=State.IN_FORCE.value, cause__since__lte=today)
    if customer_id is not None:
        rows = rows.filter(cause__customer_id=customer_id)
    columns = ("cause__mend__what", "cause__mend__who_name", "cause__mend__until")
    return {
        receivable_id: OurCause(cause_id, Why(cause), *mend)
        for receivable_id, cause_id, cause, *mend in rows.order_by("pk").values_list(
            "receivable_id", "cause_id", "cause__cause", *columns
        )
    }


def causes_in_force(*, receivable_ids: Iterable[int]) -> dict[int, Known]:
    """The cause in force of each item that has one; for rooms above, which have checked who asks."""
    found: dict[int, Known] = {}
    for some in portions(values=sorted(set(receivable_ids))):
        rows = CauseItem.objects.filter(receivable_id__in=some, ended_on=None)
        for pk, cause_id, cause, since in rows.values_list("receivable_id", "cause_id", "cause__cause", "cause__since"):
            found[pk] = Known(cause_id, Why(cause), since)
    return found


def causes_of(*, customer_id: int) -> tuple[CauseRow, ...]:
    """The causes in force of a customer, newest first; for rooms above, which have checked who asks."""
    return _rows(Cause.objects.filter(customer_id=customer_id, state=State.IN_FORCE.value).order_by("-pk"))


def causes_of_customers(*, actor: Actor, customer_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The causes in force, as far as `actor` sees them, of the customers that have any; one query."""
    rows = causes_for(actor=actor).filter(customer_id__in=list(customer_ids), state=State.IN_FORCE.value)
    found: dict[int, frozenset[str]] = {}
    for pk, cause in rows.order_by().values_list("customer_id", "cause").distinct():
        found[pk] = found.get(pk, frozenset()) | {cause}
    return found


def cause_page(
    *, actor: Actor, narrowed: CauseFilter, sort: str = "-since", number: int = 1, size: int = PAGE_SIZE
) -> Page[CauseRow]:
    """One page of causes with what was open, by currency, of the whole list; three queries."""
    rows = _narrowed(causes_for(actor=actor), narrowed)
    start, end = page_bounds(number=number, size=size)
    items = CauseItem.objects.filter(cause__in=rows.values("pk"))
    totals = dict(items.values_list("cause__currency").annotate(total=Sum("open_minor")).order_by("cause__currency"))
    shown = _rows(rows, SORTS.get(sort, SORTS["-since"]), slice(start, end))
    return Page(shown, max(number, 1), end - start, rows.count(), totals)


def cause_row(*, actor: Actor, cause_id: int) -> CauseRow | None:
    """One cause; None where `actor` may not see it."""
    return next(iter(_rows(causes_for(actor=actor).filter(pk=cause_id))), None)


def causes_to_mend(*, actor: Actor) -> tuple[CauseRow, ...]:
    """Every cause on our side that waits to be mended, the one to be done first in front; one query."""
    return _rows(_narrowed(causes_for(actor=actor), CauseFilter(to_mend=True)), ("mend__until", "pk"))


def items_of(*, cause_id: int) -> tuple[ItemRow, ...]:
    """The items of a cause whose visibility the caller has checked."""
    rows = CauseItem.objects.filter(cause_id=cause_id).select_related("receivable__invoice").order_by("pk")
    return tuple(
        ItemRow(
            receivable_id=row.receivable_id,
            invoice_id=row.receivable.invoice_id,
            invoice_number=row.receivable.invoice.number,
            sequence=row.receivable.sequence,
            due_date=row.receivable.due_date,
            open_minor=row.open_minor,
            still_minor=row.receivable.outstanding_minor,
            ended_on=row.ended_on,
        )
        for row in rows
    )


def evidence_of(*, cause_id: int) -> tuple[EvidenceRow, ...]:
    """The evidence of a cause whose visibility the caller has checked."""
    rows = CauseEvidence.objects.filter(cause_id=cause_id).select_related("document", "activity").order_by("pk")
    return tuple(
        EvidenceRow(
            document_id=row.document_id,
            name=row.document.name if row.document else "",
            activity_id=row.activity_id,
            said=row.activity.text if row.activity else "",
            on=row.activity.at if row.activity else None,
        )
        for row in rows
    )


def steps_of(*, cause_id: int) -> tuple[StepRow, ...]:
    """What happened to a cause whose visibility the caller has checked, newest first."""
    rows = CauseStep.objects.filter(cause_id=cause_id).order_by("-pk")
    return tuple(StepRow(Event(row.event), State(row.state), row.at, row.who_name, row.note) for row in rows)


def _narrowed(rows: QuerySet[Cause], narrowed: CauseFilter) -> QuerySet[Cause]:
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.cause:
        rows = rows.filter(cause=narrowed.cause)
    if narrowed.search:
        rows = rows.filter(Q(customer__name__icontains=narrowed.search) | Q(text__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.to_mend:
        rows = rows.filter(state=State.IN_FORCE.value, mend__isnull=False, mend__done_on=None)
    return rows


def _rows(rows: QuerySet[Cause], order: tuple[str, ...] = (), part: slice = slice(None)) -> tuple[CauseRow, ...]:
    open_now = Sum(Least("items__open_minor", "items__receivable__outstanding_minor"))
    summed = rows.annotate(item_count=Count("items"), open_minor=Sum("items__open_minor"), still_minor=open_now)
    summed = summed.order_by(*order) if order else summed
    return tuple(_row(row) for row in summed.select_related("customer", "company", "mend")[part])


def _row(row: Cause) -> CauseRow:
    counted: dict[str, int] = {name: getattr(row, name) for name in ("item_count", "open_minor", "still_minor")}
    mend = getattr(row, "mend", None)
    return CauseRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        company_id=row.company_id,
        company_name=row.company.short_name,
        currency=row.currency,
        cause=Why(row.cause),
        text=row.text,
        owner_id=row.owner_id,
        owner=row.owner_name,
        since=row.since,
        recorded_by=row.recorded_by_name,
        state=State(row.state),
        ended_on=row.ended_on,
        items=counted["item_count"],
        open_minor=counted["open_minor"],
        still_minor=counted["still_minor"],
        mend=_mend(mend) if mend else None,
    )


def _mend(row: MendTask) -> MendRow:
    return MendRow(row.what, row.who_id, row.who_name, row.until, row.done_on, row.done_by_name)
