"""The allocations behind a figure of a period, page by page: they add up to what the figure counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Unpack

import narwhals as nw
import polars as pl

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.ledger.queries import postings_about
from huikuan.portfolio.bills_counted import Waiting
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import Frame
from huikuan.portfolio.engines.flows import ALLOCATION, allocations
from huikuan.portfolio.figures import KpiOptions, paper_of_period, rows_of_period
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.rules import days_overdue

_PAPER = "is_paper"


class Counted(StrEnum):
    """Which allocations of a period a figure counts (KPI: collection rate C; weighted days late of what was paid)."""

    ON_DUE = "ON_DUE"
    """On items due by the end, by the day of the act; what was taken back counts against the day it was."""
    PAID = "PAID"
    """On items with a due date, by the day paid; what was taken back by the end is left out."""


@dataclass(frozen=True, slots=True)
class CountedAllocation:
    """So much applied to a receivable on a day, minor units; negative where more was taken back that day."""

    day: date
    receivable_id: int
    invoice_id: int
    invoice_number: str
    customer_id: int
    receipt_ids: tuple[int, ...]
    """Whose money it was; empty where that was taken back while the page was made."""
    currency: str
    due_date: date | None
    days_late: int | None
    """Days from the due date to the day, negative before it; None without a due date."""
    minor: int
    is_paper: bool = False
    """Whether it is what a bill in hand takes off, or gives once it is cash: by how much paper not collected grew (TRUST P5)."""


def counted_allocations(
    *,
    actor: Actor,
    start: date,
    end: date,
    counted: Counted,
    number: int = 1,
    size: int = PAGE_SIZE,
    **options: Unpack[KpiOptions],
) -> Page[CountedAllocation]:
    """One page of the allocations that a figure of `start` … `end` counts, newest first, with the sums per currency.

    Options as in `figures.kpis`. Raises NotPermitted, Refused PERIOD_INVALID.
    """
    parts = list(rows_of_period(actor=actor, start=start, end=end, options=options))
    frames = [
        _of_figure(frame, start, end, counted).with_columns(nw.lit(currency).alias(c.CURRENCY)).to_native()
        for currency, frame in parts
    ]
    found = pl.concat(pl.collect_all(frames)) if frames else pl.DataFrame(schema={c.CURRENCY: pl.String})
    if counted is Counted.ON_DUE and parts:
        paper = {
            currency: paper_of_period(actor=actor, period=(start, end), currency=currency, options=options)
            for currency, _ in parts
        }
        found = _with_paper(found, paper, end)
    first, last = page_bounds(number=number, size=size)
    if found.is_empty():
        return Page((), max(number, 1), last - first, 0, {})
    found = found.sort(["day", c.RECEIVABLE, _PAPER], descending=[True, False, False])
    sums = found.group_by(c.CURRENCY).agg(pl.col(c.MINOR).sum()).sort(c.CURRENCY)
    rows = tuple(_rows(found[first:last], actor, end, counted))
    return Page(rows, max(number, 1), last - first, found.height, dict(sums.iter_rows()))


def _of_figure(frame: Frame, start: date, end: date, counted: Counted) -> Frame:
    day = c.EFFECTIVE if counted is Counted.ON_DUE else c.APPLIED
    rows = allocations(movements=frame, start=start, end=end, by=(day, c.RECEIVABLE, c.DUE), day=day)
    of_figure = nw.col(c.DUE) <= end if counted is Counted.ON_DUE else ~nw.col(c.DUE).is_null()
    return rows.filter(of_figure).rename({day: "day"}).with_columns(nw.lit(False).alias(_PAPER))  # noqa: FBT003


def _with_paper(found: pl.DataFrame, paper: Mapping[str, Waiting], end: date) -> pl.DataFrame:
    """The rows and, on the last day, what paper that is not collected takes off each item due by then, as the figure does."""
    more = [
        {c.RECEIVABLE: pk, c.DUE: due, "day": end, c.MINOR: -minor, c.CURRENCY: currency, _PAPER: True}
        for currency, waiting in paper.items()
        for pk, minor in waiting.change.items()
        if (due := waiting.due.get(pk)) is not None and due <= end
    ]
    return pl.concat([found, pl.DataFrame(more, schema=found.schema)]) if more else found


def _rows(found: pl.DataFrame, actor: Actor, end: date, counted: Counted) -> Iterator[CountedAllocation]:
    ids = found[c.RECEIVABLE].unique().to_list()
    documents = {row.id: row for row in receivable_rows(actor=actor, ids=ids, as_of=end)}
    receipts = _receipts(ids, end, counted)
    for row in found.iter_rows(named=True):
        document = documents[row[c.RECEIVABLE]]
        yield CountedAllocation(
            day=row["day"],
            receivable_id=document.id,
            invoice_id=document.invoice_id,
            invoice_number=document.invoice_number,
            customer_id=document.customer_id,
            receipt_ids=() if row[_PAPER] else tuple(sorted(receipts.get((document.id, row["day"]), ()))),
            currency=document.currency,
            due_date=document.due_date,
            days_late=days_overdue(due=document.due_date, as_of=row["day"]),
            minor=row[c.MINOR],
            is_paper=row[_PAPER],
        )


def _receipts(receivable_ids: list[int], end: date, counted: Counted) -> dict[tuple[int, date], set[int]]:
    """The receipts behind each (receivable, day), from the postings themselves; three queries."""
    happened = [row for row in postings_about(receivable_ids=receivable_ids) if row.effective_date <= end]
    undone = {row.reverses_id for row in happened} if counted is Counted.PAID else set()
    found: dict[tuple[int, date], set[int]] = {}
    for posting in happened:
        is_counted = counted is Counted.ON_DUE or (posting.reverses_id is None and posting.id not in undone)
        if posting.kind == ALLOCATION and is_counted:
            for entry in posting.entries:
                if entry.receivable_id is not None and entry.receipt_id is not None:
                    found.setdefault((entry.receivable_id, posting.effective_date), set()).add(entry.receipt_id)
    return found
