"""Reads of the ledger in bulk: movements as columns, positions, control totals. SQL, because rows must not become objects.

Each read is one statement, so that it sees one moment of the database on SQLite and on PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from huikuan.portfolio.engines import columns as c

Parameters = Sequence[Any] | Mapping[str, Any]
ACCOUNTS = ("RECEIVABLE", "UNAPPLIED")
SCHEMA: Mapping[str, Any] = {
    c.NUMBER: pl.Int64,
    "posting_id": pl.Int64,
    c.KIND: pl.String,
    "account": pl.String,
    c.CURRENCY: pl.String,
    c.CUSTOMER: pl.Int64,
    c.RECEIVABLE: pl.Int64,
    c.RECEIPT: pl.Int64,
    c.MINOR: pl.Int64,
    c.EFFECTIVE: pl.Date,
    c.APPLIED: pl.Date,
    c.POSTED_AT: pl.Datetime("us"),
    c.ISSUED: pl.Date,
    c.DUE: pl.Date,
}
_MOMENT = {
    "sqlite": "p.posted_at",
    "postgresql": "to_char(p.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
_MOVEMENTS = """
FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
LEFT JOIN receivables_receivable r ON r.id = e.receivable_id
LEFT JOIN ledger_posting undone ON undone.id = p.reverses_id
WHERE p.company_id = %s AND p.number > %s AND p.number <= %s AND e.account IN ('RECEIVABLE', 'UNAPPLIED')
"""
STATE = """
SELECT 'POSITION' AS what, company_id, '' AS currency, last_number AS minor FROM ledger_series WHERE code = 'POSTING'
UNION ALL
SELECT account, company_id, currency, CAST(SUM(minor) AS BIGINT) FROM ledger_daytotal
WHERE account IN ('RECEIVABLE', 'UNAPPLIED') AND effective_date <= %(day)s GROUP BY account, company_id, currency
"""
_LEARNT_LATER = """
UNION ALL
SELECT e.account, e.company_id, e.currency, CAST(-SUM(e.minor) AS BIGINT)
FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
WHERE p.posted_at > %(known_at)s AND e.account IN ('RECEIVABLE', 'UNAPPLIED') AND e.effective_date <= %(day)s
GROUP BY e.account, e.company_id, e.currency
"""
_POSTING = "SELECT company_id, id FROM ledger_posting WHERE company_id = %s AND number = %s"


@dataclass(slots=True)
class LedgerState:
    """One moment of the ledger: last posting number by company, control totals by (account, company, currency)."""

    positions: dict[int, int] = field(default_factory=dict)
    controls: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def take(self, *, what: str, company_id: int, currency: str, minor: int) -> None:
        """Add one row of a statement that reads the state."""
        if what == "POSITION":
            self.positions[company_id] = minor
        else:
            key = (what, company_id, currency)
            self.controls[key] = self.controls.get(key, 0) + minor

    def only(self, *, company_ids: Iterable[int] | None) -> LedgerState:
        """The state of some companies (all where None)."""
        if company_ids is None:
            return self
        wanted = frozenset(company_ids)
        return LedgerState(
            {company: number for company, number in self.positions.items() if company in wanted},
            {key: minor for key, minor in self.controls.items() if key[1] in wanted},
        )


def ledger_state(*, as_of: date, known_at: datetime | None = None) -> LedgerState:
    """Positions and control totals on `as_of` (as known at `known_at`), of one moment; one query."""
    state = LedgerState()
    sql = STATE if known_at is None else STATE + _LEARNT_LATER
    known = None if known_at is None else connection.ops.adapt_datetimefield_value(known_at)
    for what, company_id, currency, minor in rows_of(sql=sql, parameters={"day": as_of, "known_at": known}):
        state.take(what=what, company_id=company_id, currency=currency, minor=minor)
    return state


def naive_utc(*, at: datetime | None) -> datetime | None:
    """A moment as the mirror keeps it: UTC without zone."""
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


def movements(*, company_id: int, after: int, through: int) -> pl.DataFrame:
    """The movements of the postings numbered after … through of one own company, in posting order; one query."""
    text = _as_csv(_MOVEMENTS, [company_id, after, through])
    if not text:
        return pl.DataFrame(schema=SCHEMA).with_columns(pl.lit(company_id).alias(c.COMPANY))
    raw = pl.read_csv(BytesIO(text), has_header=False, schema={**SCHEMA, c.POSTED_AT: pl.String})
    moments = pl.col(c.POSTED_AT).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    applied = pl.col(c.APPLIED).fill_null(pl.col(c.EFFECTIVE))
    rows = raw.with_columns(moments, applied, pl.lit(company_id, pl.Int64).alias(c.COMPANY))
    return rows.sort(c.NUMBER, maintain_order=True)


def postings_between(*, company_id: int, after: int, through: int) -> tuple[int, int]:
    """(count, id of posting `through`) of one own company: the proof that none is missing."""
    sql = """
SELECT COUNT(*), MAX(CASE WHEN number = %s THEN id ELSE 0 END) FROM ledger_posting
WHERE company_id = %s AND number > %s AND number <= %s
"""
    ((count, posting_id),) = rows_of(sql=sql, parameters=[through, company_id, after, through])
    return count, posting_id or 0


def posting_ids(*, numbers: Mapping[int, int]) -> dict[int, int]:
    """Ids of one posting per own company, by its number; one query."""
    if not numbers:
        return {}
    pairs = [value for pair in numbers.items() for value in pair]
    return dict(rows_of(sql=" UNION ALL ".join([_POSTING] * len(numbers)), parameters=pairs))


def frame_of(*, sql: str, parameters: Parameters, schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of a statement as a frame with these columns and types, also when there are none."""
    if connection.vendor == "postgresql":
        text = _copied(sql, parameters)
        return pl.read_csv(BytesIO(text), has_header=False, schema=schema) if text else pl.DataFrame(schema=schema)
    return columns_of(rows=rows_of(sql=sql, parameters=parameters), schema=schema)


def columns_of(*, rows: Sequence[tuple[Any, ...]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of a query as a frame with these columns and types, also when there are none."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=dict(schema))


def _as_csv(sql: str, parameters: Sequence[object]) -> bytes:
    days = ("e.effective_date", "undone.effective_date")
    columns = ("p.number", "p.id", "p.kind", "e.account", "e.currency", "e.customer_id", "e.receivable_id")
    names = (*columns, "e.receipt_id", "e.minor", *days, _MOMENT[connection.vendor], "r.issue_date", "r.due_date")
    if connection.vendor == "postgresql":
        return _copied(f"SELECT {', '.join(names)} {sql}", parameters)
    # A null becomes an empty field; no column holds a comma or a quote, for all are numbers, days and fixed codes.
    line = f"printf('{','.join('%%s' for _ in names)}', {', '.join(names)})"
    return "\n".join(row[0] for row in rows_of(sql=f"SELECT {line} {sql}", parameters=parameters)).encode()


def _copied(sql: str, parameters: Parameters) -> bytes:
    statement = f"COPY ({sql}) TO STDOUT (FORMAT csv)"
    # Django does not know COPY: its errors are made Django's here, so that a lost connection is known for one.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.cursor.copy(statement, parameters) as copy,
    ):
        return b"".join(copy)


def rows_of(*, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Rows of a statement with placeholders `%s` or `%(name)s`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
