"""Reads of disputes: what is disputed of each receivable as of a day, the list, one with its items and history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from huikuan.accounts.queries import people
from huikuan.disputes.access import disputes_for, disputes_for_guest
from huikuan.disputes.models import Dispute, DisputeItem, DisputeProof, DisputeStep, PolicyVersion
from huikuan.disputes.rules import HOLDING, DisputePolicy, Ending, Event, Reason, State
from huikuan.guests.access import Guest
from huikuan.kernel.actor import Actor
from huikuan.kernel.once import once
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions

SORTS = {
    "deadline": ("deadline", "pk"),
    "-deadline": ("-deadline", "-pk"),
    "opened": ("opened_on", "pk"),
    "-opened": ("-opened_on", "-pk"),
    "amount": ("currency", "amount_minor", "pk"),
    "-amount": ("currency", "-amount_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute as people see it, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    amount_minor: int
    reason: Reason
    text: str
    said_by: str
    by_portal: bool
    state: State
    opened_on: date
    opened_by: str
    owner_id: int | None
    owner: str
    deadline: date
    ended_on: date | None
    items: int
    ending: Ending | None = None
    escalated_on: date | None = None
    escalated_to: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A disputed item: how much of it is disputed, and what of it is open now, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    sequence: int
    due_date: date | None
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a dispute."""

    event: Event
    state: State
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class ProofRow:
    """What an ending rests on: a credit note with what of it went into this dispute, a corrected invoice or a paper, minor units."""

    name: str
    credited_minor: int


@dataclass(frozen=True, slots=True)
class DisputeFilter:
    """What a list is narrowed to; empty and None mean no narrowing. `holding`: those that still stop something."""

    holding: bool = False
    state: str = ""
    search: str = ""
    customer_id: int | None = None
    owner_id: int | None = None
    reason: str = ""


@once
def disputed_minor(
    *, receivable_ids: Iterable[int] | None = None, customer_id: int | None = None, as_of: date | None = None
) -> dict[int, int]:
    """What is disputed of each receivable, minor units: now, or at the end of the day `as_of`; nothing for the others.

    For the rooms above, which have checked who asks. More than is open by now where it was paid since: see `stopped_minor`.
    """
    rows = DisputeItem.objects.filter(_holding(as_of))
    if customer_id is not None:
        rows = rows.filter(dispute__customer_id=customer_id)
    if receivable_ids is None:
        return _sums(rows)
    found: dict[int, int] = {}
    for some in portions(values=sorted(set(receivable_ids))):
        found |= _sums(rows.filter(receivable_id__in=some))
    return found


def dispute_page(
    *, actor: Actor, narrowed: DisputeFilter, sort: str = "deadline", number: int = 1, size: int = PAGE_SIZE
) -> Page[DisputeRow]:
    """One page of disputes with the disputed sums by currency of the whole list; four queries."""
    rows = disputes_for(actor=actor)
    if narrowed.holding:
        rows = rows.filter(ended_on=None)
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.search:
        asked = Q(customer__name__icontains=narrowed.search) | Q(text__icontains=narrowed.search)
        rows = rows.filter(asked | Q(items__receivable__invoice__number=narrowed.search)).distinct()
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.owner_id is not None:
        rows = rows.filter(owner_id=narrowed.owner_id)
    if narrowed.reason:
        rows = rows.filter(reason=narrowed.reason)
    start, end = page_bounds(number=number, size=size)
    known = Dispute.objects.filter(pk__in=rows.values("pk"))
    totals = dict(known.values_list("currency").annotate(total=Sum("amount_minor")).order_by("currency"))
    shown = _rows(known.order_by(*SORTS.get(sort, SORTS["deadline"]))[start:end])
    return Page(shown, max(number, 1), end - start, known.count(), totals)


def holding_disputes(*, actor: Actor) -> tuple[DisputeRow, ...]:
    """Every dispute that still stops something, the one to be decided first in front; two queries."""
    return _rows(disputes_for(actor=actor).filter(ended_on=None).order_by("deadline", "pk"))


def disputes_after(
    *, actor: Actor, after_id: int, limit: int, narrowed: DisputeFilter, company_id: int | None = None
) -> tuple[DisputeRow, ...]:
    """Disputes in the order of their ids, for programs, narrowed by state and customer; two queries."""
    rows = disputes_for(actor=actor).filter(pk__gt=after_id)
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return _rows(rows.order_by("pk")[:limit])


def dispute_row(*, actor: Actor, dispute_id: int) -> DisputeRow | None:
    """One dispute; None where `actor` may not see it."""
    return next(iter(_rows(disputes_for(actor=actor).filter(pk=dispute_id))), None)


def disputes_of_guest(*, guest: Guest) -> tuple[DisputeRow, ...]:
    """What the guest's customer disputed, newest first; two queries."""
    return _rows(disputes_for_guest(guest=guest).order_by("-pk")[:100])


def items_of(*, dispute_id: int) -> tuple[ItemRow, ...]:
    """The items of a dispute whose visibility the caller has checked."""
    rows = DisputeItem.objects.filter(dispute_id=dispute_id).select_related("receivable__invoice").order_by("pk")
    return tuple(
        ItemRow(
            receivable_id=row.receivable_id,
            invoice_id=row.receivable.invoice_id,
            invoice_number=row.receivable.invoice.number,
            sequence=row.receivable.sequence,
            due_date=row.receivable.due_date,
            amount_minor=row.amount_minor,
            open_minor=row.receivable.outstanding_minor,
        )
        for row in rows
    )


def steps_of(*, dispute_id: int) -> tuple[StepRow, ...]:
    """What happened to a dispute whose visibility the caller has checked, newest first."""
    rows = DisputeStep.objects.filter(dispute_id=dispute_id).order_by("-pk")
    return tuple(StepRow(Event(row.event), State(row.state), row.at, row.who_name, row.note) for row in rows)


def proofs_of(*, dispute_id: int) -> tuple[ProofRow, ...]:
    """What the ending of a dispute rests on, whose visibility the caller has checked; one query."""
    rows = DisputeProof.objects.filter(dispute_id=dispute_id).order_by("pk")
    return tuple(
        ProofRow(number or name, minor)
        for number, name, minor in rows.values_list("invoice__number", "name", "amount_minor")
    )


def policy_in_force() -> DisputePolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        return DisputePolicy()
    days: Mapping[str, int] = row.days
    return DisputePolicy(row.number, {Reason(code): value for code, value in days.items()})


def _holding(as_of: date | None) -> Q:
    if as_of is None:
        return Q(dispute__state__in=[state.value for state in HOLDING])
    return Q(dispute__opened_on__lte=as_of) & (Q(dispute__ended_on=None) | Q(dispute__ended_on__gt=as_of))


def _sums(rows: QuerySet[DisputeItem]) -> dict[int, int]:
    return dict(rows.values_list("receivable_id").annotate(total=Sum("amount_minor")).order_by("receivable_id"))


def _rows(rows: QuerySet[Dispute]) -> tuple[DisputeRow, ...]:
    found = list(rows.select_related("customer", "company").annotate(item_count=Count("items")))
    named = {pk for row in found for pk in (row.owner_id, row.escalated_to_id) if pk}
    owners = people(ids=frozenset(named)) if found else {}
    return tuple(
        DisputeRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.company.short_name,
            currency=row.currency,
            amount_minor=row.amount_minor,
            reason=Reason(row.reason),
            text=row.text,
            said_by=row.said_by,
            by_portal=row.link_id is not None,
            state=State(row.state),
            opened_on=row.opened_on,
            opened_by=row.opened_by_name,
            owner_id=row.owner_id,
            owner=owners[row.owner_id].name if row.owner_id in owners else "",
            deadline=row.deadline,
            ended_on=row.ended_on,
            items=row.item_count,
            ending=Ending(row.ending) if row.ending else None,
            escalated_on=row.escalated_on,
            escalated_to=owners[row.escalated_to_id].name if row.escalated_to_id in owners else "",
        )
        for row in found
    )
