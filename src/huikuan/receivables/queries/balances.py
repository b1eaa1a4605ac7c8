"""Reads: what every customer owes, for lists that need everybody's balance to order fifty of them.

For readers who see every customer the balances are kept in the memory of the process. A reader compares the last posting
of every own company with the one they were added up at, and adds up again only the customers that newer postings speak
of (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum

from huikuan.customers.access import sees_everything
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import LastPosting, are_posted, customers_posted_about, last_postings
from huikuan.ledger.rules import Account
from huikuan.receivables.access import receivables_for
from huikuan.receivables.models import Receivable
from huikuan.receivables.rules import Balance, BalanceKey

MOST_POSTINGS = 5_000
"""After more than so many new postings all customers are added up anew."""


@dataclass(frozen=True, slots=True)
class KeptBalances:
    """Everybody's balances as of one day, added up when these were the last postings."""

    day: date
    last: Mapping[int, LastPosting]
    balances: Mapping[BalanceKey, Balance]


class _Memory:
    """What the process keeps. Two readers at once may both add up; whichever is put down last, the next goes on from it."""

    kept: KeptBalances | None = None


_memory = _Memory()


def balances_by_customer(*, actor: Actor, as_of: date) -> Iterator[tuple[BalanceKey, Balance]]:
    """What each customer `actor` sees owes to each own company he sees; who has no open item does not appear."""
    if not sees_everything(actor=actor):
        return iter(_added_up(rows=receivables_for(actor=actor), as_of=as_of).items())
    balances = _everybodys(as_of).items()
    if actor.company_ids is None:
        return iter(balances)
    return ((key, balance) for key, balance in balances if key[1] in actor.company_ids)


def brought_up_to_date(*, kept: KeptBalances | None, as_of: date) -> KeptBalances:
    """The balances as of a day with every posting committed by now; only customers of new postings are added up again."""
    last = last_postings()  # before the items: what is posted between the two is new once more to the next reader
    if kept is None or kept.day != as_of or not _goes_on(kept.last, last):
        return KeptBalances(as_of, last, _added_up(rows=Receivable.objects.all(), as_of=as_of))
    after = {company_id: kept.last[company_id].number if company_id in kept.last else 0 for company_id in last}
    grown = {company_id: number for company_id, number in after.items() if last[company_id].number > number}
    if not grown:
        return kept
    moved = customers_posted_about(account=Account.RECEIVABLE, after=grown)
    balances = {key: balance for key, balance in kept.balances.items() if key[0] not in moved}
    for some in portions(values=sorted(moved)):
        balances |= _added_up(rows=Receivable.objects.filter(customer_id__in=some), as_of=as_of)
    return KeptBalances(as_of, last, balances)


def _everybodys(as_of: date) -> Mapping[BalanceKey, Balance]:
    if connection.in_atomic_block:  # sees postings that may never be committed
        return _added_up(rows=Receivable.objects.all(), as_of=as_of)
    _memory.kept = kept = brought_up_to_date(kept=_memory.kept, as_of=as_of)
    return kept.balances


def _goes_on(before: Mapping[int, LastPosting], last: Mapping[int, LastPosting]) -> bool:
    """Whether `last` is the ledger of `before` not too many postings later; a restored one may not be."""
    new = sum(posting.number for posting in last.values()) - sum(posting.number for posting in before.values())
    return 0 <= new <= MOST_POSTINGS and (before == last or are_posted(postings=before))


def _added_up(*, rows: QuerySet[Receivable], as_of: date) -> dict[BalanceKey, Balance]:
    """Grouped in the order of the index of open items, and nothing asked that it does not hold; one query."""
    late = Q(due_date__lt=as_of)
    sums = (
        rows.filter(outstanding_minor__gt=0)
        .values_list("customer_id", "company_id", "currency")
        .annotate(
            total=Sum("outstanding_minor"),
            late=Sum("outstanding_minor", filter=late),
            items=Count("outstanding_minor"),
            late_items=Count("outstanding_minor", filter=late),
            oldest=Min("due_date"),
        )
        .order_by()
    )
    return {
        (customer_id, company_id, currency): Balance(int(total), int(overdue or 0), items, late_items, oldest)
        for customer_id, company_id, currency, total, overdue, items, late_items, oldest in sums
    }
