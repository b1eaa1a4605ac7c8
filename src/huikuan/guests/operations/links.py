"""Acts on portal links: open one for a customer, revoke it, write its address where a message leaves, count its openings."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.customers.queries import contacts_of
from huikuan.guests.access import Guest, guest_by_token, link_for
from huikuan.guests.models import GuestCounter, PortalLink
from huikuan.guests.rules.links import (
    MOST_DAYS,
    USUAL_DAYS,
    WINDOW,
    Bucket,
    LinkPurpose,
    act_buckets,
    opening_buckets,
    wait_of,
)
from huikuan.guests.rules.tokens import NONCE_BYTES, hash_of_token, token_of
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused


class TooManyOpenings(Refused):
    """Too many attempts from one place or with one link; says how many minutes to wait."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link to open: for whom, about which own company (None: every one), for what, in which language, for how long."""

    customer_id: int
    language: str
    company_id: int | None = None
    contact_id: int | None = None
    purpose: LinkPurpose = LinkPurpose.ACCOUNT
    object_id: int | None = None
    days: int = USUAL_DAYS


def open_link(*, act: OpenAct, draft: LinkDraft) -> int:
    """Open a link inside an open act; its id. The caller has looked up customer and company for the actor.

    A text that is to carry its address holds `rules.tokens.mark_of(link_id=…)`. Raises Refused PORTAL_DAYS, PORTAL_CONTACT,
    PORTAL_LANGUAGE.
    """
    _refuse_faulty(draft)
    return _created(act, draft).pk


def make_link(*, actor: Actor, now: datetime, key: str, draft: LinkDraft) -> dict[str, Json]:
    """Open a link as an act of its own; `{"link_id"}`. Raises NotPermitted, and Refused as `open_link`.

    Who works for some of our companies only makes links about one of them.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("open_portal_link", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: {"link_id": open_link(act=act, draft=draft)})


def revoke_link(*, actor: Actor, now: datetime, key: str, link_id: int) -> dict[str, Json]:
    """End a link at once, also for whoever has it open; `{"link_id"}`. Raises NotPermitted, Changed PORTAL_LINK_REVOKED."""
    row = link_for(actor=actor, link_id=link_id)
    intent = Intent("revoke_portal_link", actor, now, key, row.company_id, {"link_id": link_id})

    def work(act: OpenAct) -> dict[str, Json]:
        live = PortalLink.objects.filter(pk=link_id, revoked_at=None)
        if not live.update(revoked_at=act.now, revoked_by_name=actor.name):
            raise Changed("PORTAL_LINK_REVOKED", link=link_id)
        return {"link_id": link_id}

    return perform(intent=intent, work=work)


def addresses_of(*, link_ids: Collection[int], customer_id: int) -> Mapping[int, str]:
    """The addresses of links of one customer, made anew; links of anybody else have none (TRUST D6)."""
    rows = PortalLink.objects.filter(pk__in=list(link_ids), customer_id=customer_id)
    return {row.pk: _address(row) for row in rows}


def address_to_copy(*, actor: Actor, link_id: int) -> str:
    """The address of a link for one of our people to hand over himself. Raises NotPermitted."""
    return _address(link_for(actor=actor, link_id=link_id))


def opened(*, token: str, address: str, now: datetime) -> Guest | None:
    """The guest behind a token, counted as a use; None alike for an unknown, expired and revoked one.

    Raises TooManyOpenings PORTAL_WAIT with `minutes`, also alike.
    """
    _slow_down(opening_buckets(token_hash=hash_of_token(token=token), address=address), now)
    guest = guest_by_token(token=token, now=now)
    if guest is not None:
        PortalLink.objects.filter(pk=guest.link_id).update(uses=F("uses") + 1, last_used_at=now)
    return guest


def slow_down_acts(*, guest: Guest, address: str, now: datetime) -> None:
    """Count something a guest sends. Raises TooManyOpenings PORTAL_WAIT with `minutes`."""
    _slow_down(act_buckets(link_id=guest.link_id, address=address), now)


def _created(act: OpenAct, draft: LinkDraft) -> PortalLink:
    nonce = secrets.token_hex(NONCE_BYTES)
    row = PortalLink.objects.create(
        customer_id=draft.customer_id,
        contact_id=draft.contact_id,
        company_id=draft.company_id,
        purpose=draft.purpose.value,
        object_id=draft.object_id,
        language=draft.language,
        nonce=nonce,
        token_hash=secrets.token_hex(32),  # until its number is known, no token fits
        created_at=act.now,
        created_by_id=act.actor.user_id,
        created_by_name=act.actor.name,
        expires_at=act.now + timedelta(days=draft.days),
        act_id=act.id,
    )
    token = token_of(secret=settings.SECRET_KEY, link_id=row.pk, nonce=nonce)
    PortalLink.objects.filter(pk=row.pk).update(token_hash=hash_of_token(token=token))
    return row


def _refuse_faulty(draft: LinkDraft) -> None:
    if not 1 <= draft.days <= MOST_DAYS:
        raise Refused("PORTAL_DAYS", most=MOST_DAYS)
    if draft.language not in dict(settings.LANGUAGES):
        raise Refused("PORTAL_LANGUAGE", language=draft.language[:20])
    if draft.contact_id is not None:
        known = contacts_of(customer_ids=[draft.customer_id]).get(draft.customer_id, ())
        if draft.contact_id not in {person.id for person in known}:
            raise Refused("PORTAL_CONTACT", contact=draft.contact_id)


def _address(row: PortalLink) -> str:
    token = token_of(secret=settings.SECRET_KEY, link_id=row.pk, nonce=row.nonce)
    return f"{settings.BASE_URL}/portal/link/{token}/"


def _slow_down(buckets: Sequence[Bucket], now: datetime) -> None:
    """Count the attempt before it is judged, so that many at once cannot pass the limit."""
    waits: list[timedelta] = []
    with transaction.atomic():
        GuestCounter.objects.filter(window_started_at__lt=now - 4 * WINDOW).delete()
        for bucket in sorted(buckets, key=lambda one: one.key):
            GuestCounter.objects.get_or_create(bucket=bucket.key, defaults={"window_started_at": now, "attempts": 0})
            row = GuestCounter.objects.select_for_update().get(bucket=bucket.key)
            if now >= row.window_started_at + WINDOW:
                row.window_started_at, row.attempts = now, 0
            row.attempts += 1
            row.save(update_fields=["window_started_at", "attempts"])
            wait = wait_of(
                attempts=row.attempts, allowed=bucket.allowed, window_started_at=row.window_started_at, now=now
            )
            waits += [wait] if wait is not None else []
    if waits:
        raise TooManyOpenings("PORTAL_WAIT", minutes=max(1, -(-int(max(waits).total_seconds()) // 60)))
