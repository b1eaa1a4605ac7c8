"""Many postings of one kind at once from columns: as balanced, as gapless and as append-only as `operations.post`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from huikuan.audit.operations import OpenAct
from huikuan.ledger.models import Entry, Posting
from huikuan.ledger.operations import POSTING_SERIES, add_day_totals, refuse_closed_period, take_numbers
from huikuan.ledger.rules import Account, PostingKind, Unbalanced
from huikuan.ledger.staging import reserve_ids, run, staged

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


def _refuse_unbalanced(kind: PostingKind, sides: Sequence[Side], frame: pl.DataFrame) -> None:
    """Every posting has the same sides, so it balances if the signs do and no amount is missing or below one."""
    if sum(side.sign for side in sides) or len(sides) < 2 or any(abs(side.sign) != 1 for side in sides):
        raise Unbalanced(f"{kind}: {[(side.account, side.sign) for side in sides]}")
    gaps = sum(frame[name].null_count() for name in ("effective_date", "currency", "amount_minor"))
    if gaps or frame.filter(pl.col("amount_minor") < 1).height:
        raise Unbalanced(f"{kind}: {gaps} gaps in days, currencies and amounts, or an amount below one")


def _insert_postings(table: str, act: OpenAct, company_id: int, kind: PostingKind, first: tuple[int, int]) -> None:
    first_id, first_number = first
    moment = connection.ops.adapt_datetimefield_value(act.now)
    sql = (
        f"INSERT INTO {POSTING_TABLE} "
        "(id, company_id, number, kind, effective_date, posted_at, act_id, document_id, reverses_id, reason, note) "
        "SELECT n + %s, %s, n + %s, %s, effective_date, %s, %s, document_id, NULL, '', '' "
        f"FROM {table} ORDER BY n"  # noqa: S608  (names of our own tables)
    )
    run(sql=sql, parameters=[first_id, company_id, first_number, kind.value, moment, act.id])


def _insert_entries(table: str, company_id: int, sides: Sequence[Side], first_id: int) -> None:
    described = [
        f"SELECT {place} AS place, '{side.account.value}' AS account, {side.sign} AS sign, "
        f"{int(side.names_receivable)} AS with_receivable, {int(side.names_receipt)} AS with_receipt"
        for place, side in enumerate(sides)
    ]
    sql = (
        f"INSERT INTO {_ENTRY_TABLE} "
        "(posting_id, company_id, account, currency, minor, effective_date, customer_id, receivable_id, receipt_id) "
        "SELECT n + %s, %s, account, currency, sign * amount_minor, effective_date, customer_id, "
        "CASE WHEN with_receivable = 1 THEN receivable_id END, CASE WHEN with_receipt = 1 THEN receipt_id END "
        f"FROM {table} CROSS JOIN ({' UNION ALL '.join(described)}) AS sides ORDER BY n, place"  # noqa: S608
    )
    run(sql=sql, parameters=[first_id, company_id])


def _day_totals(
    company_id: int, kind: PostingKind, sides: Sequence[Side], frame: pl.DataFrame
) -> list[tuple[int, str, str, str, date, int]]:
    sums = frame.group_by("effective_date", "currency").agg(pl.col("amount_minor").sum())
    return [
        (company_id, side.account.value, kind.value, currency, day, side.sign * minor)
        for day, currency, minor in sums.iter_rows()
        for side in sides
    ]
