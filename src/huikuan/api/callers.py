"""Who calls: a bearer token becomes an actor; every route says which verb it needs (TRUST S4, S21)."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer

from huikuan.accounts.operations.tokens import MARK, note_use
from huikuan.accounts.queries import actor_of_token
from huikuan.api.limits import Counter, by_token, caller_network, failed_by_address
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted

log = logging.getLogger("huikuan.security")
LONGEST_TOKEN = 200

_noted = Counter(allowed=lambda: 1)
"""A token's use is written once a minute, so that reading does not wait for the writer of an embedded database."""


class Acting(TypedDict):
    """Who acts, at which moment, on which business day, under which idempotency key."""

    actor: Actor
    now: datetime
    today: date
    key: str


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor of a call, this moment, and the business day in the company's zone."""

    actor: Actor
    now: datetime
    today: date

    def key(self, key: str) -> str:
        """The caller's idempotency key made his own, so that nobody can use or guess another's."""
        return f"{key_prefix(actor=self.actor)}{key}"

    def acting(self, key: str) -> Acting:
        """What an act of this call is told besides its subject."""
        return Acting(actor=self.actor, now=self.now, today=self.today, key=self.key(key))


class Bearer(HttpBearer):
    """Lets in tokens whose actor holds `need`."""

    def __init__(self, need: Verb) -> None:
        super().__init__()
        self.need = need

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller behind a token. Raises AuthenticationError, Throttled, NotPermitted TOKEN_LACKS_RIGHT."""
        caller = known_caller(request=request, token=token)
        if not caller.actor.may(self.need):
            log.warning("api: not permitted", extra={"user_id": caller.actor.user_id, "verb": self.need.value})
            raise NotPermitted("TOKEN_LACKS_RIGHT", verb=self.need.value)
        return caller


def known_caller(*, request: HttpRequest, token: str) -> Caller:
    """The caller behind a token, counted and its use noted.

    Raises AuthenticationError alike for an unknown, expired or revoked one, Throttled.
    """
    now = datetime.now(tz=UTC)
    network = caller_network(request=request)
    if wait := failed_by_address.seconds_closed(key=network, now=now):
        raise Throttled(wait)
    plausible = token.startswith(MARK) and len(token) <= LONGEST_TOKEN
    actor = actor_of_token(token=token, now=now) if plausible else None
    if actor is None:
        failed_by_address.take(key=network, now=now)
        log.warning("api: unknown token", extra={"address": network})
        raise AuthenticationError
    hashed = hashlib.sha256(token.encode()).hexdigest()
    if wait := by_token.take(key=hashed, now=now):
        log.warning("api: too many calls", extra={"user_id": actor.user_id})
        raise Throttled(wait)
    if not _noted.take(key=hashed, now=now):
        note_use(token_hash=hashed, now=now)
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    return Caller(actor, now, today)


def signed_in(request: HttpRequest) -> object | None:
    """The person of the session, if there is one; opens nothing but the description of the API."""
    person: object | None = getattr(request, "person", None)
    return person


def caller_of(*, request: HttpRequest) -> Caller:
    """The caller that `Bearer` let in."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise AuthenticationError
    return caller


def key_prefix(*, actor: Actor) -> str:
    """What stands before an idempotency key in the audit row."""
    return f"api:{actor.user_id}:"
