"""Signing in with throttling per account and address, and ending sessions (TRUST S15, S18, S20)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from huikuan.accounts.models import SignInCounter, User
from huikuan.accounts.rules import PASSWORD_MOST, SIGN_IN_WINDOW, Bucket, sign_in_buckets, wait_of
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused

log = logging.getLogger("huikuan.security")


class TooManyAttempts(Refused):
    """The address or account tried too often; nothing was looked up."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came with a sign-in; `device_user_id` is the user a genuine device mark was made for."""

    username: str
    password: str
    address: str
    device_user_id: int | None = None


def sign_in(*, attempt: Attempt, now: datetime) -> int:
    """Check name and password; the user's id.

    Raises Refused SIGN_IN_WRONG, the same for an unknown name, a wrong password and a disabled user, after the same
    work; TooManyAttempts SIGN_IN_WAIT with `minutes`, the same whether the account exists or not.
    """
    user = User.objects.filter(username=attempt.username.strip()).first()
    known_device = user is not None and user.pk == attempt.device_user_id
    buckets = sign_in_buckets(username=attempt.username, address=attempt.address, known_device=known_device)
    wait = _count(buckets, now)
    if wait is not None:
        log.warning("sign-in refused: too many attempts", extra={"address": attempt.address})
        raise TooManyAttempts("SIGN_IN_WAIT", minutes=max(1, -(-int(wait.total_seconds()) // 60)))
    if not _proves(user, attempt.password) or user is None or not user.is_active:
        log.warning("sign-in refused", extra={"address": attempt.address})
        raise Refused("SIGN_IN_WRONG")
    _forgive(buckets)
    log.info("signed in", extra={"address": attempt.address, "user_id": user.pk})
    return user.pk


def end_sessions(*, actor: Actor, now: datetime, key: str, user_id: int) -> dict[str, Json]:
    """Sign a user out everywhere: sessions that began before `now` are over."""
    intent = Intent("end_sessions", actor, now, key, None, {"user_id": user_id})

    def work(act: OpenAct) -> dict[str, Json]:
        if not User.objects.filter(pk=user_id).update(sessions_from=now):
            raise Refused("PERSON_UNKNOWN")
        return {"user_id": user_id}

    return perform(intent=intent, work=work)


def _proves(user: User | None, password: str) -> bool:
    password = password[:PASSWORD_MOST]
    if user is None:
        make_password(password)  # as long as a check takes, so that the time does not tell which names exist
        return False
    return check_password(password, user.password)


def _count(buckets: Sequence[Bucket], now: datetime) -> timedelta | None:
    """Count the attempt before it is judged, so that many at once cannot pass the limit; the longest wait, if any."""
    waits = []
    with transaction.atomic():
        SignInCounter.objects.filter(window_started_at__lt=now - 4 * SIGN_IN_WINDOW).delete()
        for bucket in sorted(buckets, key=lambda bucket: bucket.key):
            SignInCounter.objects.get_or_create(bucket=bucket.key, defaults={"window_started_at": now, "attempts": 0})
            row = SignInCounter.objects.select_for_update().get(bucket=bucket.key)
            if now >= row.window_started_at + SIGN_IN_WINDOW:
                row.window_started_at, row.attempts = now, 0
            row.attempts += 1
            row.save(update_fields=["window_started_at", "attempts"])
            wait = wait_of(
                attempts=row.attempts, allowed=bucket.allowed, window_started_at=row.window_started_at, now=now
            )
            waits.append(wait)
    return max((wait for wait in waits if wait is not None), default=None)


def _forgive(buckets: Sequence[Bucket]) -> None:
    """A success takes its own attempt off the counters; other attempts from the address stay counted."""
    keys = [bucket.key for bucket in buckets]
    SignInCounter.objects.filter(bucket__in=keys, attempts__gt=0).update(attempts=F("attempts") - 1)
