"""Reads of the ledger: the story of a document, control totals as of a day, single balances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery, Sum

from huikuan.kernel.paging import portions
from huikuan.ledger.models import DayTotal, Entry, Posting, Series
from huikuan.ledger.rules import POSTING_SERIES, Account, PostingKind


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One side of a posting; minor units, debit positive."""

    account: str
    minor: int
    currency: str
    customer_id: int | None
    receivable_id: int | None
    receipt_id: int | None


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A business event with its entries; `is_reversed` means another posting takes it back."""

    id: int
    company_id: int
    number: int
    kind: str
    effective_date: date
    posted_at: datetime
    act_id: int
    actor_name: str
    document_id: int | None
    reverses_id: int | None
    is_reversed: bool
    reason: str
    note: str
    entries: tuple[EntryRow, ...]

    @property
    def is_live(self) -> bool:
        """Neither a reversal nor reversed."""
        return self.reverses_id is None and not self.is_reversed

    def minor_on(self, *, account: Account, receivable_id: int | None = None) -> int:
        """Sum of the entries on `account` (of one receivable if asked), minor units."""
        return sum(
            entry.minor
            for entry in self.entries
            if entry.account == account.value and receivable_id in (None, entry.receivable_id)
        )


@dataclass(frozen=True, slots=True)
class LastPosting:
    """How far one own company's ledger goes; one that was restored and went on may reach the same number, and differs."""

    number: int
    posting_id: int
    posted_at: datetime


def last_postings() -> dict[int, LastPosting]:
    """The last posting of every own company that has one; everything before it is committed. One query."""
    last = Posting.objects.filter(company_id=OuterRef("company_id"), number=OuterRef("last_number"))
    rows = (
        Series.objects.filter(code=POSTING_SERIES, last_number__gt=0)
        .annotate(posting=Subquery(last.values("pk")), posted_at=Subquery(last.values("posted_at")))
        .values_list("company_id", "last_number", "posting", "posted_at")
    )
    return {company_id: LastPosting(*posting) for company_id, *posting in rows}


def are_posted(*, postings: Mapping[int, LastPosting]) -> bool:
    """Whether each own company's ledger holds this posting; one query."""
    rows = Posting.objects.filter(pk__in=[posting.posting_id for posting in postings.values()])
    return dict(postings) == {row.company_id: LastPosting(row.number, row.pk, row.posted_at) for row in rows}


def customers_posted_about(*, account: Account, after: Mapping[int, int]) -> set[int]:
    """Customers of the entries on `account` in postings above the numbers given by own company; one query."""
    if not after:
        return set()
    newer = [Q(posting__company_id=company_id, posting__number__gt=number) for company_id, number in after.items()]
    rows = Entry.objects.filter(reduce(or_, newer), account=account.value).values_list("customer_id", flat=True)
    return {customer_id for customer_id in rows.distinct() if customer_id is not None}


def postings_about(
    *, receivable_ids: Iterable[int] = (), receipt_ids: Iterable[int] = (), posting_ids: Iterable[int] = ()
) -> tuple[PostingRow, ...]:
    """Every posting that touches one of the documents, or is asked for by id, in posting order; three queries."""
    touched = Entry.objects.filter(
        Q(receivable_id__in=list(receivable_ids)) | Q(receipt_id__in=list(receipt_ids))
    ).values_list("posting_id", flat=True)
    ids = set(touched) | set(posting_ids)
    rows = (
        Posting.objects.filter(pk__in=ids)
        .select_related("act", "reversed_by")
        .prefetch_related("entries")
        .order_by("company_id", "number")
    )
    return tuple(_posting(row) for row in rows)


def posting_row(*, posting_id: int) -> PostingRow | None:
    """One posting with its entries; None if there is none."""
    return next(iter(postings_about(posting_ids=[posting_id])), None)


def control_totals(
    *, account: Account, as_of: date | None = None, company_ids: Iterable[int] | None = None
) -> dict[tuple[int, str], int]:
    """Balance of a control account by (company, currency), minor units, from the day totals; one query."""
    rows = DayTotal.objects.filter(account=account.value)
    if as_of is not None:
        rows = rows.filter(effective_date__lte=as_of)
    if company_ids is not None:
        rows = rows.filter(company_id__in=list(company_ids))
    sums = rows.values_list("company_id", "currency").annotate(total=Sum("minor"))
    return {(company_id, currency): total for company_id, currency, total in sums}


def currencies_booked() -> tuple[str, ...]:
    """Every currency that has been booked, in alphabetical order; read from the day totals."""
    return tuple(DayTotal.objects.order_by("currency").values_list("currency", flat=True).distinct())


def entry_sums(*, account: Account, column: str, ids: Iterable[int]) -> dict[int, int]:
    """Σ entries on `account` by `receivable_id`, `receipt_id` or `customer_id` for the ids given; one query per 5,000."""
    if column not in ("receivable_id", "receipt_id", "customer_id"):
        raise ValueError(column)
    found: dict[int, int] = {}
    for some in portions(values=list(ids)):
        rows = Entry.objects.filter(account=account.value, **{f"{column}__in": some})
        found |= dict(rows.values_list(column).annotate(total=Sum("minor")))
    return found


def later_changes(*, account: Account, column: str, since: Mapping[int, date]) -> dict[int, dict[date, int]]:
    """Σ entries on `account` by `receivable_id` or `receipt_id` and day, on days after `since`; one query per 5,000 ids."""
    if column not in ("receivable_id", "receipt_id"):
        raise ValueError(column)
    found: dict[int, dict[date, int]] = {pk: {} for pk in sorted(since)}
    for some in portions(values=list(found)):
        rows = Entry.objects.filter(account=account.value, **{f"{column}__in": some})
        sums = rows.values_list(column, "effective_date").annotate(total=Sum("minor"))
        for pk, day, minor in sums.filter(effective_date__gt=min(since.values())):
            if day > since[pk]:
                found[pk][day] = minor
    return found


def reversals_of(*, kind: PostingKind, receipt_ids: Iterable[int], reason: str) -> tuple[tuple[int, date], ...]:
    """Receipt and effective day of each posting of a kind about these receipts that was reversed for a reason; one query."""
    ids = list(receipt_ids)
    rows = (
        Posting.objects.filter(kind=kind.value, reason=reason, reverses__isnull=False, entries__receipt_id__in=ids)
        .values_list("pk", "entries__receipt_id", "effective_date")
        .distinct()
    )
    return tuple((receipt_id, day) for _, receipt_id, day in rows if receipt_id is not None)


def _posting(row: Posting) -> PostingRow:
    entries = tuple(
        EntryRow(e.account, e.minor, e.currency, e.customer_id, e.receivable_id, e.receipt_id)
        for e in sorted(row.entries.all(), key=lambda e: e.pk)
    )
    return PostingRow(
        id=row.pk,
        company_id=row.company_id,
        number=row.number,
        kind=row.kind,
        effective_date=row.effective_date,
        posted_at=row.posted_at,
        act_id=row.act_id,
        actor_name=row.act.actor_name,
        document_id=row.document_id,
        reverses_id=row.reverses_id,
        is_reversed=getattr(row, "reversed_by", None) is not None,
        reason=row.reason,
        note=row.note,
        entries=entries,
    )
