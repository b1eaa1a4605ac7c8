"""Reads: who owes how much, one row per customer and currency; open items found by their amount."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import nsmallest

from django.db.models import F, Q

from huikuan.customers.queries import EVERYBODY, CustomerFilter, narrowed_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.queries.rows import ReceivableRow, row_of
from huikuan.receivables.rules import Balance, BalanceKey, Debtor, balances_by_debtor

_FIGURES: Mapping[str, Callable[[Balance], int | None]] = {
    "overdue": lambda owed: owed.overdue_minor,
    "open": lambda owed: owed.open_minor,
    "oldest": lambda owed: None if owed.oldest_due is None else owed.oldest_due.toordinal(),
}
SORTS = ("overdue", "-overdue", "open", "-open", "oldest", "-oldest")


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


def debtor_page(
    *,
    actor: Actor,
    as_of: date,
    narrowed: DebtorFilter,
    sort: str = "-overdue",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[DebtorRow]:
    """One page of debtors with their count and the open sums per currency of the whole list."""
    owed = balances_by_debtor(balances=_narrowed(actor, as_of, narrowed))
    if narrowed.owing is Owing.OVERDUE:
        owed = {key: sums for key, sums in owed.items() if sums.overdue_minor > 0}
    start, end = page_bounds(number=number, size=size)
    shown = _first(owed, sort, end)[start:]
    found = tuple(_row(key, owed[key]) for key in shown)
    return Page(found, max(number, 1), end - start, len(owed), _totals(owed))


def items_of_amount(*, actor: Actor, as_of: date, minor: int, most: int) -> tuple[ReceivableRow, ...]:
    """Visible open items whose open or original amount is exactly `minor`, earliest due first, at most `most`."""
    rows = receivables_for(actor=actor).filter(outstanding_minor__gt=0)
    rows = rows.filter(Q(outstanding_minor=minor) | Q(original_minor=minor))
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")[:most]
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def _narrowed(actor: Actor, as_of: date, narrowed: DebtorFilter) -> Iterator[tuple[BalanceKey, Balance]]:
    chosen = None if narrowed.customers == EVERYBODY else _chosen(actor, narrowed.customers)
    for key, sums in balances_by_customer(actor=actor, as_of=as_of):
        customer_id, company_id, currency = key
        of_them = chosen is None or customer_id in chosen
        if of_them and narrowed.company_id in (None, company_id) and narrowed.currency in ("", currency):
            yield key, sums


def _chosen(actor: Actor, narrowed: CustomerFilter) -> set[int]:
    return set(narrowed_customers(actor=actor, narrowed=narrowed).values_list("pk", flat=True))


def _row(key: Debtor, owed: Balance) -> DebtorRow:
    return DebtorRow(*key, owed.open_minor, owed.overdue_minor, owed.items, owed.oldest_due)


def _first(owed: Mapping[Debtor, Balance], sort: str, count: int) -> list[Debtor]:
    """So many by the figure, what has none last, equals by customer and currency."""
    figure = _FIGURES.get(sort.removeprefix("-"), _FIGURES["overdue"])
    sign = 1 if sort in SORTS and not sort.startswith("-") else -1
    known = {key: figure(sums) for key, sums in owed.items()}
    return nsmallest(count, known, key=lambda key: (known[key] is None, sign * (known[key] or 0), key))


def _totals(owed: Mapping[Debtor, Balance]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (_customer_id, currency), of_debtor in owed.items():
        sums[currency] = sums.get(currency, 0) + of_debtor.open_minor
    return dict(sorted(sums.items()))
