"""Migration operation by which the database itself refuses that two rows about one thing take the same day.

PostgreSQL holds an exclusion constraint, which also sees what another transaction is just writing. SQLite has one writer at a
time: a look before each row proves the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Ranges of one id need no extension, as a comparison of bigint by GiST would.
_EXCLUSION = (
    "ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ("
    "int8range({about}, {about}, '[]') WITH &&, daterange({first}, {last}, '[]') WITH &&) WHERE ({freed} = 0)"
)
_LOOK = (
    "CREATE TRIGGER {name}_{event} BEFORE {when} ON {table} WHEN NEW.{freed} = 0 "
    "BEGIN SELECT RAISE(ABORT, '{name}: one of these days is taken already') WHERE EXISTS ("
    "SELECT 1 FROM {table} c WHERE c.{about} = NEW.{about} AND c.{freed} = 0 AND c.id IS NOT NEW.id "
    "AND c.{first} <= NEW.{last} AND c.{last} >= NEW.{first}); END"
)


@dataclass(frozen=True, slots=True)
class Days:
    """Rows of `table` take the days from `first` through `last` about one thing (`about`) while `freed` is 0."""

    name: str
    table: str
    about: str
    first: str
    last: str
    freed: str


class DisjointDays(migrations.RunPython):
    """Days that are taken once; reversing the migration lets them be taken twice."""

    def __init__(self, *days: Days) -> None:
        self.days = days
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.days), {}

    def _install(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in disjoint_statements(vendor=schema_editor.connection.vendor, days=self.days):
            schema_editor.execute(statement, params=None)

    def _remove(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in without_disjoint(vendor=schema_editor.connection.vendor, days=self.days):
            schema_editor.execute(statement, params=None)


def disjoint_statements(*, vendor: str, days: Iterable[Days]) -> list[str]:
    """What makes the database refuse a day that is taken, on `sqlite` or `postgresql`."""
    if vendor == "postgresql":
        return [_EXCLUSION.format(**_parts(one)) for one in days]
    return [
        _LOOK.format(**_parts(one), event=event, when=when)
        for one in days
        for event, when in (
            ("insert", "INSERT"),
            ("update", f"UPDATE OF {one.about}, {one.first}, {one.last}, {one.freed}"),
        )
    ]


def without_disjoint(*, vendor: str, days: Iterable[Days]) -> list[str]:
    """What takes it off again."""
    if vendor == "postgresql":
        return [f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}" for one in days]
    return [f"DROP TRIGGER {one.name}_{event}" for one in days for event in ("insert", "update")]


def _parts(one: Days) -> dict[str, str]:
    return {name: getattr(one, name) for name in one.__slots__}
