"""Actors of every kind for tests of access: owner, colleague, his manager, finance, a person without any role."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.accounts.models import Department, User, UserRole
from huikuan.accounts.queries import actor_of
from huikuan.kernel.actor import Actor, Role
from tests.replayed import replayed


@dataclass(frozen=True)
class People:
    """Two departments below one; the owner and his manager are in the first, the colleague in the second."""

    owner: Actor
    colleague: Actor
    manager: Actor
    accountant: Actor
    director: Actor
    auditor: Actor
    nobody: Actor
    department_id: int


@replayed
def new_people() -> People:
    """Fresh users with their actors."""
    top = Department.objects.create(name="销售中心")
    first = Department.objects.create(name="华东", parent=top)
    second = Department.objects.create(name="华南", parent=top)
    return People(
        owner=person("owner", Role.SALESPERSON, first),
        colleague=person("colleague", Role.SALESPERSON, second),
        manager=person("manager", Role.SALES_MANAGER, first),
        accountant=person("accountant", Role.AR_ACCOUNTANT, None),
        director=person("director", Role.FINANCE_DIRECTOR, None),
        auditor=person("auditor", Role.AUDITOR, None),
        nobody=person("nobody", None, None),
        department_id=first.pk,
    )


def person(username: str, role: Role | None, department: Department | None) -> Actor:
    """A user with one role, as an actor."""
    user = User.objects.create(username=username, name=username, department=department)
    if role is not None:
        UserRole.objects.create(user=user, role=role.value)
    actor = actor_of(user_id=user.pk)
    assert actor is not None
    return actor
