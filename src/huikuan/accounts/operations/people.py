"""Acts of the administrator on people: take in, change, disable; there is always an administrator left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from huikuan.accounts.models import Department, User, UserCompany, UserRole
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Role
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as the administrator describes him; no `company_ids` means every own company.

    Whoever administers administers the whole installation, so an administrator has none.
    """

    username: str
    name: str
    roles: tuple[Role, ...]
    department_id: int | None = None
    company_ids: tuple[int, ...] = ()
    email: str = ""
    phone: str = ""
    language: str = "zh-hans"


def add_person(*, actor: Actor, now: datetime, key: str, person: PersonDraft) -> dict[str, Json]:
    """Take a person in, without a password: a one-time link lets him set one; `{"user_id"}`.

    Raises Refused USERNAME_TAKEN, ADMINISTRATOR_LIMITED.
    """
    _refuse_limited_administrator(person)
    intent = Intent("add_person", actor, now, key, None, plain(value=asdict(person)))

    def work(act: OpenAct) -> dict[str, Json]:
        user = User(password=make_password(None), **_fields(person))
        user.save()
        _set_rights(user.pk, person)
        return {"user_id": user.pk}

    return _unless_taken(intent, work, person.username)


def change_person(*, actor: Actor, now: datetime, key: str, user_id: int, person: PersonDraft) -> dict[str, Json]:
    """Give a person other particulars, roles or companies, in force at his next request; `{"user_id"}`.

    Raises Refused PERSON_UNKNOWN, USERNAME_TAKEN, LAST_ADMINISTRATOR, ADMINISTRATOR_LIMITED.
    """
    _refuse_limited_administrator(person)
    intent = Intent("change_person", actor, now, key, None, {"user_id": user_id, **plain(value=asdict(person))})

    def work(act: OpenAct) -> dict[str, Json]:
        _hold_administrators()
        if not User.objects.filter(pk=user_id).update(**_fields(person)):
            raise Refused("PERSON_UNKNOWN")
        _set_rights(user_id, person)
        _refuse_without_administrator()
        return {"user_id": user_id}

    return _unless_taken(intent, work, person.username)


def set_active(*, actor: Actor, now: datetime, key: str, user_id: int, is_active: bool) -> dict[str, Json]:
    """Disable a person (his sessions and tokens stop at once) or let him in again; `{"user_id"}`.

    Raises Refused PERSON_UNKNOWN, LAST_ADMINISTRATOR.
    """
    intent = Intent("set_active", actor, now, key, None, {"user_id": user_id, "is_active": is_active})

    def work(act: OpenAct) -> dict[str, Json]:
        _hold_administrators()
        if not User.objects.filter(pk=user_id).update(is_active=is_active, sessions_from=now):
            raise Refused("PERSON_UNKNOWN")
        _refuse_without_administrator()
        return {"user_id": user_id}

    return perform(intent=intent, work=work)


def add_department(
    *, actor: Actor, now: datetime, key: str, name: str, parent_id: int | None = None
) -> dict[str, Json]:
    """Add a department below `parent_id`; `{"department_id"}`. Raises Refused DEPARTMENT_EXISTS."""
    intent = Intent("add_department", actor, now, key, None, {"name": name, "parent_id": parent_id})

    def work(act: OpenAct) -> dict[str, Json]:
        row, is_new = Department.objects.get_or_create(name=name, defaults={"parent_id": parent_id})
        if not is_new:
            raise Refused("DEPARTMENT_EXISTS", name=name)
        return {"department_id": row.pk}

    return perform(intent=intent, work=work)


def remember_preferences(*, user_id: int, language: str = "", theme: str = "") -> None:
    """Keep how a person likes the pages; no act, as nothing of the business changes."""
    changed = {name: value for name, value in (("language", language), ("theme", theme)) if value}
    if changed:
        User.objects.filter(pk=user_id).update(**changed)


def _fields(person: PersonDraft) -> dict[str, object]:
    return {
        "username": person.username,
        "name": person.name,
        "department_id": person.department_id,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
    }


def _set_rights(user_id: int, person: PersonDraft) -> None:
    UserRole.objects.filter(user_id=user_id).delete()
    UserRole.objects.bulk_create([UserRole(user_id=user_id, role=role.value) for role in _once(person.roles)])
    UserCompany.objects.filter(user_id=user_id).delete()
    UserCompany.objects.bulk_create(
        [UserCompany(user_id=user_id, company_id=pk) for pk in sorted(set(person.company_ids))]
    )


def _once(roles: Iterable[Role]) -> list[Role]:
    return sorted(set(roles))


def _refuse_limited_administrator(person: PersonDraft) -> None:
    if Role.ADMINISTRATOR in person.roles and person.company_ids:
        raise Refused("ADMINISTRATOR_LIMITED")


def _hold_administrators() -> None:
    """Who else changes people waits until the transaction ends: two administrators cannot remove each other."""
    administrators = User.objects.filter(roles__role=Role.ADMINISTRATOR.value).order_by("pk")
    list(administrators.select_for_update(of=("self",), no_key=True))


def _refuse_without_administrator() -> None:
    if not UserRole.objects.filter(role=Role.ADMINISTRATOR.value, user__is_active=True).exists():
        raise Refused("LAST_ADMINISTRATOR")


def _unless_taken(intent: Intent, work: Callable[[OpenAct], dict[str, Json]], username: str) -> dict[str, Json]:
    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        if User.objects.filter(username=username).exists():
            raise Refused("USERNAME_TAKEN", username=username) from error
        raise
