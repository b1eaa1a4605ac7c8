"""Reads of late-payment interest: what has accrued and what became of it by item, claims with their segments, pauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import F, Q, QuerySet

from huikuan.interest.access import charges_for, pauses_for
from huikuan.interest.gathering import Facts, facts_of, terms_picked
from huikuan.interest.models import Charge, ChargeStep
from huikuan.interest.rules.accruing import Interest, PauseReason, Range
from huikuan.interest.rules.bases import Basis, Fault, Terms
from huikuan.interest.rules.cautions import Caution
from huikuan.interest.rules.charging import Event, State
from huikuan.interest.rules.reckoning import Reckoned, reckoned
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.receivables.access import receivables_for
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class Accrued:
    """What an item cost by a day, minor units: accrued on days that nobody has claimed, and claimed by state.

    `fault` says why nothing is computed, where the rate is not known.
    """

    receivable_id: int
    currency: str
    terms: Terms
    article: str
    interest: Interest
    ranges: tuple[Range, ...]
    cautions: tuple[Caution, ...]
    claimed: Mapping[str, int] = field(default_factory=dict)
    fault: Fault | None = None

    @property
    def accrued_minor(self) -> int:
        """On days that nobody has claimed."""
        return self.interest.interest_minor

    @property
    def proposed_minor(self) -> int:
        """Proposed and not decided."""
        return self.claimed.get(State.PROPOSED, 0)

    @property
    def charged_minor(self) -> int:
        """Charged as items of their own."""
        return self.claimed.get(State.CHARGED, 0)

    @property
    def waived_minor(self) -> int:
        """Waived with approval."""
        return self.claimed.get(State.WAIVED, 0)


@dataclass(frozen=True, slots=True)
class LateItem:
    """An item that is or was late with what it cost, minor units."""

    receivable_id: int
    invoice_id: int
    number: str
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    due_date: date
    open_minor: int
    accrued: Accrued | None


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """Days with one principal and one rate, minor units; `rate` in per cent; `pause` where no interest runs."""

    from_day: date
    through_day: date
    days: int
    principal_minor: int
    rate: str
    is_daily: bool
    interest_minor: int
    pause: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a claim."""

    event: Event
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A claim as people see it, minor units."""

    id: int
    receivable_id: int
    company_id: int
    customer_id: int
    currency: str
    from_day: date
    through_day: date
    basis: Basis
    article: str
    days: int
    interest_minor: int
    segments: tuple[SegmentRow, ...]
    cautions: tuple[Caution, ...]
    state: State
    document_id: int | None
    waits: bool
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class PauseRow:
    """Days without interest, of one item or of all."""

    id: int
    receivable_id: int | None
    from_day: date
    through_day: date | None
    reason: PauseReason
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class LateFilter:
    """What a list is narrowed to; empty and None mean no narrowing."""

    search: str = ""
    customer_id: int | None = None
    claimed: str = ""
    """A state in which the item has a claim."""


def accrued(*, receivable_ids: Iterable[int], until: date, terms: Terms | None = None) -> dict[int, Accrued]:
    """What each item cost through `until`, which counts, by the terms that hold or the ones given; eight queries for 5,000.

    Items without a due date, taken back, or interest themselves bear none and are left out (it never compounds). For rooms
    above, which have checked who asks.
    """
    facts = facts_of(receivable_ids=receivable_ids)
    picked = terms_picked(facts=facts, picked=terms)
    return {pk: _accrued(one, until, picked[pk], terms or one.terms) for pk, one in facts.items()}


def _accrued(facts: Facts, until: date, picked: Terms | Fault, terms: Terms) -> Accrued:
    ranges = facts.free(until=until)
    found: Reckoned | Fault = picked if isinstance(picked, Fault) else _counted(facts, ranges, picked)
    claimed: dict[str, int] = {}
    for one in facts.held:
        claimed[one.state] = claimed.get(one.state, 0) + one.interest_minor
    nothing = Interest((), 0, Fraction(0))
    if isinstance(found, Fault):
        return Accrued(facts.receivable_id, facts.currency, terms, terms.law, nothing, ranges, (), claimed, found)
    return Accrued(
        facts.receivable_id, facts.currency, terms, found.article, found.interest, ranges, found.cautions, claimed
    )


def _counted(facts: Facts, ranges: tuple[Range, ...], terms: Terms) -> Reckoned | Fault:
    return reckoned(debt=facts.debt, ranges=ranges, terms=terms, setting=facts.setting)


def late_items(
    *, actor: Actor, today: date, narrowed: LateFilter, number: int = 1, size: int = PAGE_SIZE
) -> Page[LateItem]:
    """One page of items that are late, or were paid late, the longest first; what each cost through today; eleven queries."""
    late = Q(outstanding_minor__gt=0) | Q(last_moved_on__gt=F("due_date"))
    every = receivables_for(actor=actor).filter(late, due_date__lt=today, cancelled_minor=0)
    rows = _narrowed(every.exclude(invoice__kind=InvoiceKind.INTEREST.value), narrowed)
    start, end = page_bounds(number=number, size=size)
    ordered = rows.select_related("invoice__customer", "invoice__company").order_by("due_date", "pk")[start:end]
    shown = list(ordered)
    costs = accrued(receivable_ids=[row.pk for row in shown], until=today)
    found = tuple(
        LateItem(
            receivable_id=row.pk,
            invoice_id=row.invoice_id,
            number=row.invoice.number if row.sequence == 1 else f"{row.invoice.number} / {row.sequence}",
            customer_id=row.customer_id,
            customer_name=row.invoice.customer.name,
            company_id=row.company_id,
            company_name=row.invoice.company.short_name,
            currency=row.currency,
            due_date=row.due_date or today,
            open_minor=row.outstanding_minor,
            accrued=costs.get(row.pk),
        )
        for row in shown
    )
    return Page(found, max(number, 1), end - start, rows.count(), {})


def charges_of(*, actor: Actor, receivable_id: int) -> tuple[ChargeRow, ...]:
    """The claims on one item, oldest days first, with their history; two queries."""
    rows = list(charges_for(actor=actor).filter(receivable_id=receivable_id).order_by("from_day", "pk"))
    steps: dict[int, list[StepRow]] = {}
    for one in ChargeStep.objects.filter(charge_id__in=[row.pk for row in rows]).order_by("pk"):
        steps.setdefault(one.charge_id, []).append(StepRow(Event(one.event), one.at, one.who_name, one.note))
    return tuple(_charge(row, tuple(steps.get(row.pk, ()))) for row in rows)


def pauses_of(*, actor: Actor, customer_id: int, company_id: int) -> tuple[PauseRow, ...]:
    """Pauses that hold for a customer at an own company, oldest first; one query."""
    rows = pauses_for(actor=actor).filter(customer_id=customer_id, company_id=company_id, voided_by=0).order_by("pk")
    return tuple(
        PauseRow(
            row.pk, row.receivable_id, row.from_day, row.through_day, PauseReason(row.reason), row.note, row.who_name
        )
        for row in rows
    )


def segment_rows(*, interest: Interest) -> tuple[SegmentRow, ...]:
    """The segments of a reckoning as people see them."""
    return tuple(
        SegmentRow(
            one.piece.from_day,
            one.piece.through_day,
            one.piece.days,
            one.piece.principal_minor,
            one.piece.rate.percent,
            one.piece.rate.is_daily,
            one.interest_minor,
            one.piece.pause or "",
        )
        for one in interest.segments
    )


def segment_of(*, kept: Mapping[str, Any]) -> SegmentRow:
    """A segment as a claim keeps it."""
    first, last = date.fromisoformat(kept["from_day"]), date.fromisoformat(kept["through_day"])
    return SegmentRow(**{**kept, "from_day": first, "through_day": last})


def _narrowed(rows: QuerySet[Any], narrowed: LateFilter) -> QuerySet[Any]:
    if narrowed.search:
        named = Q(invoice__customer__name__icontains=narrowed.search)
        rows = rows.filter(named | Q(invoice__number__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.claimed:
        claims = Charge.objects.filter(state=narrowed.claimed).values("receivable_id")
        rows = rows.filter(pk__in=claims)
    return rows


def _charge(row: Charge, steps: tuple[StepRow, ...]) -> ChargeRow:
    return ChargeRow(
        id=row.pk,
        receivable_id=row.receivable_id,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        from_day=row.from_day,
        through_day=row.through_day,
        basis=Basis(row.basis),
        article=row.article,
        days=row.days,
        interest_minor=row.interest_minor,
        segments=tuple(segment_of(kept=one) for one in row.segments),
        cautions=tuple(Caution(one["code"], one["article"], one["parameters"]) for one in row.cautions),
        state=State(row.state),
        document_id=row.document_id,
        waits=row.request_id is not None and row.state == State.PROPOSED.value,
        steps=steps,
    )
