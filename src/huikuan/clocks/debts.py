"""The clocks of debts, computed: an invoice with all its instalments is one debt (Civil Code 189; limitation rules 9).

So are the invoices that the payments of one contract raised: its price is one debt, paid by instalments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import business_calendar
from huikuan.clocks.found import events_of
from huikuan.clocks.rules.kinds import EventKind, Strength
from huikuan.clocks.rules.limitation import ClockEvent, LimitationClock, limitation_clock, with_strength
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.kernel.paging import portions
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.plans import instalments_beside
from huikuan.settlements.called import called_items

LEAST_SAFE = Strength.FAIR
"""People are warned by what stands without weak evidence: an e-mail a server took, a telephone call on tape."""


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice with its instalments and its clock; minor units.

    `safe` is the last day that stands without weak evidence: by it people are warned; None without a clock. `beside` are the
    other invoices that are instalments of the same contract: the period runs from the last of all. An obstacle that lasts still
    keeps the clock open day by day, but `safe` no longer than a paper shows that it lasted.
    """

    invoice_id: int
    company_id: int
    customer_id: int
    currency: str
    receivable_ids: tuple[int, ...]
    open_minor: int
    written_off_minor: int
    clock: LimitationClock
    safe: date | None
    beside: tuple[int, ...] = ()


@dataclass(slots=True)
class _Item:
    id: int
    due_date: date | None
    company_id: int
    customer_id: int
    currency: str
    open_minor: int
    written_off_minor: int


def debts_of(*, invoice_ids: Sequence[int], as_of: date | None = None) -> tuple[Debt, ...]:
    """These debts with their clocks as of a day; nineteen queries for a portion of 5,000, whoever asks was checked before."""
    calendar = business_calendar()
    return tuple(debt for some in portions(values=invoice_ids) for debt in _portion(some, calendar, as_of))


def _portion(invoice_ids: Sequence[int], calendar: BusinessCalendar, as_of: date | None) -> list[Debt]:
    beside = instalments_beside(invoice_ids=invoice_ids)
    items = _items(sorted({*invoice_ids, *(pk for one in beside.values() for pk in one)}))
    known = [item for one in items.values() for item in one]
    found: dict[int, list[ClockEvent]] = {}
    for some in portions(values=known):
        customers = sorted({item.customer_id for item in some})
        found |= events_of(receivable_ids=[item.id for item in some], customer_ids=customers)
    return [
        _debt(pk, {one: items[one] for one in (pk, *beside.get(pk, ())) if one in items}, found, calendar, as_of)
        for pk in invoice_ids
        if pk in items
    ]


def _items(invoice_ids: Sequence[int]) -> dict[int, list[_Item]]:
    columns = ("pk", "due_date", "company_id", "customer_id", "currency", "outstanding_minor", "written_off_minor")
    rows = receivables_for(actor=SYSTEM).filter(invoice_id__in=invoice_ids).order_by("pk")
    found: dict[int, list[_Item]] = {}
    for invoice_id, *values in rows.values_list("invoice_id", *columns):
        found.setdefault(invoice_id, []).append(_Item(*values))
    called = called_items()
    for items in found.values() if called else ():
        for item in items:
            item.due_date = called.get(item.id, item.due_date)
    return found


def _debt(
    invoice_id: int,
    together: dict[int, list[_Item]],
    found: dict[int, list[ClockEvent]],
    calendar: BusinessCalendar,
    as_of: date | None,
) -> Debt:
    """The debt of an invoice, its clock by all invoices `together` with it."""
    every = [item for one in together.values() for item in one]
    events = tuple(dict.fromkeys(event for item in every for event in found.get(item.id, ())))
    due_days = [item.due_date for item in every if item.due_date is not None]
    clock = limitation_clock(due_days=due_days, events=events, calendar=calendar, as_of=as_of)
    strong = with_strength(events=events, least=LEAST_SAFE)
    is_safe = strong == events and all(one.kind is not EventKind.OBSTACLE for one in events)
    safe = clock if is_safe else limitation_clock(due_days=due_days, events=strong, calendar=calendar)
    items = together[invoice_id]
    first = items[0]
    return Debt(
        invoice_id=invoice_id,
        company_id=first.company_id,
        customer_id=first.customer_id,
        currency=first.currency,
        receivable_ids=tuple(item.id for item in items),
        open_minor=sum(item.open_minor for item in items),
        written_off_minor=sum(item.written_off_minor for item in items),
        clock=clock,
        safe=safe.expires,
        beside=tuple(pk for pk in together if pk != invoice_id),
    )
