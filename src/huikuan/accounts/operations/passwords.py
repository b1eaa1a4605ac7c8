"""Passwords and the one-time links that set them (TRUST S14, S18)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from huikuan.accounts.models import OneTimeLink, User, UserRole
from huikuan.accounts.rules import PASSWORD_LEAST, PASSWORD_MOST
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role
from huikuan.kernel.refusal import Changed, Refused

FIRST_LINK_LASTS = timedelta(hours=24)
LINK_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A fresh one-time link; `token` is shown now and never again (empty on a repetition of the same key)."""

    link_id: int
    token: str


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Who sets the installation up."""

    username: str
    name: str
    password: str
    language: str = "zh-hans"


def change_password(*, actor: Actor, now: datetime, key: str, user_id: int, current: str, new: str) -> dict[str, Json]:
    """Give a user a new password; all his sessions that began before `now` end.

    Raises Refused PASSWORD_WRONG if `current` is not his, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not check_password(current[:PASSWORD_MOST], user.password):
        raise Refused("PASSWORD_WRONG")
    encoded = _encoded(new, user.username)
    intent = Intent("change_password", actor, now, key, None, {"user_id": user_id})

    def work(act: OpenAct) -> dict[str, Json]:
        User.objects.filter(pk=user_id).update(password=encoded, sessions_from=now)
        return {"user_id": user_id}

    return perform(intent=intent, work=work)


def issue_link(*, actor: Actor, now: datetime, key: str, user_id: int) -> IssuedLink:
    """Make a link with which a user sets his password, once, within seven days; his earlier links stop working.

    Raises Refused PERSON_UNKNOWN.
    """
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise Refused("PERSON_UNKNOWN")
    return _issue(actor, now, key, user_id, LINK_LASTS)


def issue_first_link(*, now: datetime, key: str) -> IssuedLink:
    """Make the link that opens a fresh installation for its first administrator, within 24 hours.

    Raises Refused ALREADY_SET_UP once there is any user.
    """
    if User.objects.exists():
        raise Refused("ALREADY_SET_UP")
    return _issue(SYSTEM, now, key, None, FIRST_LINK_LASTS)


def set_password_by_link(*, now: datetime, key: str, token: str, new: str) -> int:
    """Set the password of the link's user and use the link up; the user's id.

    Raises Refused LINK_INVALID (also when used or expired), PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON.
    """
    link = OneTimeLink.objects.filter(token_hash=_digest(token)).exclude(user=None).select_related("user").first()
    if link is None or link.user is None or not link.user.is_active:
        raise Refused("LINK_INVALID")
    user, encoded = link.user, _encoded(new, link.user.username)
    actor = Actor(user.name, ActorKind.PERSON, user.pk)
    intent = Intent("set_password_by_link", actor, now, key, None, {"user_id": user.pk, "link_id": link.pk})

    def work(act: OpenAct) -> dict[str, Json]:
        _use_up(link.pk, now)
        User.objects.filter(pk=user.pk).update(password=encoded, sessions_from=now)
        return {"user_id": user.pk}

    return int(perform(intent=intent, work=work)["user_id"])


def set_up_installation(*, now: datetime, key: str, token: str, person: FirstPerson) -> int:
    """Make the first administrator of a fresh installation with the first link; his id.

    Raises Refused LINK_INVALID, ALREADY_SET_UP, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON.
    """
    link = OneTimeLink.objects.filter(token_hash=_digest(token), user=None).first()
    if link is None:
        raise Refused("LINK_INVALID")
    encoded = _encoded(person.password, person.username)
    detail = {"username": person.username, "name": person.name}
    intent = Intent("set_up_installation", SYSTEM, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        _use_up(link.pk, now)
        if User.objects.exists():
            raise Refused("ALREADY_SET_UP")
        user = User.objects.create(
            username=person.username, name=person.name, password=encoded, language=person.language
        )
        roles = (Role.ADMINISTRATOR, Role.FINANCE_DIRECTOR, Role.AR_ACCOUNTANT)
        UserRole.objects.bulk_create([UserRole(user=user, role=role.value) for role in roles])
        return {"user_id": user.pk}

    return int(perform(intent=intent, work=work)["user_id"])


def _issue(actor: Actor, now: datetime, key: str, user_id: int | None, lasts: timedelta) -> IssuedLink:
    token = secrets.token_urlsafe(32)
    intent = Intent("issue_link", actor, now, key, None, {"user_id": user_id})

    def work(act: OpenAct) -> dict[str, Json]:
        earlier = OneTimeLink.objects.filter(used_at=None)
        earlier = earlier.filter(user=None) if user_id is None else earlier.filter(user_id=user_id)
        earlier.update(used_at=now)
        link = OneTimeLink.objects.create(
            user_id=user_id, token_hash=_digest(token), created_at=now, expires_at=now + lasts
        )
        return {"link_id": link.pk}

    link_id = int(perform(intent=intent, work=work)["link_id"])
    fresh = OneTimeLink.objects.filter(pk=link_id, token_hash=_digest(token)).exists()
    return IssuedLink(link_id, token if fresh else "")


def _use_up(link_id: int, now: datetime) -> None:
    used = OneTimeLink.objects.filter(pk=link_id, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise Changed("LINK_INVALID")


def _encoded(password: str, username: str) -> str:
    if len(password) < PASSWORD_LEAST:
        raise Refused("PASSWORD_SHORT", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise Refused("PASSWORD_LONG", most=PASSWORD_MOST)
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as error:
        raise Refused("PASSWORD_COMMON") from error
    if password.casefold() in (username.casefold() * 5):
        raise Refused("PASSWORD_COMMON")
    return make_password(password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
