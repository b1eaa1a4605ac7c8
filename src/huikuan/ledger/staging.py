"""Whole columns into the database: a temporary table to select from, ids taken in ranges; the same SQL on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, transaction

ROWS_AT_ONCE = 50_000
_TYPES: Mapping[Any, str] = {pl.Int64: "bigint", pl.String: "text", pl.Date: "date"}
_SAFE_TEXT = re.compile(r"[A-Za-z0-9_#-]*")


@contextmanager
def staged(*, name: str, frame: pl.DataFrame) -> Iterator[str]:
    """A temporary table of the frame (integers, texts, days) inside a transaction, gone at the end.

    A column that is the same in every row is stated once, as a default. PostgreSQL is told the statistics, so that joins
    are planned rightly.
    """
    table = f"stage_{name}"
    constant = {column: text for column in frame.columns if (text := _constant(frame[column])) is not None}
    constant = {} if len(constant) == frame.width else constant
    columns = ", ".join(
        f"{column} {_TYPES[dtype]}" + (f" DEFAULT {constant[column]}" if column in constant else "")
        for column, dtype in frame.schema.items()
    )
    run(sql=f"CREATE TEMPORARY TABLE {table} ({columns})")
    varying = frame.drop(constant)
    if connection.vendor == "postgresql":
        _copy(table, varying)
        run(sql=f"ANALYZE {table}")
    else:
        _insert(table, varying)
    yield table
    run(sql=f"DROP TABLE {table}")  # after an error it goes with the transaction


def reserve_ids(*, table: str, count: int) -> int:
    """Take `count` consecutive ids of a table for this transaction's own inserts; returns the first.

    SQLite has one writer at a time. On PostgreSQL the sequence is moved on while the table is locked against inserts,
    and the lock is given back at once with the savepoint; sequences keep their place over a rollback, so nobody else
    gets one of these ids. Call it before rows of a series are locked: who inserts holds those.
    """
    if connection.vendor != "postgresql":
        return _reserve_on_sqlite(table, count)
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
    """The rows of one statement as a frame; days come as days on both databases."""
    dates = [name for name, dtype in schema.items() if dtype == pl.Date]
    texts = {name: pl.String if name in dates else dtype for name, dtype in schema.items()}
    parts = []
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            if dates:
                rows = [tuple(map(_plain, row)) for row in rows]
            part = pl.DataFrame(rows, schema=texts, orient="row")
            parts.append(part.with_columns(pl.col(name).str.to_date() for name in dates))
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict(schema))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else value.isoformat()


def _constant(column: pl.Series) -> str | None:
    """The SQL of a column's one value, None where values differ or need more than plain characters."""
    if column.is_empty() or column.dtype == pl.Date or column.n_unique() > 1:
        return "NULL" if column.null_count() == column.len() else None
    value = column[0]
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return f"'{value}'" if _SAFE_TEXT.fullmatch(value) else None


def _reserve_on_sqlite(table: str, count: int) -> int:
    """Move SQLite's own counter of the table on; it holds a row for a table once that has had an id."""
    rows = query(sql="SELECT seq FROM sqlite_sequence WHERE name = %s", parameters=[table])
    last = int(rows[0][0]) if rows else 0
    if rows:
        run(sql="UPDATE sqlite_sequence SET seq = %s WHERE name = %s", parameters=[last + count, table])
    else:
        run(sql="INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", parameters=[table, count])
    return last + 1


def _insert(table: str, frame: pl.DataFrame) -> None:
    columns, marks = ", ".join(frame.columns), ", ".join(["%s"] * frame.width)
    plain = frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%d"))
    rows: Any = (row for part in plain.iter_slices(ROWS_AT_ONCE) for row in part.rows())
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  (our own names)


def _copy(table: str, frame: pl.DataFrame) -> None:
    copying = f"COPY {table} ({', '.join(frame.columns)}) FROM STDIN (FORMAT csv, NULL '\\N')"
    with connection.cursor() as cursor, cursor.copy(copying) as copy:
        for part in frame.iter_slices(ROWS_AT_ONCE):
            copy.write(part.write_csv(include_header=False, null_value="\\N", quote_style="non_numeric"))
