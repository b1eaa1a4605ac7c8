"""What every customer owes, for lists that need everybody's sums to order fifty of them.

The sums are kept in the memory of the process. Each reader compares the last posting of every own company with the one
they were made at, and adds up again only the customers that newer postings speak of (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum

from huikuan.customers.access import sees_everything
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import Position, are_posted, customers_posted_about, last_postings
from huikuan.ledger.rules import Account
from huikuan.receivables.access import receivables_for
from huikuan.receivables.models import Receivable

OwedKey = tuple[int, int, str]
"""A customer's id, an own company's id and a currency."""
Debtor = tuple[int, str]
"""A customer's id and a currency."""
MOST_POSTINGS = 5_000
"""After more than so many new postings all customers are added up anew."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Open items of one customer in one company and currency: minor units, numbers of items, earliest due day."""

    open_minor: int
    overdue_minor: int
    items: int
    overdue_items: int
    oldest_due: date | None

    def __add__(self, other: Owed) -> Owed:
        return Owed(
            self.open_minor + other.open_minor,
            self.overdue_minor + other.overdue_minor,
            self.items + other.items,
            self.overdue_items + other.overdue_items,
            min((day for day in (self.oldest_due, other.oldest_due) if day is not None), default=None),
        )


@dataclass(frozen=True, slots=True)
class OwedBook:
    """Everybody's sums as of one day, made when these were the last postings."""

    day: date
    last: Mapping[int, Position]
    owed: Mapping[OwedKey, Owed]


def owed_by_customers(*, actor: Actor, as_of: date) -> Iterator[tuple[OwedKey, Owed]]:
    """What each customer `actor` sees owes, for every own company he sees; customers without an open item do not appear."""
    if not sees_everything(actor=actor):
        return iter(_summed(rows=receivables_for(actor=actor), as_of=as_of).items())
    owed = _kept.owed(as_of=as_of).items()
    if actor.company_ids is None:
        return iter(owed)
    return ((key, sums) for key, sums in owed if key[1] in actor.company_ids)


def owed_by_debtors(*, owed: Iterable[tuple[OwedKey, Owed]]) -> dict[Debtor, Owed]:
    """What a customer owes several own companies in one currency is one debt."""
    found: dict[Debtor, Owed] = {}
    for (customer_id, _company_id, currency), sums in owed:
        before = found.get((customer_id, currency))
        found[customer_id, currency] = sums if before is None else before + sums
    return found


def brought_up_to_date(*, book: OwedBook | None, as_of: date) -> OwedBook:
    """The book as of a day with every posting that is committed now; only customers of new postings are added up again."""
    # First the positions, then the sums: what is posted between the two is added up again next time.
    last = last_postings()
    if book is None or book.day != as_of or not _goes_on(book.last, last):
        return OwedBook(as_of, last, _summed(rows=Receivable.objects.all(), as_of=as_of))
    if book.last == last:
        return book
    moved = customers_posted_about(account=Account.RECEIVABLE, after=_numbers(book.last, last))
    owed = {key: sums for key, sums in book.owed.items() if key[0] not in moved}
    for some in portions(values=sorted(moved)):
        owed |= _summed(rows=Receivable.objects.filter(customer_id__in=some), as_of=as_of)
    return OwedBook(as_of, last, owed)


def _goes_on(before: Mapping[int, Position], last: Mapping[int, Position]) -> bool:
    """Whether `last` is the same ledger as `before`, by not too many postings later; a restored one may not be."""
    new = sum(position.number for position in last.values()) - sum(position.number for position in before.values())
    return 0 <= new <= MOST_POSTINGS and (before == last or are_posted(positions=before))


def _numbers(before: Mapping[int, Position], last: Mapping[int, Position]) -> dict[int, int]:
    return {company_id: before[company_id].number if company_id in before else 0 for company_id in last}


def _summed(*, rows: QuerySet[Receivable], as_of: date) -> dict[OwedKey, Owed]:
    """Grouped as the index of open items is ordered, so nothing is sorted; one query."""
    late = Q(due_date__lt=as_of)
    sums = (
        rows.filter(outstanding_minor__gt=0)
        .values_list("customer_id", "company_id", "currency")
        .annotate(
            total=Sum("outstanding_minor"),
            late=Sum("outstanding_minor", filter=late),
            items=Count("pk"),
            late_items=Count("pk", filter=late),
            oldest=Min("due_date"),
        )
        .order_by()
    )
    return {
        (customer_id, company_id, currency): Owed(int(total), int(overdue or 0), items, late_items, oldest)
        for customer_id, company_id, currency, total, overdue, items, late_items, oldest in sums
    }


class _Kept:
    """The book between requests; one reader at a time brings it up to date."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._book: OwedBook | None = None

    def owed(self, *, as_of: date) -> Mapping[OwedKey, Owed]:
        if connection.in_atomic_block:  # sees postings that may never be committed
            return _summed(rows=Receivable.objects.all(), as_of=as_of)
        with self._lock:
            self._book = brought_up_to_date(book=self._book, as_of=as_of)
            return self._book.owed


_kept = _Kept()
