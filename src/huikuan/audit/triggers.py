"""The triggers by which the database keeps history and references, as the migrations of all rooms declare them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huikuan.audit.append_only import AppendOnly, refusing_triggers
from huikuan.audit.declared import declared
from huikuan.audit.disjoint_days import DisjointDays, disjoint_statements
from huikuan.audit.references import (
    Kept,
    SetWiseReferences,
    drop_foreign_key,
    kept_statements,
    reference_statements,
)

_CREATED = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+)")


@cache
def declared_triggers(*, vendor: str) -> Mapping[str, tuple[str, ...]]:
    """Names of the triggers that stand on `sqlite` or `postgresql` after every migration, by table."""
    found: dict[str, list[str]] = {}
    for statement in _statements(vendor):
        if created := _CREATED.match(statement):
            found.setdefault(created[2], []).append(created[1])
    return {table: tuple(sorted(names)) for table, names in sorted(found.items())}


def install_triggers(*, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put every declared trigger on tables that have none yet, and let it stand for the foreign keys it stands for."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        for checked in declared(kind=SetWiseReferences):
            for reference in checked.references:
                drop_foreign_key(schema_editor=schema_editor, reference=reference)
    for statement in dict.fromkeys(_statements(vendor)):
        schema_editor.execute(statement, params=None)


def _statements(vendor: str) -> Iterator[str]:
    for history in declared(kind=AppendOnly):
        yield from refusing_triggers(vendor=vendor, tables=history.tables)
    for kept in declared(kind=Kept):
        yield from kept_statements(tables=kept.tables, vendor=vendor)
    for disjoint in declared(kind=DisjointDays):
        yield from disjoint_statements(vendor=vendor, days=disjoint.days)
    if vendor == "postgresql":  # elsewhere the foreign keys stand
        for checked in declared(kind=SetWiseReferences):
            for reference in checked.references:
                yield from reference_statements(reference=reference)
