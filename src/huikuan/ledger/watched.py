"""Reads for oversight: who posted what since a moment, for postings of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from huikuan.kernel.paging import portions
from huikuan.ledger.models import Entry, Posting
from huikuan.ledger.rules import Account, PostingKind


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A posting and who made it."""

    posting_id: int
    document_id: int
    company_id: int
    at: datetime
    user_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class ActDayRow:
    """The postings of one act and kind: how many, and the earliest day one of them is effective on."""

    act_id: int
    posting_id: int
    company_id: int
    kind: str
    at: datetime
    earliest: date
    postings: int
    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money given back to a customer, minor units."""

    posting_id: int
    receipt_id: int
    company_id: int
    customer_id: int
    day: date
    amount_minor: int
    currency: str
    user_id: int | None
    name: str


def made_since(*, kind: PostingKind, since: datetime) -> tuple[MadeRow, ...]:
    """Postings of a kind about documents, made since a moment and no reversals; one query."""
    rows = Posting.objects.filter(act__at__gte=since, kind=kind.value, reverses=None, document_id__isnull=False)
    return tuple(_made(row) for row in rows.select_related("act").order_by("pk"))


def makers_of(*, receivable_ids: Iterable[int]) -> dict[int, MadeRow]:
    """Who made the posting that raised each receivable, by document; one query per 5,000."""
    found = {}
    for some in portions(values=sorted(set(receivable_ids))):
        rows = Posting.objects.filter(
            entries__receivable_id__in=some, kind=PostingKind.INVOICE.value, reverses=None
        ).distinct()
        for row in rows.select_related("act"):
            found[row.document_id or 0] = _made(row)
    return found


def posted_days_since(*, since: datetime) -> tuple[ActDayRow, ...]:
    """Acts of people since a moment with their earliest effective day; opening balances are old by nature and left out."""
    rows = (
        Posting.objects.filter(act__at__gte=since, act__actor_user_id__isnull=False)
        .exclude(kind=PostingKind.OPENING.value)
        .values_list("act_id", "company_id", "kind", "act__at", "act__actor_user_id", "act__actor_name")
        .annotate(Min("pk"), Min("effective_date"), Count("pk"))
        .order_by("act_id", "kind")
    )
    return tuple(
        ActDayRow(act_id, first, company_id, kind, at, earliest, count, user_id or 0, name)
        for act_id, company_id, kind, at, user_id, name, first, earliest, count in rows
    )


def refunds_since(*, since: datetime) -> tuple[RefundRow, ...]:
    """Refunds to known customers made since a moment and not taken back; one query."""
    rows = Entry.objects.filter(
        posting__act__at__gte=since,
        posting__kind=PostingKind.REFUND.value,
        posting__reverses=None,
        posting__reversed_by=None,
        account=Account.UNAPPLIED.value,
        customer_id__isnull=False,
    )
    return tuple(
        RefundRow(
            row.posting_id,
            row.receipt_id or 0,
            row.company_id,
            row.customer_id or 0,
            row.effective_date,
            abs(row.minor),
            row.currency,
            row.posting.act.actor_user_id,
            row.posting.act.actor_name,
        )
        for row in rows.select_related("posting__act").order_by("pk")
    )


def _made(row: Posting) -> MadeRow:
    return MadeRow(row.pk, row.document_id or 0, row.company_id, row.act.at, row.act.actor_user_id, row.act.actor_name)
