"""What the migrations of all rooms declare, read from the disk once in a process."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

Kind = TypeVar("Kind", bound=Operation)


def declared(*, kind: type[Kind]) -> list[Kind]:
    """Every operation of that kind in a migration of any room."""
    return [part for part in _operations() if isinstance(part, kind)]


@cache
def _operations() -> tuple[Operation, ...]:
    on_disk = MigrationLoader(None, load=False)
    on_disk.load_disk()
    return tuple(part for migration in on_disk.disk_migrations.values() for part in migration.operations)
