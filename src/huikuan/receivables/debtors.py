"""Reads: who owes how much, one row per customer and currency; open items found by their amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.expressions import OrderBy

from huikuan.customers.queries import found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries import DUE_SOON_DAYS, ReceivableRow, row_of

SORTS = ("overdue", "-overdue", "open", "-open", "oldest", "-oldest")
_FIELDS = {"overdue": "late", "open": "total", "oldest": "oldest"}


class Owing(StrEnum):
    """Which debtors a list shows."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class DebtorFilter:
    """What a list of debtors is narrowed to; None and empty mean no narrowing."""

    owing: Owing = Owing.OPEN
    search: str = ""
    salesperson_id: int | None = None
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
    """One page of debtors with their count and the open sums per currency of the whole list; one query over open items."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    if narrowed.company_id is not None:
        rows = rows.filter(company_id=narrowed.company_id)
    if narrowed.currency:
        rows = rows.filter(currency=narrowed.currency)
    if narrowed.search or narrowed.salesperson_id is not None:
        customers = found_customers(actor=actor, search=narrowed.search)
        if narrowed.salesperson_id is not None:
            customers = customers.filter(salesperson_id=narrowed.salesperson_id)
        rows = rows.filter(customer_id__in=customers.values("pk"))
    sums = (
        rows.values_list("customer_id", "currency")
        .annotate(
            total=Sum("outstanding_minor"),
            late=Sum("outstanding_minor", filter=Q(due_date__lt=as_of), default=0),
            items=Count("pk"),
            oldest=Min("due_date"),
        )
        .order_by(*_order(sort))
    )
    if narrowed.owing is Owing.OVERDUE:
        sums = sums.filter(late__gt=0)
    found = [DebtorRow(*row) for row in sums.values_list("customer_id", "currency", "total", "late", "items", "oldest")]
    start, end = page_bounds(number=number, size=size)
    return Page(tuple(found[start:end]), max(number, 1), end - start, len(found), _totals(found))


def items_of_amount(*, actor: Actor, as_of: date, minor: int, most: int) -> tuple[ReceivableRow, ...]:
    """Visible open items whose open or original amount is exactly `minor`, earliest due first, at most `most`."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    rows = rows.filter(Q(outstanding_minor=minor) | Q(original_minor=minor))
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")[:most]
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def _order(sort: str) -> tuple[OrderBy | str, ...]:
    name = sort.removeprefix("-")
    field = F(_FIELDS.get(name, "late"))
    by = field.desc(nulls_last=True) if sort.startswith("-") or name not in _FIELDS else field.asc(nulls_last=True)
    return (by, "customer_id", "currency")


def _totals(rows: Iterable[DebtorRow]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.open_minor
    return dict(sorted(sums.items()))
