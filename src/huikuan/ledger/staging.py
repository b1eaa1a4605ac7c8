"""Whole columns into the database: a temporary table to select from, ids taken in ranges; the same SQL on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, transaction

ROWS_AT_ONCE = 50_000
_TYPES: Mapping[Any, str] = {pl.Int64: "bigint", pl.String: "text", pl.Date: "date"}


@contextmanager
def staged(*, name: str, frame: pl.DataFrame) -> Iterator[str]:
    """A temporary table of the frame (integers, texts, days) inside a transaction, gone at the end.

    PostgreSQL is told its statistics, so that joins with it are planned rightly.
    """
    table = f"stage_{name}"
    columns = ", ".join(f"{column} {_TYPES[dtype]}" for column, dtype in frame.schema.items())
    run(sql=f"CREATE TEMPORARY TABLE {table} ({columns})")
    if connection.vendor == "postgresql":
        _copy(table, frame)
        run(sql=f"ANALYZE {table}")
    else:
        _insert(table, frame)
    yield table
    run(sql=f"DROP TABLE {table}")  # after an error it goes with the transaction


def reserve_ids(*, table: str, count: int) -> int:
    """Take `count` consecutive ids of a table for this transaction's own inserts; returns the first.

    SQLite has one writer at a time. On PostgreSQL the sequence is moved on while the table is locked against inserts,
    and the lock is given back at once with the savepoint; sequences keep their place over a rollback, so nobody else
    gets one of these ids. Call it before rows of the series are locked: who inserts holds those.
    """
    if connection.vendor != "postgresql":
        return _last_id_on_sqlite(table) + 1
    sid = transaction.savepoint()
    run(sql=f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    rows = query(
        sql="SELECT first, setval(pg_get_serial_sequence(%s, 'id'), first + %s) "
        "FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS first) AS taken",
        parameters=[table, max(count - 1, 0), table],
    )
    transaction.savepoint_rollback(sid)
    return int(rows[0][0])


def insert_selected(*, into: str, values: Mapping[str, str | tuple[str, object]], source: str) -> int:
    """Fill columns of `into` from rows of `source`: each column by an SQL expression, or by one with its parameter.

    All names are our own; what comes from outside is a parameter.
    """
    expressions = [value if isinstance(value, str) else value[0] for value in values.values()]
    parameters = [value[1] for value in values.values() if not isinstance(value, str)]
    columns, selected = ", ".join(values), ", ".join(expressions)
    return run(sql=f"INSERT INTO {into} ({columns}) SELECT {selected} FROM {source}", parameters=parameters)  # noqa: S608


def run(*, sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement; the number of rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return int(cursor.rowcount)


def query(*, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())


def queried(*, sql: str, parameters: Sequence[Any] = (), schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of one statement as a frame; days come as dates on both databases."""
    texts = {name: pl.String if dtype == pl.Date else dtype for name, dtype in schema.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        rows = cursor.fetchall()
    if rows and connection.vendor == "postgresql":
        return pl.DataFrame(rows, schema=dict(schema), orient="row")
    frame = pl.DataFrame([tuple(map(_as_text, row)) for row in rows], schema=texts, orient="row")
    return frame.with_columns(pl.col(name).str.to_date() for name, dtype in schema.items() if dtype == pl.Date)


def _as_text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _last_id_on_sqlite(table: str) -> int:
    rows = query(sql="SELECT seq FROM sqlite_sequence WHERE name = %s", parameters=[table])
    return int(rows[0][0]) if rows else 0


def _insert(table: str, frame: pl.DataFrame) -> None:
    marks = ", ".join(["%s"] * frame.width)
    plain = frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%d"))
    rows: Any = zip(*plain.get_columns(), strict=True)  # read row by row, never a list of all
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  (names of our own tables)


def _copy(table: str, frame: pl.DataFrame) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv, NULL '\\N')") as copy:
        for part in frame.iter_slices(ROWS_AT_ONCE):
            copy.write(part.write_csv(include_header=False, null_value="\\N", quote_style="non_numeric"))
