"""Figures of every customer at once from the movements of the ledger (columns of the portfolio), one currency at a time.

Integers only: amounts in minor units, days late as Σ amount × days, averages are taken where the figures are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.reading import Partition
from huikuan.ratings.rules.promises import Came

SALE_KINDS = (*c.BILLING_KINDS, "CREDIT_NOTE")
MONEY_KINDS = ("RECEIPT", "IDENTIFY")


@dataclass(frozen=True, slots=True)
class Window:
    """Twelve months: the days after `start` through `as_of`."""

    start: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Sums:
    """What one customer's movements of one own company and currency add up to; minor units of that currency.

    `late_minor_days` is Σ amount paid × days after the due date; `late_days` and `paid_items` are for the plain average.
    """

    customer_id: int
    currency: str
    first_invoice: date | None
    invoices: int
    sold_minor: int
    paid_minor: int
    late_minor_days: int
    paid_items: int
    late_days: int
    open_minor: int
    overdue_minor: int
    longest_overdue: int
    unapplied_minor: int


def sums_of(*, parts: Iterable[Partition], window: Window) -> Iterator[Sums]:
    """One row per own company, currency and customer with movements by the last day of the window."""
    for part in parts:
        found: dict[int, dict[str, Any]] = {}
        for frame in _figures(part, window):
            for row in frame.iter_rows(named=True):
                if row[c.CUSTOMER] is not None:
                    found.setdefault(row[c.CUSTOMER], {}).update(row)
        for customer_id, row in found.items():
            yield _sums(customer_id, part.currency, row)


def money_came(*, parts: Iterable[Partition], as_of: date, customer_ids: Iterable[int]) -> dict[int, list[Came]]:
    """The money of these customers that arrived and was not taken back; whoever's name it got later counts."""
    wanted = sorted(set(customer_ids))
    found: dict[int, list[Came]] = {}
    for part in parts:
        if part.unapplied is None or not wanted:
            continue
        rows = part.unapplied.filter(pl.col(c.EFFECTIVE) <= as_of, pl.col(c.KIND).is_in(MONEY_KINDS))
        own = rows.filter(pl.col(c.CUSTOMER).is_in(wanted)).group_by(c.RECEIPT, c.CUSTOMER).agg(pl.col(c.MINOR).sum())
        came = rows.filter(pl.col(c.KIND) == "RECEIPT").group_by(c.RECEIPT).agg(pl.col(c.APPLIED).min())
        standing = own.filter(pl.col(c.MINOR) < 0).join(came, on=c.RECEIPT).select(c.CUSTOMER, c.APPLIED, c.MINOR)
        for customer_id, day, minor in standing.collect().iter_rows():
            found.setdefault(customer_id, []).append(Came(day, -minor, (part.company_id, part.currency)))
    return found


def _figures(part: Partition, window: Window) -> list[pl.DataFrame]:
    lazy = []
    if part.receivable is not None:
        owed = part.receivable.filter(pl.col(c.EFFECTIVE) <= window.as_of)
        lazy += [_items(owed, window), _sales(owed, window), _billings(owed), _payments(owed, window)]
    if part.unapplied is not None:
        unused = part.unapplied.filter(pl.col(c.EFFECTIVE) <= window.as_of).group_by(c.CUSTOMER)
        lazy.append(unused.agg((0 - pl.col(c.MINOR).sum()).alias("unapplied")))
    return pl.collect_all(lazy)


def _items(owed: pl.LazyFrame, window: Window) -> pl.LazyFrame:
    """What is open, late, and since when the customer buys: from his single items."""
    billed = pl.when(pl.col(c.KIND).is_in(c.BILLING_KINDS)).then(pl.col(c.MINOR)).otherwise(0).sum().alias("billed")
    items = owed.group_by(c.CUSTOMER, c.RECEIVABLE).agg(
        pl.col(c.DUE).first(), pl.col(c.ISSUED).first(), pl.col(c.MINOR).sum(), billed
    )
    is_late = (pl.col(c.DUE) < window.as_of) & (pl.col(c.MINOR) > 0)
    days = (pl.lit(window.as_of) - pl.col(c.DUE)).dt.total_days()
    return items.group_by(c.CUSTOMER).agg(
        pl.col(c.MINOR).sum().alias("open"),
        pl.when(is_late).then(pl.col(c.MINOR)).otherwise(0).sum().alias("overdue"),
        pl.when(is_late).then(days).otherwise(0).max().alias("longest"),
        pl.when(pl.col("billed") > 0).then(pl.col(c.ISSUED)).otherwise(None).min().alias("first"),
    )


def _sales(owed: pl.LazyFrame, window: Window) -> pl.LazyFrame:
    within = (pl.col(c.EFFECTIVE) > window.start) & pl.col(c.KIND).is_in(SALE_KINDS)
    return owed.filter(within).group_by(c.CUSTOMER).agg(pl.col(c.MINOR).sum().alias("sold"))


def _billings(owed: pl.LazyFrame) -> pl.LazyFrame:
    """How many invoices stand: those posted less those taken back."""
    billings = owed.filter(pl.col(c.KIND).is_in(c.BILLING_KINDS))
    raised, taken = (
        pl.when(sign).then(pl.col(c.NUMBER)).otherwise(None).drop_nulls().n_unique().cast(pl.Int64)
        for sign in (pl.col(c.MINOR) > 0, pl.col(c.MINOR) < 0)
    )
    return billings.group_by(c.CUSTOMER).agg((raised - taken).alias("invoices"))


def _payments(owed: pl.LazyFrame, window: Window) -> pl.LazyFrame:
    """Days late of what was paid within the window; an allocation taken back cancels on the day it undoes."""
    paid = owed.filter(
        pl.col(c.KIND) == "ALLOCATE", pl.col(c.APPLIED) > window.start, pl.col(c.DUE).is_not_null()
    ).group_by(c.CUSTOMER, c.RECEIVABLE, c.APPLIED, c.DUE)
    late = (pl.col(c.APPLIED) - pl.col(c.DUE)).dt.total_days().clip(lower_bound=0)
    lines = paid.agg((0 - pl.col(c.MINOR).sum()).alias("paid")).filter(pl.col("paid") > 0).with_columns(late=late)
    items = lines.group_by(c.CUSTOMER, c.RECEIVABLE).agg(
        pl.col("paid").sum(), (pl.col("paid") * pl.col("late")).sum().alias("weighted"), pl.col("late").max()
    )
    return items.group_by(c.CUSTOMER).agg(
        pl.col("paid").sum(), pl.col("weighted").sum(), pl.col("late").sum(), pl.len().cast(pl.Int64).alias("items")
    )


def _sums(customer_id: int, currency: str, row: dict[str, Any]) -> Sums:
    def number(name: str) -> int:
        return int(row.get(name) or 0)

    return Sums(
        customer_id=customer_id,
        currency=currency,
        first_invoice=row.get("first"),
        invoices=number("invoices"),
        sold_minor=number("sold"),
        paid_minor=number("paid"),
        late_minor_days=number("weighted"),
        paid_items=number("items"),
        late_days=number("late"),
        open_minor=number("open"),
        overdue_minor=number("overdue"),
        longest_overdue=number("longest"),
        unapplied_minor=number("unapplied"),
    )
