"""PURE: the one definition of an ageing, over any frame that Narwhals knows (Polars now, Spark for a cluster).

Days are compared with edges, never subtracted; sums are of integers; nothing is rounded (STACK §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import narwhals as nw

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.rules import Basis

Frame = nw.LazyFrame[Any]


def known(*, movements: Frame, as_of: date, known_at: datetime | None = None) -> Frame:
    """The movements effective on `as_of` or before, of those posted at `known_at` (UTC, without zone) or before."""
    rows = movements.filter(nw.col(c.EFFECTIVE) <= as_of)
    return rows if known_at is None else rows.filter(nw.col(c.POSTED_AT) <= known_at)


def aged(*, movements: Frame, basis: Basis, edges: Sequence[date], keys: Sequence[str]) -> Frame:
    """Open minor units by `keys` and bucket: the total, what has no day, and what lies past each edge, then the gaps."""
    minor, day = nw.col(c.MINOR), nw.col(day_column(basis=basis))
    sums = movements.group_by(*keys).agg(
        minor.sum().alias(c.TOTAL),
        nw.when(day.is_null()).then(minor).otherwise(0).sum().alias(c.UNDATED),
        *(
            nw.when(day < edge).then(minor).otherwise(0).sum().alias(c.past(index=index))
            for index, edge in enumerate(edges)
        ),
    )
    return gaps(sums=sums, keys=keys, edges=len(edges))


def gaps(*, sums: Frame, keys: Sequence[str], edges: int) -> Frame:
    """Buckets from sums past each edge: each item lies past a first run of edges, so each is in exactly one bucket."""
    before = [nw.col(c.TOTAL) - nw.col(c.UNDATED), *(nw.col(c.past(index=index)) for index in range(edges))]
    last = before[-1].alias(c.bucket(index=edges))
    inner = [(before[i] - before[i + 1]).alias(c.bucket(index=i)) for i in range(edges)]
    return sums.select(*keys, *inner, last, nw.col(c.UNDATED))


def unapplied(*, movements: Frame, keys: Sequence[str]) -> Frame:
    """Money received and not used, by `keys`, positive minor units."""
    return movements.group_by(*keys).agg((0 - nw.col(c.MINOR).sum()).alias(c.UNAPPLIED))


def open_items(*, movements: Frame) -> Frame:
    """Receivables with something open and how much: one row an item."""
    keys = (c.RECEIVABLE, *c.HOLDER, c.ISSUED, c.DUE)
    return movements.group_by(*keys).agg(nw.col(c.MINOR).sum()).filter(nw.col(c.MINOR) != 0)


def newest_billings(*, movements: Frame) -> Frame:
    """The balance of each customer spread over his newest billings (先进先出): one row a billing that still counts.

    Practice where receipts are not allocated: 40 owed, 15 billed this month → 15 is one month old, 25 older. A customer
    whose balance is no part of his billings (something was dated before what it lowers) keeps his items as they are.
    """
    keys = list(c.HOLDER)
    balance = movements.group_by(*keys).agg(nw.col(c.MINOR).sum().alias(c.TOTAL))
    billed = (
        movements.filter(nw.col(c.KIND).is_in(c.RAISING_KINDS))
        .group_by(c.RECEIVABLE, *keys, c.ISSUED, c.DUE)
        .agg(nw.col(c.MINOR).sum())
        .filter(nw.col(c.MINOR) > 0)
    )
    whole = billed.group_by(*keys).agg(nw.col(c.MINOR).sum().alias("whole"))
    known = balance.join(whole, on=keys, how="left").with_columns(nw.col("whole").fill_null(0))
    odd = known.filter((nw.col(c.TOTAL) < 0) | (nw.col(c.TOTAL) > nw.col("whole"))).select(*keys)
    newer = nw.col(c.MINOR).cum_sum(reverse=True).over(*keys, order_by=[c.ISSUED, c.RECEIVABLE]) - nw.col(c.MINOR)
    left = nw.col(c.TOTAL) - nw.col("newer")
    spread = billed.with_columns(newer.alias("newer")).join(balance, on=keys, how="inner").filter(left > 0)
    share = nw.when(left < nw.col(c.MINOR)).then(left).otherwise(nw.col(c.MINOR))
    rows = spread.join(odd, on=keys, how="anti").with_columns(share.alias(c.MINOR))
    as_they_are = open_items(movements=movements.join(odd, on=keys, how="semi"))
    names = (c.RECEIVABLE, *keys, c.ISSUED, c.DUE, c.MINOR)
    return nw.concat([rows.select(*names), as_they_are.select(*names)])


def in_bucket(*, items: Frame, basis: Basis, edges: Sequence[date], index: int | None) -> Frame:
    """The items of bucket `index`, or those without a day if `index` is None."""
    day = nw.col(day_column(basis=basis))
    if index is None:
        return items.filter(day.is_null())
    rows = items.filter(~day.is_null())
    if index > 0:
        rows = rows.filter(day < edges[index - 1])
    return rows if index >= len(edges) else rows.filter(day >= edges[index])


def day_column(*, basis: Basis) -> str:
    """The column that holds the day an item ages from."""
    return c.DUE if basis is Basis.DUE else c.ISSUED
