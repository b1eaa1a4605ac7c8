"""Reads of requests as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.approvals.access import (
    decidable,
    decided_requests,
    deciding_fault,
    own_requests,
    request_for,
    tiers_of,
    tiers_on,
)
from huikuan.approvals.models import Request, TierVersion
from huikuan.approvals.rules import SHIPPED_TIERS, RequestKind, RequestState, Tiers, state_on
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions
from huikuan.kernel.refusal import NotPermitted


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as the upper floors see it; `requested_by` and `decided_by` are names, the amount is in minor units."""

    id: int
    kind: RequestKind
    subject_id: int
    customer_id: int | None
    company_id: int | None
    amount_minor: int | None
    currency: str
    title_code: str
    parameters: Mapping[str, str | int]
    reason: str
    requested_by_id: int | None
    requested_by: str
    requested_at: datetime
    state: RequestState
    decided_by_id: int | None
    decided_by: str
    decided_at: datetime | None
    note: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request with whether this actor may decide it or take it back."""

    row: RequestRow
    may_decide: bool
    may_withdraw: bool


def waiting_for(*, actor: Actor, today: date) -> tuple[RequestRow, ...]:
    """What waits for this actor, the oldest first; at most four queries."""
    return tuple(row_of(request=row, today=today) for row in decidable(actor=actor, today=today))


def asked_by(
    *, actor: Actor, today: date, waiting_only: bool = False, number: int = 1, size: int = PAGE_SIZE
) -> Page[RequestRow]:
    """What the actor asked for, the newest first; two queries."""
    rows = own_requests(actor=actor)
    if waiting_only:
        rows = rows.filter(state=RequestState.WAITING.value)
    start, end = page_bounds(number=number, size=size)
    shown = tuple(row_of(request=row, today=today) for row in rows.order_by("-pk")[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), {})


def decided_page(*, actor: Actor, today: date, number: int = 1, size: int = PAGE_SIZE) -> Page[RequestRow]:
    """What the actor decided and what became of his own requests, the newest first; two queries."""
    rows = decided_requests(actor=actor)
    start, end = page_bounds(number=number, size=size)
    shown = tuple(row_of(request=row, today=today) for row in rows.order_by("-pk")[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), {})


def open_request(*, actor: Actor, request_id: int, today: date) -> OpenRequest:
    """One request the actor may see, with what he may do to it. Raises NotPermitted REQUEST_NOT_VISIBLE."""
    request = request_for(actor=actor, request_id=request_id, today=today)
    row = row_of(request=request, today=today)
    waits = row.state is RequestState.WAITING
    may_decide = waits and deciding_fault(actor=actor, row=request, tiers=tiers_on(on=today)) is None
    return OpenRequest(row, may_decide, waits and actor.user_id == request.requested_by_id)


def requests_of(
    *, kind: RequestKind, subject_ids: Iterable[int], today: date | None = None
) -> dict[int, tuple[RequestRow, ...]]:
    """Requests by subject, the newest first; without a day a lapsed request shows as it was last written."""
    found: dict[int, list[RequestRow]] = {}
    for some in portions(values=sorted(set(subject_ids))):
        for request in Request.objects.filter(kind=kind.value, subject_id__in=some).order_by("-pk"):
            found.setdefault(request.subject_id, []).append(row_of(request=request, today=today))
    return {subject_id: tuple(rows) for subject_id, rows in found.items()}


def requests_by_id(*, ids: Iterable[int], today: date | None = None) -> dict[int, RequestRow]:
    """Requests by id, for rows that were already filtered by access."""
    return {
        request.pk: row_of(request=request, today=today)
        for some in portions(values=sorted(set(ids)))
        for request in Request.objects.filter(pk__in=some)
    }


def request_row(*, request_id: int, today: date | None = None) -> RequestRow:
    """One request, for the room that owns its subject. Raises NotPermitted REQUEST_NOT_VISIBLE for an unknown id."""
    request = Request.objects.filter(pk=request_id).first()
    if request is None:
        raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
    return row_of(request=request, today=today)


def tier_versions(*, kind: RequestKind) -> tuple[Tiers, ...]:
    """All versions of the tiers of a kind, the newest first, the shipped one last; two queries."""
    rows = TierVersion.objects.filter(kind=kind.value).order_by("-number").prefetch_related("tiers")
    stored = tuple(tiers_of(row=row) for row in rows)
    return stored or tuple(tiers for known, tiers in SHIPPED_TIERS.items() if known is kind)


def row_of(*, request: Request, today: date | None = None) -> RequestRow:
    """The frozen row of a request, its state as of `today` where a day is given."""
    state = RequestState(request.state)
    return RequestRow(
        id=request.pk,
        kind=RequestKind(request.kind),
        subject_id=request.subject_id,
        customer_id=request.customer_id,
        company_id=request.company_id,
        amount_minor=request.amount_minor,
        currency=request.currency,
        title_code=request.title_code,
        parameters=dict(request.parameters),
        reason=request.reason,
        requested_by_id=request.requested_by_id,
        requested_by=request.requested_by_name,
        requested_at=request.requested_at,
        state=state if today is None else state_on(state=state, expires_on=request.expires_on, today=today),
        decided_by_id=request.decided_by_id,
        decided_by=request.decided_by_name,
        decided_at=request.decided_at,
        note=request.note,
        expires_on=request.expires_on,
    )
