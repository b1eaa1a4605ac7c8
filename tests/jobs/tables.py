"""The tables of a database as one JSON document that says nothing of the order in which they were made."""

from __future__ import annotations

import json
import re

import django

ON_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "migrations": "SELECT app, name FROM django_migrations",
    "content types": "SELECT app_label, model FROM django_content_type",
}
ON_SQLITE = {
    "rest": "SELECT type, name, sql FROM sqlite_master WHERE type <> 'table'",
    "migrations": ON_POSTGRESQL["migrations"],
    "content types": ON_POSTGRESQL["content types"],
}


SAME_ON_SQLITE = (
    ("smallint unsigned", "smallint"),
    (r"CONSTRAINT \w+_check CHECK", "CHECK"),
    ("DEFAULT false", "DEFAULT 0"),
)
"""What one statement for both databases writes in other words than the making of a table does."""


def described() -> dict[str, list[list[object]]]:
    """Every object of the database, sorted."""
    from django.db import connection

    def rows(sql: str) -> list[list[object]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return sorted(([*row] for row in cursor.fetchall()), key=repr)

    if connection.vendor == "postgresql":
        return {name: rows(sql) for name, sql in ON_POSTGRESQL.items()}
    tables = rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {name: rows(sql) for name, sql in ON_SQLITE.items()} | {
        "tables": [[name, *_parts(str(sql))] for name, sql in tables]
    }


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE of SQLite, sorted: ALTER TABLE writes new ones behind the last."""
    body = re.sub(r"\s+", " ", sql.partition("(")[2].rpartition(")")[0]).replace('"', "")
    for said, meant in SAME_ON_SQLITE:
        body = re.sub(said, meant, body)
    parts, depth, begun = [], 0, 0
    for place, sign in enumerate(body):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(body[begun:place].strip())
            begun = place + 1
    return sorted([*parts, body[begun:].strip()])


if __name__ == "__main__":
    django.setup()
    print(json.dumps(described(), default=str))
