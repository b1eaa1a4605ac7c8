"""Reads: pages of receivables, narrowed, sorted and summed, of what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from huikuan.customers.access import sees_everything
from huikuan.customers.queries import found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.ledger.queries import currencies_booked
from huikuan.receivables.access import receivables_for
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.queries.rows import ReceivableRow, row_of
from huikuan.receivables.rules import Balance


class Which(StrEnum):
    """Which receivables a list shows."""

    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    DUE_SOON = "DUE_SOON"
    NO_DUE_DATE = "NO_DUE_DATE"
    SETTLED = "SETTLED"
    ALL = "ALL"


_KNOWN_BY_CUSTOMER = (Which.OPEN, Which.OVERDUE, Which.ALL)
DUE_SOON_DAYS = 7
MOST_LOOKED_UP = 1_000
SORTS = {
    "due": ("due_date", "pk"),
    "-due": ("-due_date", "-pk"),
    "open": ("outstanding_minor", "pk"),
    "-open": ("-outstanding_minor", "-pk"),
    "issued": ("issue_date", "pk"),
    "-issued": ("-issue_date", "-pk"),
    "number": ("invoice__number", "pk"),
    "-number": ("-invoice__number", "-pk"),
    "-entered": ("-pk",),
}


@dataclass(frozen=True, slots=True)
class ReceivableFilter:
    """What a list of receivables is narrowed to; None and empty mean no narrowing."""

    which: Which = Which.OPEN
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    salesperson_id: int | None = None
    currency: str = ""
    least_open_minor: int | None = None
    due_from: date | None = None
    due_before: date | None = None


def receivable_page(
    *,
    actor: Actor,
    as_of: date,
    narrowed: ReceivableFilter,
    sort: str = "due",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ReceivableRow]:
    """One page of receivables with the count and the open sums per currency of the whole list.

    The sums are those kept by customer, or read from open items alone; only the page's own rows are read in full, so
    that a page of a million costs what an index costs. A search adds two queries.
    """
    rows = _narrowed(receivables_for(actor=actor), actor, narrowed, as_of)
    start, end = page_bounds(number=number, size=size)
    ids = list(rows.order_by(*_order(sort)).values_list("pk", flat=True)[start:end])
    found = {row.pk: row for row in Receivable.objects.filter(pk__in=ids).select_related("invoice")}
    sums = _open_sums(rows, actor, narrowed, as_of)
    only_open = narrowed.which not in (Which.SETTLED, Which.ALL)
    return Page(
        rows=tuple(row_of(row=found[pk], as_of=as_of) for pk in ids),
        number=max(number, 1),
        size=end - start,
        count=sum(items for _, _, items in sums) if only_open else rows.count(),
        totals={currency: total for currency, total, _ in sorted(sums)},
    )


def _open_sums(
    rows: QuerySet[Receivable], actor: Actor, narrowed: ReceivableFilter, as_of: date
) -> list[tuple[str, int, int]]:
    """(currency, open sum, items) of the currencies that the rows have; no item is read where the kept balances tell all."""
    if narrowed.which is Which.SETTLED:
        return []
    if sees_everything(actor=actor) and narrowed.which in _KNOWN_BY_CUSTOMER and not _asks_for_items(narrowed):
        return _sums_by_customer(actor, narrowed, as_of)
    return _sums_of_items(rows.filter(outstanding_minor__gt=0))


def _asks_for_items(narrowed: ReceivableFilter) -> bool:
    """Whether anything is asked that is said of an item, or of one customer, whose items are few."""
    return replace(narrowed, which=Which.OPEN, company_id=None, currency="") != ReceivableFilter()


def _sums_by_customer(actor: Actor, narrowed: ReceivableFilter, as_of: date) -> list[tuple[str, int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for (_customer_id, company_id, currency), balance in balances_by_customer(actor=actor, as_of=as_of):
        if narrowed.company_id in (None, company_id) and narrowed.currency in ("", currency):
            minor, items = _of_balance(balance, narrowed.which)
            before = sums.get(currency, (0, 0))
            sums[currency] = (before[0] + minor, before[1] + items)
    return [(currency, minor, items) for currency, (minor, items) in sums.items() if items]


def _of_balance(balance: Balance, which: Which) -> tuple[int, int]:
    if which is Which.OVERDUE:
        return balance.overdue_minor, balance.overdue_items
    return balance.open_minor, balance.items


def _sums_of_items(rows: QuerySet[Receivable]) -> list[tuple[str, int, int]]:
    """One walk through the index with a sum for each currency ever booked.

    Grouping 300,000 rows on SQLite takes three times as long; PostgreSQL would leave the index to count ids.
    """
    sums: dict[str, Sum | Count] = {}
    for currency in currencies_booked():
        here = Q(currency=currency)
        sums |= {
            f"total_{currency}": Sum("outstanding_minor", filter=here),
            f"items_{currency}": Count("outstanding_minor", filter=here),
        }
    found = rows.aggregate(**sums)
    taken = ((name.removeprefix("items_"), items) for name, items in found.items() if name.startswith("items_"))
    return [(currency, found[f"total_{currency}"], items) for currency, items in taken if items]


def _narrowed(
    rows: QuerySet[Receivable], actor: Actor, narrowed: ReceivableFilter, as_of: date
) -> QuerySet[Receivable]:
    rows = rows.filter(_which(narrowed.which, as_of))
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "invoice__customer__salesperson_id": narrowed.salesperson_id,
        "currency": narrowed.currency or None,
        "outstanding_minor__gte": narrowed.least_open_minor,
        "due_date__gte": narrowed.due_from,
        "due_date__lt": narrowed.due_before,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    return _searched(rows, actor, narrowed.search) if narrowed.search else rows


def _searched(rows: QuerySet[Receivable], actor: Actor, search: str) -> QuerySet[Receivable]:
    """Items of invoices whose number, or of customers whose name, number or pinyin, holds `search`.

    Few are looked up as ids, each kind by its own index: the two joined by OR would read the whole list.
    """
    invoices = Invoice.objects.filter(number__icontains=search).values_list("pk", flat=True)
    customers = found_customers(actor=actor, search=search).values_list("pk", flat=True)
    either = Q(invoice_id__in=_looked_up(invoices)), Q(customer_id__in=_looked_up(customers))
    ids = {pk for one in either for pk in rows.filter(one).values_list("pk", flat=True)[: MOST_LOOKED_UP + 1]}
    return rows.filter(pk__in=ids) if len(ids) <= MOST_LOOKED_UP else rows.filter(either[0] | either[1])


def _looked_up(ids: QuerySet[Any, int]) -> list[int] | QuerySet[Any, int]:
    found = list(ids[: MOST_LOOKED_UP + 1])
    return found if len(found) <= MOST_LOOKED_UP else ids


def _which(which: Which, as_of: date) -> Q:
    still_open = Q(outstanding_minor__gt=0)
    return {
        Which.OPEN: still_open,
        Which.OVERDUE: still_open & Q(due_date__lt=as_of),
        Which.DUE_SOON: still_open & Q(due_date__gte=as_of, due_date__lte=as_of + timedelta(days=DUE_SOON_DAYS)),
        Which.NO_DUE_DATE: still_open & Q(due_date=None),
        Which.SETTLED: Q(outstanding_minor=0),
        Which.ALL: Q(),
    }[which]


def _order(sort: str) -> tuple[str, ...]:
    return SORTS.get(sort, SORTS["due"])
