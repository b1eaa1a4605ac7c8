"""API tokens: shown once, kept hashed, scoped, expiring, revocable (TRUST S21)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from huikuan.accounts.models import ApiToken, User
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused

LONGEST_DAYS = 366
MARK = "hk_"
"""How a token begins, so that a leaked one is recognised."""


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A token to make: for whom, what it is called, whether it may write, how many days it lasts."""

    user_id: int
    name: str
    can_write: bool = False
    days: int = 90


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A fresh token; `token` is shown now and never again (empty on a repetition of the same key)."""

    token_id: int
    token: str


def issue_token(*, actor: Actor, now: datetime, key: str, draft: TokenDraft) -> IssuedToken:
    """Make a token that acts as its user. Raises Refused PERSON_UNKNOWN, DAYS_OUT_OF_BOUNDS."""
    if not 1 <= draft.days <= LONGEST_DAYS:
        raise Refused("DAYS_OUT_OF_BOUNDS", days=draft.days, most=LONGEST_DAYS)
    token = MARK + secrets.token_urlsafe(32)
    hashed = hashlib.sha256(token.encode()).hexdigest()
    detail = {"user_id": draft.user_id, "name": draft.name, "can_write": draft.can_write, "days": draft.days}
    intent = Intent("issue_token", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        if not User.objects.filter(pk=draft.user_id, is_active=True).exists():
            raise Refused("PERSON_UNKNOWN")
        row = ApiToken.objects.create(
            user_id=draft.user_id,
            name=draft.name,
            token_hash=hashed,
            can_write=draft.can_write,
            created_at=now,
            expires_at=now + timedelta(days=draft.days),
        )
        return {"token_id": row.pk}

    token_id = int(perform(intent=intent, work=work)["token_id"])
    fresh = ApiToken.objects.filter(pk=token_id, token_hash=hashed).exists()
    return IssuedToken(token_id, token if fresh else "")


def revoke_token(*, actor: Actor, now: datetime, key: str, token_id: int) -> dict[str, Json]:
    """Stop a token at once; `{"token_id"}`. Raises Changed TOKEN_REVOKED if it is revoked or unknown."""
    intent = Intent("revoke_token", actor, now, key, None, {"token_id": token_id})

    def work(act: OpenAct) -> dict[str, Json]:
        if not ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=now):
            raise Changed("TOKEN_REVOKED")
        return {"token_id": token_id}

    return perform(intent=intent, work=work)


def note_use(*, token_hash: str, now: datetime) -> None:
    """Keep when a token was last used, at most once a minute."""
    rows = ApiToken.objects.filter(token_hash=token_hash)
    (rows.filter(last_used_at=None) | rows.filter(last_used_at__lt=now - timedelta(minutes=1))).update(last_used_at=now)
