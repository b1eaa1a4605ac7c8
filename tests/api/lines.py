"""A line of the matrix of who may call what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huikuan.kernel.actor import Role

if TYPE_CHECKING:
    from tests.api.world import World

PEOPLE = ("accountant", "reader", "salesperson", "colleague", "stranger", "nobody")
SEEN_BY_ALL = (200, 200, 200, 200, 200, 401)
SEEN_BY_HIS_OWN = (200, 200, 200, 404, 404, 401)
SEEN_OF_A_CUSTOMER = (200, 200, 200, 404, 200, 401)
"""A customer belongs to no own company: an accountant of another one sees him."""
WRITTEN_BY_HIS_OWN = (201, 403, 201, 404, 404, 401)
WRITTEN_BY_OFFICE = (201, 403, 403, 403, 404, 401)


@dataclass(frozen=True)
class Line:
    """The path and body for a world, and the statuses in the order of PEOPLE; `role` is held by both accountants besides."""

    path: Callable[[World], str]
    statuses: tuple[int, ...]
    body: Callable[[World], dict[str, Any]] | None = None
    role: Role | None = None

    def grant(self, world: World) -> None:
        """Let both accountants hold the line's role."""
        from huikuan.accounts.models import UserRole

        if self.role is not None:
            for name in ("accountant", "stranger"):
                UserRole.objects.create(user=world.people[name], role=self.role.value)
