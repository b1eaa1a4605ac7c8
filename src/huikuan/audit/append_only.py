"""Migration operation that makes a table append-only: UPDATE, DELETE and TRUNCATE raise in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huikuan.audit.declared import declared

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION huikuan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class AppendOnly(migrations.RunPython):
    """Install the triggers on `tables`; reversing the migration removes them."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.tables), {}

    def _install(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in refusing_triggers(vendor=schema_editor.connection.vendor, tables=self.tables):
            schema_editor.execute(statement, params=None)

    def _remove(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in without_triggers(vendor=schema_editor.connection.vendor, tables=self.tables):
            schema_editor.execute(statement, params=None)


def append_only_tables() -> tuple[str, ...]:
    """Every table that a migration of any room declares append-only, in the order of their names."""
    return tuple(sorted({table for part in declared(kind=AppendOnly) for table in part.tables}))


def refusing_triggers(*, vendor: str, tables: Sequence[str]) -> list[str]:
    """Statements that create the refusing triggers on `sqlite` or `postgresql`."""
    if vendor == "postgresql":
        return [_POSTGRESQL_FUNCTION, *(line for table in tables for line in _postgresql_triggers(table))]
    return [line for table in tables for line in _sqlite_triggers(table)]


def without_triggers(*, vendor: str, tables: Sequence[str]) -> list[str]:
    """Statements that drop what `refusing_triggers` made."""
    if vendor == "postgresql":
        names = ("append_only", "no_truncate")
        return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for table in tables for name in names]
    return [f"DROP TRIGGER IF EXISTS {table}_{name}" for table in tables for name in ("no_update", "no_delete")]


def _sqlite_triggers(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {event} on {table} is refused'); END"
        for event in ("UPDATE", "DELETE")
    ]


def _postgresql_triggers(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION huikuan_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION huikuan_append_only()",
    ]
