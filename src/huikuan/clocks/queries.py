"""Reads of clocks as frozen rows: a customer's debts, one debt, the list of what ends soonest, alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from huikuan.clocks.access import clocks_for
from huikuan.clocks.debts import Debt, debts_of
from huikuan.clocks.models import AcceptedLoss, DebtClock, RecordedEvent
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.rules.deadlines import step_of
from huikuan.clocks.rules.interrupting import BY_STEP, Action
from huikuan.clocks.rules.kinds import EventKind, Strength
from huikuan.clocks.rules.warning import Level, WarningPolicy
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.receivables.access import invoice_for, receivables_for
from huikuan.settlements.called import called_items


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A late debt's clock as of the day it was computed, with what is owed now; minor units.

    `safe` is the day people are warned by; `is_accepted` where somebody decided to let this end come; `person_id` who looks
    after the customer, so who is warned.
    """

    invoice_id: int
    invoice_number: str
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    currency: str
    open_minor: int
    written_off_minor: int
    basis: date
    expires: date
    safe: date
    last_kind: EventKind | None
    last_on: date | None
    strength: Strength | None
    as_of: date
    is_accepted: bool
    person_id: int | None


@dataclass(frozen=True, slots=True)
class ClockAlarm:
    """What of one customer's debts ends soon or has ended, in one currency: the nearest end, its step, what would interrupt."""

    customer_id: int
    currency: str
    debts: int
    minor: int
    invoice_id: int
    invoice_number: str
    day: date
    step: Level
    action: Action


@dataclass(frozen=True, slots=True)
class EventRow:
    """A recorded event with who recorded it and its document."""

    id: int
    kind: EventKind
    on: date
    note: str
    document_id: int | None
    reference: str
    recorded_by: str
    recorded_by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LossRow:
    """A loss somebody accepted, for the end the clock had then."""

    safe: date
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DebtView:
    """One debt with its clock, the recorded events by id and the losses accepted, newest first."""

    debt: Debt
    invoice_number: str
    issue_date: date
    customer_name: str
    company_name: str
    events: dict[int, EventRow]
    losses: tuple[LossRow, ...]


@dataclass(frozen=True, slots=True)
class LateDebt:
    """A debt that an event may be about, with its items; minor units."""

    invoice_id: int
    invoice_number: str
    currency: str
    owed_minor: int
    receivable_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """What a list is narrowed to: ends within so many days from today (not over yet), is over, or all."""

    within: int | None = None
    is_over: bool = False
    search: str = ""
    customer_id: int | None = None


def clocks_of(*, actor: Actor, customer_id: int, today: date) -> tuple[Debt, ...]:
    """Each late debt of a customer, written off or not, with its clock as of now, what ends first in front.

    Twenty-four queries at most, however many debts. Raises NotPermitted.
    """
    customer_for(actor=actor, customer_id=customer_id)
    called = [pk for pk, day in called_items(customer_id=customer_id).items() if day < today]
    is_late = Q(due_date__lt=today) | Q(pk__in=called)
    rows = receivables_for(actor=actor).filter(is_late, customer_id=customer_id)
    owed = rows.filter(Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0))
    found = debts_of(invoice_ids=sorted(set(owed.values_list("invoice_id", flat=True))), as_of=today)
    return tuple(sorted(found, key=lambda debt: (debt.safe or date.max, debt.invoice_id)))


def late_debts(*, actor: Actor, customer_id: int, company_id: int, today: date) -> tuple[LateDebt, ...]:
    """What a customer owes an own company that is late, without a due day, or written off, without clocks; one query."""
    rows = receivables_for(actor=actor).filter(customer_id=customer_id, company_id=company_id)
    rows = rows.filter(
        Q(due_date__lt=today) | Q(due_date=None), Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0)
    )
    columns = ("invoice_id", "invoice__number", "currency", "outstanding_minor", "written_off_minor", "pk")
    found: dict[int, LateDebt] = {}
    for invoice_id, number, currency, left, gone, pk in rows.order_by("due_date", "pk").values_list(*columns):
        before = found.get(invoice_id, LateDebt(invoice_id, number, currency, 0, ()))
        owed, ids = before.owed_minor + left + gone, (*before.receivable_ids, pk)
        found[invoice_id] = replace(before, owed_minor=owed, receivable_ids=ids)
    return tuple(found.values())


def debt_view(*, actor: Actor, invoice_id: int, as_of: date | None = None) -> DebtView:
    """One debt with its chain of events, as of a day. Raises NotPermitted INVOICE_NOT_VISIBLE."""
    invoice = invoice_for(actor=actor, invoice_id=invoice_id)
    (debt,) = debts_of(invoice_ids=[invoice_id], as_of=as_of)
    together = (invoice_id, *debt.beside)
    rows = RecordedEvent.objects.filter(items__receivable__invoice_id__in=together, withdrawal=None).distinct()
    losses = AcceptedLoss.objects.filter(invoice_id=invoice_id).order_by("-pk")
    return DebtView(
        debt=debt,
        invoice_number=invoice.number,
        issue_date=invoice.issue_date,
        customer_name=invoice.customer.name,
        company_name=invoice.company.short_name,
        events={row.pk: _event(row) for row in rows},
        losses=tuple(LossRow(row.safe, row.reason, row.who_name, row.at) for row in losses),
    )


def clock_page(
    *, actor: Actor, today: date, narrowed: ClockFilter, number: int = 1, size: int = PAGE_SIZE
) -> Page[ClockRow]:
    """One page of clocks of what is still owed, the nearest end first, with what is open by currency; four queries."""
    rows = _owed(clocks_for(actor=actor))
    if narrowed.within is not None:
        rows = rows.filter(safe__gte=today, safe__lte=today + timedelta(days=narrowed.within))
    if narrowed.is_over:
        rows = rows.filter(safe__lt=today)
    if narrowed.search:
        rows = rows.filter(Q(customer__name__icontains=narrowed.search) | Q(invoice__number__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    start, end = page_bounds(number=number, size=size)
    sums = rows.values_list("currency").annotate(total=Sum("invoice__receivables__outstanding_minor"))
    shown = _clock_rows(rows.order_by("safe", "pk")[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), dict(sums.order_by("currency")))


def clock_alarms(*, actor: Actor, today: date) -> tuple[ClockAlarm, ...]:
    """What ends within the warning days or has ended and was not given up, by customer and currency, the nearest first; two queries."""
    policy = policy_in_force()
    near = clocks_for(actor=actor).filter(safe__lte=today + timedelta(days=policy.long.first))
    owed = near.annotate(
        is_accepted=_accepted(),
        open_minor=Sum("invoice__receivables__outstanding_minor"),
        gone_minor=Sum("invoice__receivables__written_off_minor"),
    ).filter(Q(open_minor__gt=0) | Q(gone_minor__gt=0), is_accepted=False)
    columns = ("customer_id", "currency", "open_minor", "gone_minor", "invoice_id", "invoice__number", "safe")
    found: dict[tuple[int, str], list[tuple[int, int, str, date]]] = {}
    for customer_id, currency, open_minor, gone_minor, *nearest in owed.order_by("safe", "pk").values_list(*columns):
        found.setdefault((customer_id, currency), []).append((open_minor + gone_minor, *nearest))
    return tuple(_alarm(key, debts, today, policy) for key, debts in found.items())


def accepted_for(*, invoice_id: int, safe: date) -> bool:
    """Whether somebody gave up the debt for an end of its clock on that day or later."""
    return AcceptedLoss.objects.filter(invoice_id=invoice_id, safe__gte=safe).exists()


def _owed(rows: QuerySet[DebtClock]) -> QuerySet[DebtClock]:
    parts = receivables_for(actor=SYSTEM).filter(invoice_id=OuterRef("invoice_id"))
    return rows.filter(Exists(parts.filter(Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0))))


def _accepted() -> Exists:
    return Exists(AcceptedLoss.objects.filter(invoice_id=OuterRef("invoice_id"), safe__gte=OuterRef("safe")))


def _alarm(
    key: tuple[int, str], debts: list[tuple[int, int, str, date]], today: date, policy: WarningPolicy
) -> ClockAlarm:
    _minor, invoice_id, invoice_number, day = debts[0]
    step = step_of(day=day, today=today, policy=policy) or Level.OVER
    minor = sum(one[0] for one in debts)
    return ClockAlarm(*key, len(debts), minor, invoice_id, invoice_number, day, step, BY_STEP[step])


def _clock_rows(rows: QuerySet[DebtClock]) -> tuple[ClockRow, ...]:
    found = list(rows.annotate(is_accepted=_accepted()).select_related("customer", "invoice", "invoice__company"))
    sums = _sums([row.invoice_id for row in found])
    return tuple(
        ClockRow(
            invoice_id=row.invoice_id,
            invoice_number=row.invoice.number,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.invoice.company.short_name,
            currency=row.currency,
            open_minor=sums[row.invoice_id][0],
            written_off_minor=sums[row.invoice_id][1],
            basis=row.basis,
            expires=row.expires,
            safe=row.safe,
            last_kind=EventKind(row.last_kind) if row.last_kind else None,
            last_on=row.last_on,
            strength=Strength(row.strength) if row.strength else None,
            as_of=row.as_of,
            is_accepted=row.is_accepted,
            person_id=row.customer.salesperson_id,
        )
        for row in found
    )


def _sums(invoice_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    rows = receivables_for(actor=SYSTEM).filter(invoice_id__in=list(invoice_ids)).order_by()
    found = rows.values_list("invoice_id").annotate(left=Sum("outstanding_minor"), gone=Sum("written_off_minor"))
    return {invoice_id: (left, gone) for invoice_id, left, gone in found}


def _event(row: RecordedEvent) -> EventRow:
    return EventRow(
        id=row.pk,
        kind=EventKind(row.kind),
        on=row.on,
        note=row.note,
        document_id=row.document_id,
        reference=row.reference,
        recorded_by=row.recorded_by_name,
        recorded_by_id=row.recorded_by_id,
        at=row.at,
    )
