"""Two doors: what our own people see of links and requests, and what a guest sees of everything: the customer of his link."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from huikuan.customers.access import customers_for, sees_everything
from huikuan.guests.models import GuestRequest, PortalLink
from huikuan.guests.rules.links import LinkPurpose, LinkState, state_of
from huikuan.guests.rules.tokens import hash_of_token, token_of
from huikuan.kernel.actor import Actor, ActorKind, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came by a link: whose account he sees, of which own company (None: of all), and for what."""

    link_id: int
    customer_id: int
    company_id: int | None
    contact_id: int | None
    purpose: LinkPurpose
    object_id: int | None
    language: str

    @property
    def actor(self) -> Actor:
        """The guest as the one who acts: no verbs, no rows; the link, not the person, stands in the audit trail."""
        companies = None if self.company_id is None else frozenset({self.company_id})
        return Actor(name=f"portal link {self.link_id}", kind=ActorKind.GUEST, company_ids=companies)


def guest_by_token(*, token: str, now: datetime) -> Guest | None:
    """Whoever holds the token of a link that is open; None alike for an unknown, an expired and a revoked one.

    One query and the same work in each case. The token must also follow from the secret key in use: a new one ends all links.
    """
    row = PortalLink.objects.filter(token_hash=hash_of_token(token=token)).first()
    link_id, nonce = (0, "") if row is None else (row.pk, row.nonce)
    wanted = token_of(secret=settings.SECRET_KEY, link_id=link_id, nonce=nonce)
    return _guest(row, now) if compare_digest(wanted.encode(), token.encode()) else None


def guest_of(*, link_id: int, now: datetime) -> Guest | None:
    """The guest of a link while it is open, looked up again at each request; None alike for whatever reason it is not."""
    return _guest(PortalLink.objects.filter(pk=link_id).first(), now)


def of_guest(*, guest: Guest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows of a table with `company_id` and `customer_id`, narrowed to what the guest's link is about."""
    own = rows.filter(customer_id=guest.customer_id)
    return own if guest.company_id is None else own.filter(company_id=guest.company_id)


def refuse_other_purpose(*, guest: Guest, purposes: Collection[LinkPurpose]) -> None:
    """Raise NotPermitted PORTAL_LINK_CLOSED unless the link was made for one of these purposes."""
    if guest.purpose not in purposes:
        raise NotPermitted("PORTAL_LINK_CLOSED")


def links_for(*, actor: Actor) -> QuerySet[PortalLink]:
    """The links of visible customers that show no more than `actor` may see himself."""
    rows = PortalLink.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
    return rows


def link_for(*, actor: Actor, link_id: int, need: Verb = Verb.RECORD_ACTIVITY) -> PortalLink:
    """One link, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = links_for(actor=actor).filter(pk=link_id).first()
    if row is None:
        raise NotPermitted("PORTAL_LINK_NOT_VISIBLE", link=link_id)
    return row


def requests_for(*, actor: Actor) -> QuerySet[GuestRequest]:
    """What guests of visible customers asked."""
    rows = GuestRequest.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(Q(company_id=None) | Q(company_id__in=actor.company_ids))
    if not sees_everything(actor=actor):
        rows = rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
    return rows


def requests_for_guest(*, guest: Guest) -> QuerySet[GuestRequest]:
    """What was asked with the guest's own link: another link of the same customer may be another person's."""
    return GuestRequest.objects.filter(link_id=guest.link_id, customer_id=guest.customer_id)


def request_for(*, actor: Actor, request_id: int, need: Verb) -> GuestRequest:
    """One request of a guest, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = requests_for(actor=actor).filter(pk=request_id).first()
    if row is None:
        raise NotPermitted("GUEST_REQUEST_NOT_VISIBLE", request=request_id)
    return row


def _guest(row: PortalLink | None, now: datetime) -> Guest | None:
    if row is None or state_of(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now) is not LinkState.OPEN:
        return None
    return Guest(
        link_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        contact_id=row.contact_id,
        purpose=LinkPurpose(row.purpose),
        object_id=row.object_id,
        language=row.language,
    )
