"""Reads for the administrator: every person with his rights, departments, tokens, who can grant what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.accounts.models import ApiToken, Department, OneTimeLink, User, UserRole
from huikuan.accounts.rules import VERBS_OF_ROLE
from huikuan.kernel.actor import Verb


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person with his rights, active or not; `has_password` is False until he opened his link."""

    id: int
    username: str
    name: str
    email: str
    phone: str
    language: str
    department_id: int | None
    department: str
    roles: tuple[str, ...]
    company_ids: tuple[int, ...]
    is_active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An API token without its secret."""

    id: int
    user_id: int
    user_name: str
    name: str
    can_write: bool
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department and the one above it."""

    id: int
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """An unused one-time link: for whom, and until when; `user_id` is None for the first administrator's."""

    user_id: int | None
    user_name: str
    expires_at: datetime


def staff() -> tuple[StaffRow, ...]:
    """Every person, active ones first; three queries."""
    users = User.objects.select_related("department").prefetch_related("roles", "companies")
    return tuple(_staff(user) for user in users.order_by("-is_active", "name", "pk"))


def staff_row(*, user_id: int) -> StaffRow | None:
    """One person; None if there is none."""
    user = User.objects.select_related("department").prefetch_related("roles", "companies").filter(pk=user_id).first()
    return None if user is None else _staff(user)


def departments() -> tuple[DepartmentRow, ...]:
    """Every department by name."""
    return tuple(DepartmentRow(row.pk, row.name, row.parent_id) for row in Department.objects.order_by("name"))


def tokens(*, user_id: int | None = None) -> tuple[TokenRow, ...]:
    """The tokens of one person (or of all), newest first."""
    rows = ApiToken.objects.select_related("user").order_by("-created_at", "-pk")
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return tuple(
        TokenRow(
            row.pk,
            row.user_id,
            row.user.name,
            row.name,
            row.can_write,
            row.created_at,
            row.expires_at,
            row.last_used_at,
            row.revoked_at,
        )
        for row in rows
    )


def open_link(*, token_hash: str, now: datetime) -> LinkRow | None:
    """The unused, unexpired link with that hash; None if there is none."""
    row = (
        OneTimeLink.objects.filter(token_hash=token_hash, used_at=None, expires_at__gt=now)
        .select_related("user")
        .first()
    )
    return None if row is None else LinkRow(row.user_id, row.user.name if row.user else "", row.expires_at)


def is_set_up() -> bool:
    """Whether there is any person yet."""
    return User.objects.exists()


def who_can(*, verb: Verb, most: int = 5) -> tuple[str, ...]:
    """Names of active people whose roles grant `verb`, at most `most`: whom to ask."""
    roles = [role.value for role, verbs in VERBS_OF_ROLE.items() if verb in verbs]
    return _names(roles, most)


def others_who_can(*, verb: Verb, than: int, most: int = 5) -> tuple[str, ...]:
    """Names of active people other than `than` (a user's id) whose roles grant `verb`; empty if nobody else can."""
    roles = [role.value for role, verbs in VERBS_OF_ROLE.items() if verb in verbs]
    return _names(roles, most, but=than)


def administrators(*, most: int = 5) -> tuple[str, ...]:
    """Names of active administrators, at most `most`: who grants roles."""
    return _names(["ADMINISTRATOR"], most)


def _names(roles: list[str], most: int, but: int = 0) -> tuple[str, ...]:
    ids = UserRole.objects.filter(role__in=roles, user__is_active=True).exclude(user_id=but).values("user_id")
    return tuple(User.objects.filter(pk__in=ids).order_by("name", "pk").values_list("name", flat=True)[:most])


def _staff(user: User) -> StaffRow:
    return StaffRow(
        id=user.pk,
        username=user.username,
        name=user.name,
        email=user.email,
        phone=user.phone,
        language=user.language,
        department_id=user.department_id,
        department=user.department.name if user.department else "",
        roles=tuple(sorted(row.role for row in user.roles.all())),
        company_ids=tuple(sorted(row.company_id for row in user.companies.all())),
        is_active=user.is_active,
        has_password=user.has_usable_password(),
    )
