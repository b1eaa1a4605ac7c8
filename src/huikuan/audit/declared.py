"""What the migrations of all rooms declare, read from the disk."""

from __future__ import annotations

from typing import TypeVar

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

Kind = TypeVar("Kind", bound=Operation)


def declared(*, kind: type[Kind]) -> list[Kind]:
    """Every operation of that kind in a migration of any room."""
    on_disk = MigrationLoader(None, load=False)
    on_disk.load_disk()
    operations = [part for migration in on_disk.disk_migrations.values() for part in migration.operations]
    return [part for part in operations if isinstance(part, kind)]
