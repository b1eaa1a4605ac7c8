"""Migration operation that makes a table append-only: UPDATE, DELETE and TRUNCATE raise in the database."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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
        install_triggers(schema_editor=schema_editor, tables=self.tables)

    def _remove(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        remove_triggers(schema_editor=schema_editor, tables=self.tables)


def install_triggers(*, schema_editor: BaseDatabaseSchemaEditor, tables: tuple[str, ...]) -> None:
    """Create the refusing triggers on SQLite or PostgreSQL."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(_POSTGRESQL_FUNCTION)
    for table in tables:
        for statement in _postgresql_triggers(table) if postgresql else _sqlite_triggers(table):
            schema_editor.execute(statement)


def remove_triggers(*, schema_editor: BaseDatabaseSchemaEditor, tables: tuple[str, ...]) -> None:
    """Drop the triggers that `install_triggers` made."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in tables:
        names = ("append_only", "no_truncate") if postgresql else ("no_update", "no_delete")
        for name in names:
            where = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{where}")


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
