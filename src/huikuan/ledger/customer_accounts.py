"""Reads: what moved the accounts of customers over days, what they came to, and what is open of each item, up to a posting.

A read names the last posting it may know, so that the same question has the same answer later: two times (HOUSE §3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from huikuan.kernel.paging import portions
from huikuan.ledger.models import Entry, Posting, Series
from huikuan.ledger.rules import Account

OWED = (Account.RECEIVABLE, Account.UNAPPLIED, Account.BAD_DEBT)
"""What a customer owes: open items less money on account. What was written off is claimed on (账销案存)."""

_COLUMNS = (
    "customer_id",
    "currency",
    "posting_id",
    "posting__number",
    "posting__kind",
    "posting__reverses_id",
    "effective_date",
    "posting__document_id",
    "receivable_id",
    "receipt_id",
    "minor",
)


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An entry on a customer's account with its posting; minor units, debit positive."""

    customer_id: int
    currency: str
    posting_id: int
    posting_number: int
    kind: str
    is_reversal: bool
    on: date
    document_id: int | None
    receivable_id: int | None
    receipt_id: int | None
    minor: int


@dataclass(frozen=True, slots=True)
class Window:
    """Which entries: of an own company, taking effect through a day, in postings through a number."""

    company_id: int
    through: date
    through_number: int


def last_number(*, company_id: int) -> int:
    """The number of the last posting of an own company, 0 before the first; everything before it is committed."""
    number = Posting.objects.filter(company_id=company_id).order_by("-number").values_list("number", flat=True).first()
    return number or 0


def last_in_series(*, company_id: int, code: str) -> int:
    """The last number given in a gapless series of an own company, 0 before the first."""
    found = Series.objects.filter(company_id=company_id, code=code).values_list("last_number", flat=True).first()
    return found or 0


def account_entries(
    *, window: Window, customer_ids: Collection[int], since: date, after_number: int | None = None
) -> Iterator[AccountEntry]:
    """Entries from `since` on, in posting order; with those before that came after posting `after_number`. One query a portion."""
    wanted = Q(effective_date__gte=since)
    if after_number is not None:
        wanted |= Q(posting__number__gt=after_number)
    for some in portions(values=sorted(customer_ids)):
        rows = _entries(window, OWED).filter(wanted, customer_id__in=some)
        for pk, currency, posting, number, kind, reverses, *rest in rows.order_by("posting__number", "pk").values_list(
            *_COLUMNS
        ):
            yield AccountEntry(pk or 0, currency, posting, number, kind, reverses is not None, *rest)


def account_sums(*, window: Window, customer_ids: Collection[int] | None = None) -> dict[tuple[int, str, Account], int]:
    """Balance of every account that names a customer, by customer, currency and account; one query a portion."""
    found: dict[tuple[int, str, Account], int] = {}
    for some in portions(values=sorted(customer_ids)) if customer_ids is not None else (None,):
        rows = _entries(window, tuple(Account)).filter(customer_id__isnull=False)
        if some is not None:
            rows = rows.filter(customer_id__in=some)
        sums = rows.values_list("customer_id", "currency", "account").annotate(total=Sum("minor")).order_by()
        found |= {(pk or 0, currency, Account(account)): total for pk, currency, account, total in sums}
    return found


def open_receivables(*, window: Window, customer_ids: Collection[int]) -> dict[int, int]:
    """What is open of each receivable of these customers, what was written off counted as open; one query a portion."""
    found: dict[int, int] = {}
    for some in portions(values=sorted(customer_ids)):
        rows = _entries(window, (Account.RECEIVABLE, Account.BAD_DEBT)).filter(customer_id__in=some)
        sums = rows.filter(receivable_id__isnull=False).values_list("receivable_id").annotate(total=Sum("minor"))
        found |= {pk: total for pk, total in sums.order_by() if total and pk is not None}
    return found


def customers_with_account(*, window: Window, since: date) -> tuple[int, ...]:
    """Customers with a balance through the day of the window, or an entry from `since` on; two queries."""
    rows = _entries(window, OWED).filter(customer_id__isnull=False)
    moved = set(rows.filter(effective_date__gte=since).values_list("customer_id", flat=True).distinct())
    sums = rows.values_list("customer_id", "currency").annotate(total=Sum("minor")).order_by()
    return tuple(sorted({pk for pk in moved if pk} | {pk for pk, _, total in sums if total and pk}))


def _entries(window: Window, accounts: tuple[Account, ...]) -> QuerySet[Entry]:
    rows = Entry.objects.filter(
        company_id=window.company_id,
        account__in=[account.value for account in accounts],
        effective_date__lte=window.through,
    )
    # Everything is known but what was posted since: the join is spared where nothing was.
    if window.through_number < last_number(company_id=window.company_id):
        rows = rows.filter(posting__number__lte=window.through_number)
    return rows
