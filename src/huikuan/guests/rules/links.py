"""PURE: what a portal link is for, how long it opens, how often it may be tried, and what a guest may ask of us."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huikuan.kernel.networks import network_of


class LinkPurpose(StrEnum):
    """What a link shows: the whole account of a customer, or one statement to be confirmed."""

    ACCOUNT = "ACCOUNT"
    STATEMENT = "STATEMENT"


class LinkState(StrEnum):
    """Where a link stands on a moment."""

    OPEN = "OPEN"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class RequestKind(StrEnum):
    """What a guest asks of us without changing anything himself."""

    CONTACT = "CONTACT"
    QUESTION = "QUESTION"


class RequestState(StrEnum):
    """Where a guest's request stands."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


class RequestEvent(StrEnum):
    """What our people do with a guest's request."""

    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"


TRANSITIONS: Mapping[tuple[RequestState, RequestEvent], RequestState] = {
    (RequestState.OPEN, RequestEvent.ACCEPT): RequestState.ACCEPTED,
    (RequestState.OPEN, RequestEvent.REFUSE): RequestState.REFUSED,
}

USUAL_DAYS, MOST_DAYS = 30, 180
"""How long a link opens unless said, and at most."""

VISIT = timedelta(hours=2)
"""How long one opening lasts; then the link of the message opens the next."""

CODE_LASTS = timedelta(hours=24)
MOST_TRIES = 5
CODE_EVERY, CODES_A_DAY = timedelta(minutes=1), 5
"""How soon a person may have another code by text message, and how many in 24 hours."""
WINDOW = timedelta(minutes=15)
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """A counter of attempts and how many it allows within one window."""

    key: str
    allowed: int


def state_of(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> LinkState:
    """Whether a link opens on a moment, and why not."""
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


def opening_buckets(*, token_hash: str, address: str) -> tuple[Bucket, ...]:
    """The counters an opening fills: of this very address of a link, and of the place it comes from (TRUST S16, S20)."""
    return (Bucket(_bucket("LINK", token_hash), 60), Bucket(_bucket("OPENER", network_of(address=address)), 120))


def act_buckets(*, link_id: int, address: str) -> tuple[Bucket, ...]:
    """The counters that something sent by a guest fills."""
    return (Bucket(_bucket("ACT", str(link_id)), 60), Bucket(_bucket("ACTOR", network_of(address=address)), 120))


def code_wait(*, sent: Collection[datetime], now: datetime) -> timedelta | None:
    """How long a person waits for the next code by text message, who got some at these moments; None if not at all."""
    lately = sorted(at for at in sent if at > now - timedelta(hours=24))
    if len(lately) >= CODES_A_DAY:
        return lately[-CODES_A_DAY] + timedelta(hours=24) - now
    if lately and now < lately[-1] + CODE_EVERY:
        return lately[-1] + CODE_EVERY - now
    return None


def wait_of(*, attempts: int, allowed: int, window_started_at: datetime, now: datetime) -> timedelta | None:
    """How long a counter stays closed; None while it is open."""
    if attempts <= allowed or now >= window_started_at + WINDOW:
        return None
    return window_started_at + WINDOW - now


def _bucket(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(("portal", *parts)).encode()).hexdigest()
