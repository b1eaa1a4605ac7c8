"""Reads: the links of a customer and what guests asked, as frozen rows for our own people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huikuan.guests.access import Guest, links_for, requests_for, requests_for_guest
from huikuan.guests.models import GuestRequest, PortalLink
from huikuan.guests.rules.links import LinkPurpose, LinkState, RequestKind, RequestState, state_of
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A portal link as our people see it: never its address."""

    id: int
    customer_id: int
    company_name: str
    contact_name: str
    purpose: LinkPurpose
    object_id: int | None
    language: str
    state: LinkState
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    uses: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What a guest asked, and what we answered."""

    id: int
    customer_id: int
    customer_name: str
    kind: RequestKind
    text: str
    person: Mapping[str, Any]
    state: RequestState
    asked_at: datetime
    asked_by: str
    document_id: int
    decided_at: datetime | None
    decided_by: str
    answer: str


def links_of(*, actor: Actor, customer_id: int, now: datetime) -> tuple[LinkRow, ...]:
    """The links of one customer that `actor` may see, newest first; one query."""
    rows = links_for(actor=actor).filter(customer_id=customer_id).select_related("company", "contact")
    return tuple(_link(row, now) for row in rows.order_by("-pk"))


def guest_requests(
    *,
    actor: Actor,
    state: RequestState | None = None,
    customer_id: int | None = None,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[RequestRow]:
    """What guests asked, newest first; two queries."""
    rows = requests_for(actor=actor)
    if state is not None:
        rows = rows.filter(state=state.value)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    start, end = page_bounds(number=number, size=size)
    found = rows.select_related("link__contact", "customer").order_by("-pk")[start:end]
    return Page(tuple(_request(row) for row in found), max(number, 1), end - start, rows.count(), {})


def requests_of_guest(*, guest: Guest) -> tuple[RequestRow, ...]:
    """What was asked with the guest's own link, newest first, at most 100; one query."""
    rows = requests_for_guest(guest=guest).select_related("link__contact", "customer").order_by("-pk")
    return tuple(_request(row) for row in rows[:100])


def _link(row: PortalLink, now: datetime) -> LinkRow:
    return LinkRow(
        id=row.pk,
        customer_id=row.customer_id,
        company_name=row.company.name if row.company else "",
        contact_name=row.contact.name if row.contact else "",
        purpose=LinkPurpose(row.purpose),
        object_id=row.object_id,
        language=row.language,
        state=state_of(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now),
        created_at=row.created_at,
        created_by=row.created_by_name,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        uses=row.uses,
    )


def _request(row: GuestRequest) -> RequestRow:
    contact = row.link.contact
    return RequestRow(
        id=row.pk,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        kind=RequestKind(row.kind),
        text=row.text,
        person=row.person,
        state=RequestState(row.state),
        asked_at=row.asked_at,
        asked_by=contact.name if contact else "",
        document_id=row.document_id,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        answer=row.answer,
    )
