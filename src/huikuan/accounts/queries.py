"""Reads: actors resolved from users and tokens, companies, the business calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huikuan.accounts.models import ApiToken, CalendarDay, Company, Department, User
from huikuan.accounts.rules import departments_below, scope_of, verbs_of
from huikuan.kernel.actor import Actor, ActorKind, Role, RowScope, Verb
from huikuan.kernel.calendar import BusinessCalendar, holiday_name
from huikuan.kernel.once import once

READ_VERBS = frozenset({Verb.VIEW})


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day that is free or working other than its weekday says; `is_own` where the company entered it."""

    day: date
    is_working: bool
    name: str
    source: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The business calendar of a year; not published: only weekends are known for certain."""

    year: int
    is_published: bool
    days: tuple[CalendarRow, ...]


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """A signed-in person: the actor, how he likes the pages, and from when on his sessions are good."""

    id: int
    username: str
    actor: Actor
    roles: tuple[str, ...]
    language: str
    theme: str
    sessions_from: datetime | None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """An own company as the upper floors see it."""

    id: int
    name: str
    short_name: str
    tax_code: str
    currency: str
    address: str
    phone: str
    bank_details: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A user as the upper floors see him."""

    id: int
    username: str
    name: str
    email: str
    phone: str
    language: str
    department: str
    roles: tuple[str, ...]


def actor_of(*, user_id: int) -> Actor | None:
    """The actor behind an active user; None if there is none."""
    user = User.objects.filter(pk=user_id, is_active=True).prefetch_related("roles", "companies").first()
    return None if user is None else _actor(user, ActorKind.PERSON, may_write=True)


def actors_of(*, user_ids: Collection[int]) -> dict[int, Actor]:
    """The actors behind those of these users who are active, by user; four queries for any number."""
    users = User.objects.filter(pk__in=list(user_ids), is_active=True).prefetch_related("roles", "companies")
    parents = _parents()
    return {user.pk: _actor(user, ActorKind.PERSON, may_write=True, parents=parents) for user in users}


def signed_in_person(*, user_id: int) -> SignedInPerson | None:
    """The active person of a session; None if there is none. Three queries."""
    user = User.objects.filter(pk=user_id, is_active=True).prefetch_related("roles", "companies").first()
    if user is None:
        return None
    return SignedInPerson(
        id=user.pk,
        username=user.username,
        actor=_actor(user, ActorKind.PERSON, may_write=True),
        roles=tuple(sorted(row.role for row in user.roles.all())),
        language=user.language,
        theme=user.theme,
        sessions_from=user.sessions_from,
    )


def actor_of_token(*, token: str, now: datetime) -> Actor | None:
    """The actor behind an API token that is neither expired nor revoked; a read-only token keeps only reading."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    row = (
        ApiToken.objects.filter(token_hash=digest, revoked_at=None, expires_at__gt=now, user__is_active=True)
        .select_related("user")
        .first()
    )
    return None if row is None else _actor(row.user, ActorKind.TOKEN, may_write=row.can_write)


@once
def companies(*, actor: Actor) -> tuple[CompanyRow, ...]:
    """The active own companies that `actor` may see, by id."""
    rows = Company.objects.filter(is_active=True)
    if actor.company_ids is not None:
        rows = rows.filter(pk__in=actor.company_ids)
    return tuple(_company(row) for row in rows.order_by("id"))


def company(*, company_id: int) -> CompanyRow:
    """One own company. Raises Company.DoesNotExist."""
    return _company(Company.objects.get(pk=company_id))


def company_named(*, name: str) -> CompanyRow | None:
    """The own company of that full or short name."""
    row = Company.objects.filter(Q(name=name) | Q(short_name=name)).first()
    return None if row is None else _company(row)


def closed_through(*, company_id: int) -> date | None:
    """Last day of the closed period of an own company; None while nothing is closed."""
    return Company.objects.values_list("closed_through", flat=True).get(pk=company_id)


def has_people() -> bool:
    """Whether anybody can sign in to this installation yet."""
    return User.objects.exists()


def people(*, ids: frozenset[int] | None = None) -> dict[int, PersonRow]:
    """Active users by id (all, or those asked for)."""
    users = User.objects.filter(is_active=True).select_related("department").prefetch_related("roles")
    if ids is not None:
        users = users.filter(pk__in=ids)
    return {user.pk: _person(user) for user in users.order_by("id")}


def managers_of(*, user_ids: frozenset[int]) -> dict[int, PersonRow]:
    """Who leads each of these people: the sales manager of his department or of one above it, else the finance director.

    The first by id where there are several; nobody leads himself. People without either are missing. A constant number of queries.
    """
    everybody = people()
    above = _parents()
    places = dict(User.objects.filter(pk__in=user_ids).values_list("pk", "department_id"))
    heads = dict(
        User.objects.filter(roles__role=Role.SALES_MANAGER.value, is_active=True).values_list("pk", "department_id")
    )
    directors = list(
        User.objects.filter(roles__role=Role.FINANCE_DIRECTOR.value, is_active=True).values_list("pk", flat=True)
    )
    found: dict[int, PersonRow] = {}
    for user_id, place in places.items():
        ladder = [place] if place else []
        while ladder and (up := above.get(ladder[-1])) and len(ladder) <= len(above):
            ladder.append(up)
        leads = [pk for one in ladder for pk in sorted(heads) if heads[pk] == one]
        first = next((pk for pk in [*leads, *sorted(directors)] if pk != user_id), None)
        if first is not None:
            found[user_id] = everybody[first]
    return found


def person_names(*, ids: frozenset[int]) -> dict[int, str]:
    """Names of people by id, disabled ones too; one query."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def person_id_named(*, name: str) -> int | None:
    """Id of the active user with that sign-in name or full name; None if none or several."""
    ids = list(User.objects.filter(Q(username=name) | Q(name=name), is_active=True).values_list("pk", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


def person_ids_named(*, names: set[str]) -> dict[str, int]:
    """Ids of the active users with these sign-in or full names; a name of none or several is missing. One query."""
    found: dict[str, set[int]] = {}
    rows = User.objects.filter(Q(username__in=names) | Q(name__in=names), is_active=True)
    for pk, username, full_name in rows.values_list("pk", "username", "name"):
        for name in {username, full_name} & names:
            found.setdefault(name, set()).add(pk)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


@once
def business_calendar() -> BusinessCalendar:
    """The published Chinese calendar with the company's own days over it."""
    return BusinessCalendar(overrides=dict(CalendarDay.objects.values_list("day", "is_working")))


def calendar_year(*, year: int, is_chinese: bool = True) -> CalendarYear:
    """The days off from Monday to Friday and the working weekend days of a year, and every day entered for it; one query."""
    own = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}
    calendar = BusinessCalendar(overrides={day: row.is_working for day, row in own.items()})
    days = tuple(
        CalendarRow(
            day=day,
            is_working=calendar.is_business_day(day=day),
            name=own[day].name if day in own else holiday_name(day=day, is_chinese=is_chinese),
            source=own[day].source if day in own else "",
            is_own=day in own,
        )
        for day in calendar.unusual_days(year=year)
    )
    return CalendarYear(year, calendar.is_published(year=year), days)


def _parents() -> dict[int, int | None]:
    return dict(Department.objects.values_list("pk", "parent_id"))


def _actor(user: User, kind: ActorKind, *, may_write: bool, parents: Mapping[int, int | None] | None = None) -> Actor:
    roles = [Role(row.role) for row in user.roles.all()]
    scope = scope_of(roles=roles)
    allowed = frozenset(row.company_id for row in user.companies.all())
    verbs = verbs_of(roles=roles)
    departments: frozenset[int] = frozenset()
    if scope is RowScope.DEPARTMENTS and user.department_id is not None:
        known = _parents() if parents is None else parents
        departments = departments_below(root_id=user.department_id, parents=known)
    return Actor(
        name=user.name,
        kind=kind,
        user_id=user.pk,
        verbs=verbs if may_write else verbs & READ_VERBS,
        scope=scope,
        department_ids=departments,
        company_ids=allowed or None,
        roles=frozenset(roles),
    )


def _company(row: Company) -> CompanyRow:
    return CompanyRow(
        row.pk,
        row.name,
        row.short_name,
        row.tax_code,
        row.currency,
        row.address,
        row.phone,
        row.bank_details,
    )


def _person(user: User) -> PersonRow:
    return PersonRow(
        user.pk,
        user.username,
        user.name,
        user.email,
        user.phone,
        user.language,
        user.department.name if user.department else "",
        tuple(sorted(row.role for row in user.roles.all())),
    )
