"""Reads: who owes how much, one row per customer and currency; open items found by their amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from huikuan.customers.queries import EVERYBODY, CustomerFilter, narrowed_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.receivables.access import receivables_for
from huikuan.receivables.models import Receivable
from huikuan.receivables.queries.lists import DUE_SOON_DAYS
from huikuan.receivables.queries.rows import ReceivableRow, row_of

SORTS = ("overdue", "-overdue", "open", "-open", "oldest", "-oldest")
Debtor = tuple[int, str]
"""A customer's id and a currency."""


class Owing(StrEnum):
    """Which debtors a list shows."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class DebtorFilter:
    """What a list of debtors is narrowed to; None and empty mean no narrowing."""

    owing: Owing = Owing.OPEN
    customers: CustomerFilter = EVERYBODY
    company_id: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class DebtorRow:
    """What one customer owes in one currency, minor units; `oldest_due` is the earliest due day of an open item."""

    customer_id: int
    currency: str
    open_minor: int
    overdue_minor: int
    items: int
    oldest_due: date | None


@dataclass(frozen=True, slots=True)
class DebtSums:
    """What all visible customers owe in one currency, minor units; `soon` is due today and within the days asked for."""

    currency: str
    open_minor: int
    overdue_minor: int
    overdue_customers: int
    soon_minor: int


def debt_sums(
    *, actor: Actor, as_of: date, company_id: int | None = None, soon_days: int = DUE_SOON_DAYS
) -> tuple[DebtSums, ...]:
    """Open, overdue and soon due sums by currency; one query over open items."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    late = Q(due_date__lt=as_of)
    soon = Q(due_date__gte=as_of, due_date__lte=as_of + timedelta(days=soon_days))
    sums = rows.values_list("currency").annotate(
        total=Sum("outstanding_minor"),
        late=Sum("outstanding_minor", filter=late, default=0),
        customers=Count("customer_id", filter=late, distinct=True),
        soon=Sum("outstanding_minor", filter=soon, default=0),
    )
    return tuple(DebtSums(*row) for row in sums.order_by("-total"))


def debtor_page(
    *,
    actor: Actor,
    as_of: date,
    narrowed: DebtorFilter,
    sort: str = "-overdue",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[DebtorRow]:
    """One page of debtors with their count and the open sums per currency of the whole list; two queries of open items.

    The sums are those of every debtor, for the order and the totals; the rest is read for the page alone.
    """
    rows = _narrowed(actor, narrowed)
    owed = _owed(rows, as_of)
    if narrowed.owing is Owing.OVERDUE:
        owed = {key: sums for key, sums in owed.items() if sums[1] > 0}
    start, end = page_bounds(number=number, size=size)
    if sort.endswith("oldest"):
        details = _details(rows)
        shown = _sorted({key: _day_number(details[key][1]) for key in owed}, sort)[start:end]
    else:
        field = 0 if sort.endswith("open") else 1
        shown = _sorted({key: sums[field] for key, sums in owed.items()}, sort)[start:end]
        details = _details(rows.filter(customer_id__in={customer_id for customer_id, _ in shown}))
    found = tuple(DebtorRow(*key, *owed[key], *details[key]) for key in shown)
    return Page(found, max(number, 1), end - start, len(owed), _totals(owed))


def items_of_amount(*, actor: Actor, as_of: date, minor: int, most: int) -> tuple[ReceivableRow, ...]:
    """Visible open items whose open or original amount is exactly `minor`, earliest due first, at most `most`."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    rows = rows.filter(Q(outstanding_minor=minor) | Q(original_minor=minor))
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")[:most]
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def _narrowed(actor: Actor, narrowed: DebtorFilter) -> QuerySet[Receivable]:
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    if narrowed.company_id is not None:
        rows = rows.filter(company_id=narrowed.company_id)
    if narrowed.currency:
        rows = rows.filter(currency=narrowed.currency)
    if narrowed.customers != EVERYBODY:
        customers = narrowed_customers(actor=actor, narrowed=narrowed.customers)
        rows = rows.filter(customer_id__in=customers.values("pk"))
    return rows


def _owed(rows: QuerySet[Receivable], as_of: date) -> dict[Debtor, tuple[int, int]]:
    """Open and overdue of everybody; grouped as the index of open items is ordered, so nothing is sorted."""
    owed: dict[Debtor, tuple[int, int]] = {}
    sums = rows.values_list("customer_id", "company_id", "currency").annotate(
        total=Sum("outstanding_minor"),
        late=Sum("outstanding_minor", filter=Q(due_date__lt=as_of), default=0),
    )
    for customer_id, _company_id, currency, total, late in sums.order_by():
        before = owed.get((customer_id, currency), (0, 0))
        owed[customer_id, currency] = (before[0] + int(total), before[1] + int(late))
    return owed


def _details(rows: QuerySet[Receivable]) -> dict[Debtor, tuple[int, date | None]]:
    sums = rows.values_list("customer_id", "currency").annotate(items=Count("pk"), oldest=Min("due_date"))
    return {(customer_id, currency): (items, oldest) for customer_id, currency, items, oldest in sums.order_by()}


def _day_number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _sorted(figures: Mapping[Debtor, int | None], sort: str) -> list[Debtor]:
    """By the figure, what has none last, equals by customer and currency."""
    sign = 1 if sort in ("overdue", "open", "oldest") else -1
    return sorted(figures, key=lambda key: (figures[key] is None, sign * (figures[key] or 0), key))


def _totals(owed: Mapping[Debtor, tuple[int, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (_customer_id, currency), (total, _late) in owed.items():
        sums[currency] = sums.get(currency, 0) + total
    return dict(sorted(sums.items()))
