"""Reads of proposals, runs and the terms that ratings put in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from huikuan.customers.access import sees_everything
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.ratings.access import proposals_for, terms_for
from huikuan.ratings.models import Proposal, RatingRun
from huikuan.ratings.rules.rerating import ProposalState

SORTS: Mapping[str, tuple[str, ...]] = {
    "-day": ("-pk",),
    "day": ("pk",),
    "grade": ("grade", "pk"),
    "-grade": ("-grade", "-pk"),
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal with its customer; `before`, `after` and `reasons` as kept."""

    id: int
    customer: CustomerRow
    rating_id: int
    card_id: int
    run_kind: str
    day: date
    state: str
    direction: str
    is_automatic: bool
    grade_before: str
    grade: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reasons: Sequence[Mapping[str, Any]]
    request_id: int | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run with how many it rated, proposed something for, and tightened."""

    id: int
    kind: str
    day: date
    rated: int
    proposed: int
    tightened: int
    started_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TermsRow:
    """Terms that a rating put in force."""

    grade: str
    valid_from: date
    valid_through: date
    currency: str
    limit_minor: int | None
    terms_days: int | None
    customer_class: str
    deposit_permille: int
    discount_permille: int
    discount_days: int
    ladder: str
    is_automatic: bool


def proposal_page(
    *,
    actor: Actor,
    states: Iterable[ProposalState] = (ProposalState.WAITING,),
    customer_id: int | None = None,
    sort: str = "-day",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ProposalRow]:
    """One page of proposals about visible customers; three queries."""
    rows = proposals_for(actor=actor).filter(state__in=[state.value for state in states])
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    start, end = page_bounds(number=number, size=size)
    shown = list(rows.order_by(*SORTS.get(sort, SORTS["-day"])).select_related("rating__run")[start:end])
    customers = customers_by_id(ids={row.customer_id for row in shown})
    return Page(
        tuple(_row(row, customers[row.customer_id]) for row in shown), max(number, 1), end - start, rows.count(), {}
    )


def runs(*, actor: Actor, limit: int = 12) -> tuple[RunRow, ...]:
    """The last runs, the newest first; one query. They count all customers: none for whoever sees only some (TRUST Z1)."""
    if not sees_everything(actor=actor):
        return ()
    rows = RatingRun.objects.annotate(
        proposals=Count("ratings__proposal", filter=Q(ratings__proposal__is_automatic=False)),
        tightened=Count("ratings__proposal", filter=Q(ratings__proposal__is_automatic=True)),
    ).order_by("-pk")
    return tuple(
        RunRow(row.pk, row.kind, row.day, row.rated, row.proposals, row.tightened, row.started_by, row.created_at)
        for row in rows[:limit]
    )


def terms_history(*, actor: Actor, customer_id: int) -> tuple[TermsRow, ...]:
    """Terms that ratings put in force for a customer, the newest first; one query."""
    rows = terms_for(actor=actor).filter(customer_id=customer_id).select_related("proposal").order_by("-pk")
    return tuple(
        TermsRow(
            row.grade,
            row.valid_from,
            row.valid_through,
            row.currency,
            row.limit_minor,
            row.terms_days,
            row.customer_class,
            row.deposit_permille,
            row.discount_permille,
            row.discount_days,
            row.ladder,
            row.proposal.is_automatic,
        )
        for row in rows[:60]
    )


def _row(row: Proposal, customer: CustomerRow) -> ProposalRow:
    return ProposalRow(
        id=row.pk,
        customer=customer,
        rating_id=row.rating_id,
        card_id=row.rating.card_id,
        run_kind=row.rating.run.kind,
        day=row.rating.as_of,
        state=row.state,
        direction=row.direction,
        is_automatic=row.is_automatic,
        grade_before=row.grade_before,
        grade=row.grade,
        before=row.before,
        after=row.after,
        reasons=tuple(row.reasons),
        request_id=row.request_id,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
    )
