"""Migration operations for references to rows that are never deleted: checked once a statement on PostgreSQL.

A foreign key costs PostgreSQL one query a row and an update of the row referred to, half the time of an import. Where the
row referred to can never go away, one look per statement proves the same. SQLite keeps its foreign keys: they cost little
there. See docs/decisions/0007.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_KEPT_FUNCTION = """
CREATE OR REPLACE FUNCTION huikuan_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'kept: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# Ids without a gap between the lowest and the highest are proved by counting what lies there: an import names a million so.
# OFFSET 0 keeps the look-up by index in every plan: a plan is kept for the session, whatever number of rows it was made for.
_CHECK_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE missing bigint; lowest bigint; highest bigint; named bigint;
BEGIN
  SELECT min(f.{column}), max(f.{column}), count(f.{column}) INTO lowest, highest, named FROM {fresh} f;
  IF named = 0 OR (highest - lowest < named
      AND highest - lowest + 1 = (SELECT count(*) FROM {parent} p WHERE p.id BETWEEN lowest AND highest)) THEN
    RETURN NULL;
  END IF;
  SELECT f.{column} INTO missing FROM {fresh} f
  WHERE f.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = f.{column} OFFSET 0) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '{table}.{column} names row % of {parent}, which does not exist', missing
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of `parent` by its id; `few` where most rows name the same one."""

    table: str
    column: str
    parent: str
    few: bool = False

    @property
    def name(self) -> str:
        """The name of its triggers and of its function."""
        return f"{self.table}_{self.column}_refers"


class Kept(migrations.RunPython):
    """Rows of these tables are never deleted or renumbered: the database refuses it."""

    def __init__(self, *tables: str) -> None:
        self.tables = tables
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.tables), {}

    def _install(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in kept_statements(tables=self.tables, vendor=schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def _remove(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        for table in self.tables:
            for event in ("delete", "renumber", "truncate") if on_postgresql else ("delete", "renumber"):
                where = f" ON {table}" if on_postgresql else ""
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_kept_{event}{where}")


class SetWiseReferences(migrations.RunPython):
    """Replace foreign keys to kept rows by one check a statement, on PostgreSQL only; reversing brings the keys back."""

    def __init__(self, *references: Reference) -> None:
        self.references = references
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.references), {}

    def _install(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for reference in self.references:
            drop_foreign_key(schema_editor=schema_editor, reference=reference)
            for statement in reference_statements(reference=reference):
                schema_editor.execute(statement, params=None)

    def _remove(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for reference in self.references:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {reference.name}_{event} ON {reference.table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {reference.name}_{event}()")
            schema_editor.execute(
                f"ALTER TABLE {reference.table} ADD FOREIGN KEY ({reference.column}) REFERENCES {reference.parent} (id) "
                "DEFERRABLE INITIALLY DEFERRED"
            )


def kept_statements(*, tables: tuple[str, ...], vendor: str) -> list[str]:
    """The statements that make rows of the tables undeletable."""
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {table}_kept_{name} BEFORE {event} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, 'kept: {event} on {table} is refused'); END"
            for table in tables
            for name, event, when in (
                ("delete", "DELETE", ""),
                ("renumber", "UPDATE OF id", "WHEN new.id <> old.id"),
            )
        ]
    statements = [_KEPT_FUNCTION]
    for table in tables:
        statements += [
            f"CREATE TRIGGER {table}_kept_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION huikuan_kept()",
            f"CREATE TRIGGER {table}_kept_renumber BEFORE UPDATE OF id ON {table} FOR EACH ROW "
            "WHEN (NEW.id IS DISTINCT FROM OLD.id) EXECUTE FUNCTION huikuan_kept()",
            f"CREATE TRIGGER {table}_kept_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION huikuan_kept()",
        ]
    return statements


def reference_statements(*, reference: Reference) -> list[str]:
    """The functions and triggers that check a reference when rows come in and when one is pointed elsewhere."""
    table, column = reference.table, reference.column
    fresh = f"(SELECT DISTINCT {column} FROM fresh)" if reference.few else "fresh"  # noqa: S608  (our own names)
    shape = {"table": table, "column": column, "parent": reference.parent}
    return [
        _CHECK_FUNCTION.format(name=f"{reference.name}_insert", fresh=fresh, **shape),
        _CHECK_FUNCTION.format(name=f"{reference.name}_update", fresh=f"(SELECT NEW.{column})", **shape),
        f"CREATE TRIGGER {reference.name}_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {reference.name}_insert()",
        f"CREATE TRIGGER {reference.name}_update AFTER UPDATE OF {column} ON {table} FOR EACH ROW "
        f"WHEN (NEW.{column} IS DISTINCT FROM OLD.{column}) EXECUTE FUNCTION {reference.name}_update()",
    ]


def drop_foreign_key(*, schema_editor: BaseDatabaseSchemaEditor, reference: Reference) -> None:
    """Take the foreign key of a column away."""
    with schema_editor.connection.cursor() as cursor:
        found = schema_editor.connection.introspection.get_constraints(cursor, reference.table)
    for name, constraint in found.items():
        if constraint["foreign_key"] and constraint["columns"] == [reference.column]:
            # Checks of rows inserted in this transaction would be waiting for its end.
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            schema_editor.execute(f"ALTER TABLE {reference.table} DROP CONSTRAINT {schema_editor.quote_name(name)}")
            schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
