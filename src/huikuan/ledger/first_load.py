"""The first large load into an empty ledger on PostgreSQL: indexes that enforce nothing are made once, at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from huikuan.ledger.staging import query, run

LARGE = 50_000
"""Rows from which making an index once costs less than keeping it with every row."""
_OURS_AND_EMPTY = """
SELECT pg_has_role(relowner, 'USAGE') AND NOT EXISTS (SELECT 1 FROM {table}) FROM pg_class WHERE oid = %s::regclass
"""
_SECONDARY = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT indisunique ORDER BY indexrelid
"""


class _InUseError(Exception):
    """The table holds rows, or belongs to another role."""


@contextmanager
def indexed_last(*, tables: Sequence[str], rows: int) -> Iterator[None]:
    """Inside a transaction that adds so many rows: of tables that are still empty, make the plain indexes at the end.

    Unique keys and checks stand all the time. Such a table is locked until the transaction ends, with nothing in it to
    read; one that holds rows, is in use or belongs to another role stays as it is. After an error the indexes are back
    with the transaction. See docs/decisions/0015.
    """
    is_worth_it = rows >= LARGE and connection.vendor == "postgresql"
    definitions = [made for table in tables if is_worth_it and _is_ours_alone(table) for made in _dropped(table)]
    yield
    for definition in definitions:
        run(sql=definition)


def _is_ours_alone(table: str) -> bool:
    """Lock the table and keep the lock, if that needs no waiting and the table is our role's and empty."""
    try:
        with transaction.atomic():
            run(sql=f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT")
            if not query(sql=_OURS_AND_EMPTY.format(table=table), parameters=[table])[0][0]:
                raise _InUseError
    except (OperationalError, _InUseError):
        return False
    return True


def _dropped(table: str) -> list[str]:
    """Drop the table's indexes that enforce nothing; the statements that make them again."""
    found = query(sql=_SECONDARY, parameters=[table])
    for name, _ in found:
        run(sql=f"DROP INDEX {name}")
    return [str(definition) for _, definition in found]
