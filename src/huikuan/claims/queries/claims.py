"""Reads: announced money and claims as frozen rows, of what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from huikuan.claims.access import announcements_for, claims_for
from huikuan.claims.models import Announcement, Claim, ClaimMove, Concerned
from huikuan.claims.rules import ClaimState, masked
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, RowScope
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

TO_CLAIM, CLAIMED, CLOSED, ALL = "TO_CLAIM", "CLAIMED", "CLOSED", "ALL"
SORTS = {
    "received": ("receipt__received_on", "pk"),
    "-received": ("-receipt__received_on", "-pk"),
    "amount": ("receipt__amount_minor", "pk"),
    "-amount": ("-receipt__amount_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class AnnouncedRow:
    """Announced money, minor units; of the payer's account only the last digits are told. `concern` is the actor's own."""

    id: int
    receipt_id: int
    receipt_number: int
    company_id: int
    received_on: date
    currency: str
    amount_minor: int
    unapplied_minor: int
    method: str
    payer_name: str
    payer_account: str
    reference: str
    announced_on: date
    announced_by_name: str
    note: str
    is_open: bool
    waiting: int
    concern: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its evidence."""

    id: int
    announcement_id: int
    customer_id: int
    customer_name: str
    ground: str
    receivable_ids: tuple[int, ...]
    state: ClaimState
    claimed_at: datetime
    claimant_id: int | None
    claimant_name: str
    decided_at: datetime | None
    decider_name: str
    reason: str
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Something that happened to a claim."""

    step: str
    state: str
    at: datetime
    who: str
    reason: str


def announced_page(
    *, actor: Actor, which: str, search: str = "", sort: str = "-received", number: int = 1, size: int = PAGE_SIZE
) -> Page[AnnouncedRow]:
    """One page of announced money with its count and sums by currency of what is open; four queries."""
    rows = _narrowed(announcements_for(actor=actor), actor, which, search)
    start, end = page_bounds(number=number, size=size)
    shown = _told(rows, actor).order_by(*SORTS.get(sort, SORTS["-received"]))[start:end]
    sums: dict[str, int] = {}
    for currency, minor in rows.filter(closed_at=None).values_list("receipt__currency", "receipt__unapplied_minor"):
        sums[currency] = sums.get(currency, 0) + minor
    return Page(tuple(_row(one) for one in shown), max(number, 1), end - start, rows.count(), sums)


def announced_row(*, actor: Actor, announcement_id: int) -> AnnouncedRow | None:
    """One announcement; None if there is none that the actor may see."""
    row = _told(announcements_for(actor=actor), actor).filter(pk=announcement_id).first()
    return None if row is None else _row(row)


def claims_of(*, actor: Actor, announcement_ids: Iterable[int]) -> dict[int, tuple[ClaimRow, ...]]:
    """The visible claims by announcement, the first first, with their papers; two queries."""
    rows = claims_for(actor=actor).filter(announcement__in=list(announcement_ids)).select_related("customer")
    found = list(rows.order_by("pk"))
    papers: dict[int, list[DocumentRow]] = {}
    for paper in documents_of(purpose=Purpose.CLAIM, owner_ids=[row.pk for row in found]):
        papers.setdefault(paper.owner_id, []).append(paper)
    claims: dict[int, list[ClaimRow]] = {}
    for row in found:
        claims.setdefault(row.announcement_id, []).append(_claim(row, tuple(papers.get(row.pk, ()))))
    return {pk: tuple(some) for pk, some in claims.items()}


def moves_of(*, actor: Actor, claim_id: int) -> tuple[MoveRow, ...]:
    """The history of a visible claim."""
    visible = claims_for(actor=actor).filter(pk=claim_id)
    rows = ClaimMove.objects.filter(claim__in=visible).order_by("pk")
    return tuple(MoveRow(row.step, row.state, row.at, row.who_name, row.reason) for row in rows)


def to_claim(*, actor: Actor) -> dict[str, tuple[int, int, date]]:
    """Open announced money without a waiting claim by currency: number, minor units, the first day; one query."""
    return _sums(_without_claim(announcements_for(actor=actor).filter(closed_at=None)))


def to_decide(*, actor: Actor) -> dict[str, tuple[int, int, date]]:
    """Open announced money with a claim that waits, by currency; one query."""
    waiting = Claim.objects.filter(state=ClaimState.CLAIMED.value).values("announcement")
    return _sums(announcements_for(actor=actor).filter(closed_at=None, pk__in=waiting))


def _sums(rows: QuerySet[Announcement]) -> dict[str, tuple[int, int, date]]:
    found: dict[str, tuple[int, int, date]] = {}
    for currency, minor, day in rows.values_list(
        "receipt__currency", "receipt__unapplied_minor", "receipt__received_on"
    ):
        count, total, first = found.get(currency, (0, 0, day))
        found[currency] = (count + 1, total + minor, min(first, day))
    return dict(sorted(found.items()))


def _without_claim(rows: QuerySet[Announcement]) -> QuerySet[Announcement]:
    return rows.exclude(pk__in=Claim.objects.filter(state=ClaimState.CLAIMED.value).values("announcement"))


def _narrowed(rows: QuerySet[Announcement], actor: Actor, which: str, search: str) -> QuerySet[Announcement]:
    if search:
        rows = rows.filter(
            Q(receipt__payer_name__icontains=search)
            | Q(receipt__reference__icontains=search)
            | Q(note__icontains=search)
        )
    if which == TO_CLAIM:
        return _without_claim(rows.filter(closed_at=None))
    if which == CLAIMED:
        return rows.filter(closed_at=None, claims__in=claims_for(actor=actor).filter(state="CLAIMED")).distinct()
    return rows.filter(closed_at__isnull=False) if which == CLOSED else rows


def _told(rows: QuerySet[Announcement], actor: Actor) -> QuerySet[Announcement]:
    mine = Concerned.objects.filter(announcement=OuterRef("pk"), person_id=actor.user_id or 0).values("concern")[:1]
    visible = Q(claims__state=ClaimState.CLAIMED.value)
    if actor.scope is not RowScope.ALL:
        visible &= Q(claims__claimant_id=actor.user_id)
    return rows.select_related("receipt").annotate(
        waiting=Count("claims", filter=visible, distinct=True), concern=Subquery(mine)
    )


def _row(row: Announcement) -> AnnouncedRow:
    money = row.receipt
    return AnnouncedRow(
        id=row.pk,
        receipt_id=money.pk,
        receipt_number=money.number,
        company_id=row.company_id,
        received_on=money.received_on,
        currency=money.currency,
        amount_minor=money.amount_minor,
        unapplied_minor=money.unapplied_minor,
        method=money.method,
        payer_name=money.payer_name,
        payer_account=masked(account=money.payer_account),
        reference=money.reference,
        announced_on=row.announced_on,
        announced_by_name=row.announced_by_name,
        note=row.note,
        is_open=row.closed_at is None,
        waiting=getattr(row, "waiting", 0),
        concern=getattr(row, "concern", None) or "",
    )


def _claim(row: Claim, documents: tuple[DocumentRow, ...]) -> ClaimRow:
    return ClaimRow(
        id=row.pk,
        announcement_id=row.announcement_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        ground=row.ground,
        receivable_ids=tuple(row.receivable_ids),
        state=ClaimState(row.state),
        claimed_at=row.claimed_at,
        claimant_id=row.claimant_id,
        claimant_name=row.claimant_name,
        decided_at=row.decided_at,
        decider_name=row.decider_name,
        reason=row.reason,
        documents=documents,
    )
