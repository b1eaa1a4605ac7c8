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
from huikuan.ledger.operations import add_day_totals, refuse_closed_period, take_numbers
from huikuan.ledger.rules import POSTING_SERIES, Account, PostingKind, Unbalanced
from huikuan.ledger.staging import insert_selected, queried, query, reserve_ids, staged

POSTING_TABLE = Posting._meta.db_table
_ENTRY_TABLE = Entry._meta.db_table
TABLES = (POSTING_TABLE, _ENTRY_TABLE)
"""What a load writes to here."""
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


@dataclass(frozen=True, slots=True)
class Form:
    """What all postings of a list have in common."""

    kind: PostingKind
    sides: tuple[Side, ...]


def reserve_postings(*, count: int) -> int:
    """Take `count` ids of postings; returns the first. Call it before series are locked (see `reserve_ids`)."""
    return reserve_ids(table=POSTING_TABLE, count=count) if count else 0


def post_columns(
    *, act: OpenAct, company_id: int, form: Form, frame: pl.DataFrame, first_id: int, relation: str | None = None
) -> None:
    """Post one row each of the frame (columns `COLUMNS`) in the given form, ids from `first_id` on in its order.

    Numbers are taken without gaps under the series lock. `relation` names the same rows where they are staged already,
    with their place `n` from 0 on. Raises Refused PERIOD_CLOSED, Unbalanced.
    """
    if frame.is_empty():
        return
    _refuse_unbalanced(form, frame)
    earliest = frame["effective_date"].min()
    assert isinstance(earliest, date)  # noqa: S101  (the column has no nulls: `_refuse_unbalanced`)
    refuse_closed_period(company_id=company_id, earliest=earliest)
    if relation is None:
        with staged(name="postings", frame=frame.select(pl.int_range(frame.height).alias("n"), *COLUMNS)) as table:
            _insert(table, act, company_id, form, first_id)
    else:
        _insert(relation, act, company_id, form, first_id)
    add_day_totals(rows=_day_totals(company_id, form, frame))


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


def _refuse_unbalanced(form: Form, frame: pl.DataFrame) -> None:
    """Every posting has the same sides, so it balances if the signs do and no amount is missing or below one."""
    signs = [side.sign for side in form.sides]
    if sum(signs) or len(signs) < 2 or any(abs(sign) != 1 for sign in signs):
        raise Unbalanced(f"{form.kind}: signs {signs}")
    gaps = sum(frame[name].null_count() for name in ("effective_date", "currency", "amount_minor"))
    if gaps or frame.filter(pl.col("amount_minor") < 1).height:
        raise Unbalanced(f"{form.kind}: {gaps} gaps in days, currencies and amounts, or an amount below one")


def _insert(relation: str, act: OpenAct, company_id: int, form: Form, first_id: int) -> None:
    count = int(query(sql=f"SELECT COUNT(*) FROM {relation}")[0][0])  # noqa: S608  (our own names)
    first_number = take_numbers(company_id=company_id, code=POSTING_SERIES, count=count)
    _insert_postings(relation, act, company_id, form.kind, (first_id, first_number))
    _insert_entries(relation, company_id, form.sides, first_id)


def _insert_postings(relation: str, act: OpenAct, company_id: int, kind: PostingKind, first: tuple[int, int]) -> None:
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
        source=relation,
    )


def _insert_entries(relation: str, company_id: int, sides: Sequence[Side], first_id: int) -> None:
    described = " UNION ALL ".join(
        f"SELECT '{side.account.value}' AS account, {side.sign} AS sign, "
        f"{int(side.names_receivable)} AS with_receivable, {int(side.names_receipt)} AS with_receipt"
        for side in sides
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
        source=f"{relation} CROSS JOIN ({described}) AS sides",
    )


def _day_totals(company_id: int, form: Form, frame: pl.DataFrame) -> list[tuple[int, str, str, str, date, int]]:
    sums = frame.group_by("effective_date", "currency").agg(pl.col("amount_minor").sum())
    return [
        (company_id, side.account.value, form.kind.value, currency, day, side.sign * minor)
        for day, currency, minor in sums.iter_rows()
        for side in form.sides
    ]
