"""Many postings of one kind at once from columns: as balanced, as gapless and as append-only as `operations.post`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from huikuan.audit.operations import OpenAct
from huikuan.ledger.models import Entry, Posting
from huikuan.ledger.operations import POSTING_SERIES, add_day_totals, refuse_closed_period, take_numbers
from huikuan.ledger.rules import Account, PostingKind, Unbalanced
from huikuan.ledger.staging import insert_selected, queried, reserve_ids, staged

POSTING_TABLE = Posting._meta.db_table
_ENTRY_TABLE = Entry._meta.db_table
COLUMNS = (
    "effective_date",
    "document_id",
    "currency",
    "amount_minor",
    "customer_id",
    "receivable_id",
    "receipt_id",
)
"""What a frame of postings holds; `document_id`, `customer_id`, `receivable_id` and `receipt_id` may be null."""


ALLOCATED: Mapping[str, Any] = {"receipt_id": pl.Int64, "receivable_id": pl.Int64, "allocated_minor": pl.Int64}
"""What is used of which receipt for which receivable."""


@dataclass(frozen=True, slots=True)
class Side:
    """One entry of every posting of a kind: the amount with this sign, naming the receivable or receipt or neither."""

    account: Account
    sign: int
    names_receivable: bool = False
    names_receipt: bool = False


def reserve_postings(*, count: int) -> int:
    """Take `count` ids of postings; returns the first. Call it before series are locked (see `reserve_ids`)."""
    return reserve_ids(table=POSTING_TABLE, count=count) if count else 0


def post_columns(
    *,
    act: OpenAct,
    company_id: int,
    kind: PostingKind,
    sides: Sequence[Side],
    frame: pl.DataFrame,
    first_id: int,
) -> None:
    """Post one row each of the frame (columns `COLUMNS`) with the given sides, ids from `first_id` on in its order.

    Numbers are taken without gaps under the series lock. Raises Refused PERIOD_CLOSED, Unbalanced.
    """
    if frame.is_empty():
        return
    _refuse_unbalanced(kind, sides, frame)
    earliest = frame["effective_date"].min()
    assert isinstance(earliest, date)  # noqa: S101  (the column has no nulls: `_refuse_unbalanced`)
    refuse_closed_period(company_id=company_id, earliest=earliest)
    first_number = take_numbers(company_id=company_id, code=POSTING_SERIES, count=frame.height)
    rows = frame.select(pl.int_range(frame.height).alias("n"), *COLUMNS)
    with staged(name="postings", frame=rows) as table:
        _insert_postings(table, act, company_id, kind, (first_id, first_number))
        _insert_entries(table, company_id, sides, first_id)
    add_day_totals(rows=_day_totals(company_id, kind, sides, frame))


def allocated_of(*, receipt_ids: pl.Series) -> pl.DataFrame:
    """What is allocated of the receipts by receivable, net of reversals; columns `ALLOCATED`, one query."""
    with staged(name="receipts", frame=pl.DataFrame({"wanted": receipt_ids.unique()})) as table:
        return queried(
            sql=f"""
            SELECT e.receipt_id, e.receivable_id, CAST(SUM(e.minor) AS bigint)
            FROM {table} JOIN {_ENTRY_TABLE} e ON e.receipt_id = wanted
            WHERE e.account = %s AND e.receivable_id IS NOT NULL
            GROUP BY e.receipt_id, e.receivable_id HAVING SUM(e.minor) <> 0""",  # noqa: S608  (our own tables)
            parameters=[Account.UNAPPLIED.value],
            schema=ALLOCATED,
        )


def _refuse_unbalanced(kind: PostingKind, sides: Sequence[Side], frame: pl.DataFrame) -> None:
    """Every posting has the same sides, so it balances if the signs do and no amount is missing or below one."""
    if sum(side.sign for side in sides) or len(sides) < 2 or any(abs(side.sign) != 1 for side in sides):
        raise Unbalanced(f"{kind}: {[(side.account, side.sign) for side in sides]}")
    gaps = sum(frame[name].null_count() for name in ("effective_date", "currency", "amount_minor"))
    if gaps or frame.filter(pl.col("amount_minor") < 1).height:
        raise Unbalanced(f"{kind}: {gaps} gaps in days, currencies and amounts, or an amount below one")


def _insert_postings(table: str, act: OpenAct, company_id: int, kind: PostingKind, first: tuple[int, int]) -> None:
    first_id, first_number = first
    insert_selected(
        into=POSTING_TABLE,
        values={
            "id": ("n + %s", first_id),
            "company_id": ("%s", company_id),
            "number": ("n + %s", first_number),
            "kind": ("%s", kind.value),
            "effective_date": "effective_date",
            "posted_at": ("%s", connection.ops.adapt_datetimefield_value(act.now)),
            "act_id": ("%s", act.id),
            "document_id": "document_id",
            "reason": "''",
            "note": "''",
        },
        source=f"{table} ORDER BY n",
    )


def _insert_entries(table: str, company_id: int, sides: Sequence[Side], first_id: int) -> None:
    described = " UNION ALL ".join(
        f"SELECT {place} AS place, '{side.account.value}' AS account, {side.sign} AS sign, "
        f"{int(side.names_receivable)} AS with_receivable, {int(side.names_receipt)} AS with_receipt"
        for place, side in enumerate(sides)
    )
    insert_selected(
        into=_ENTRY_TABLE,
        values={
            "posting_id": ("n + %s", first_id),
            "company_id": ("%s", company_id),
            "account": "account",
            "currency": "currency",
            "minor": "sign * amount_minor",
            "effective_date": "effective_date",
            "customer_id": "customer_id",
            "receivable_id": "CASE WHEN with_receivable = 1 THEN receivable_id END",
            "receipt_id": "CASE WHEN with_receipt = 1 THEN receipt_id END",
        },
        source=f"{table} CROSS JOIN ({described}) AS sides ORDER BY n, place",
    )


def _day_totals(
    company_id: int, kind: PostingKind, sides: Sequence[Side], frame: pl.DataFrame
) -> list[tuple[int, str, str, str, date, int]]:
    sums = frame.group_by("effective_date", "currency").agg(pl.col("amount_minor").sum())
    return [
        (company_id, side.account.value, kind.value, currency, day, side.sign * minor)
        for day, currency, minor in sums.iter_rows()
        for side in sides
    ]
