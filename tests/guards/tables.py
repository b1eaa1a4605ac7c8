"""How a row is forged and how a guard is taken off its table, the same on both databases."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, models

Forge = Callable[[type[models.Model]], None]
Guard = tuple[str, str, Forge]
"""Table, constraint (or the field that is unique by itself), the fault."""


def changed(**values: object) -> Forge:
    """Every row gets these values, straight in the database."""

    def forge(model: type[models.Model]) -> None:
        model._default_manager.all().update(**values)

    return forge


def copied(having: Mapping[str, object] | None = None, /, **values: object) -> Forge:
    """One row a second time with other values (or what they give when called): append-only tables take nothing else."""

    def forge(model: type[models.Model]) -> None:
        row = model._default_manager.filter(**having or {}).order_by("pk").first()
        assert row is not None
        row.pk = None
        for name, value in values.items():
            setattr(row, name, value() if callable(value) else value)
        row.save(force_insert=True)

    return forge


def refusal_by(model: type[models.Model], guard: str) -> str:
    """What the database says: the name of the constraint, or on SQLite the columns of a unique key."""
    table = model._meta.db_table
    column = {field.name: field.column for field in model._meta.fields}.get(guard, "")
    if connection.vendor == "postgresql":
        return rf'"{re.escape(table)}_{column}\w*_(key|uniq)\w*"' if column else f'"{guard}"'
    named = {constraint.name: constraint for constraint in model._meta.constraints}.get(guard)
    if isinstance(named, models.CheckConstraint):
        return f"CHECK constraint failed: {guard}$"
    names = named.fields if isinstance(named, models.UniqueConstraint) else [guard]
    columns = ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in names)  # type: ignore[union-attr]
    return f"UNIQUE constraint failed: {re.escape(columns)}$"


def remove(editor: Any, model: type[models.Model], guard: str) -> None:
    """Drop a named constraint, or the uniqueness of a field."""
    named = {constraint.name: constraint for constraint in model._meta.constraints}
    if connection.vendor == "sqlite" and isinstance(named.get(guard), models.CheckConstraint):
        _strike_out(model._meta.db_table, guard)
        return
    if guard in named:
        with pytest.MonkeyPatch.context() as patched:  # a table is rebuilt from what the model says
            patched.setattr(model._meta, "constraints", [one for name, one in named.items() if name != guard])
            editor.remove_constraint(model, named[guard])
        return
    field: Any = model._meta.get_field(guard)
    plain = copy.copy(field)
    if isinstance(field, models.OneToOneField):
        plain = models.ForeignKey(field.remote_field.model, models.PROTECT, null=field.null, related_name="+")
        plain.set_attributes_from_name(field.name)
        plain.model = model
    else:
        plain._unique = False
    editor.alter_field(model, field, plain)


def _strike_out(table: str, guard: str) -> None:
    """Take a CHECK out of the table as SQLite keeps it: to rebuild the table takes ten times as long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        (definition,) = cursor.fetchone()
        cursor.execute("PRAGMA writable_schema = ON")
        without = _without_check(definition, guard)
        cursor.execute("UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = %s", [without, table])
    read_anew()


def _without_check(definition: str, guard: str) -> str:
    """The definition of a table without `, CONSTRAINT "guard" CHECK (…)`."""
    start = re.search(rf',\s*CONSTRAINT "{guard}" CHECK \(', definition)
    assert start is not None, definition
    depth, end, is_text = 1, start.end(), False
    while depth:
        mark = definition[end]
        is_text ^= mark == "'"
        depth += 0 if is_text else (mark == "(") - (mark == ")")
        end += 1
    return definition[: start.start()] + definition[end:]


def read_anew() -> None:
    """SQLite reads its own definitions once more: they were written, or what was written was taken back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA writable_schema = RESET")


@contextmanager
def altering() -> Iterator[Any]:
    """A schema editor within the transaction of the test, which takes everything back."""
    if connection.vendor == "postgresql":
        connection.check_constraints()  # nothing deferred is left pending: the table could not be altered
        with connection.schema_editor() as editor:
            yield editor
        return
    editor = connection.schema_editor()
    editor.deferred_sql = []  # entering it would insist on being outside of a transaction
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA legacy_alter_table = ON")  # triggers may name a table that is just being rebuilt
    try:
        yield editor
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = OFF")
