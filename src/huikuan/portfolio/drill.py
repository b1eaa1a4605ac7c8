"""The items behind a cell of the ageing, page by page: they add up to the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Unpack

import narwhals as nw
import polars as pl

from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import FILE_PAGE, PAGE_SIZE, Page, page_bounds
from huikuan.kernel.refusal import Refused
from huikuan.portfolio.access import chosen_customer_ids
from huikuan.portfolio.cells import company_scope, known_movements, ledger_partitions
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import Frame, day_column, in_bucket, newest_billings, open_items
from huikuan.portfolio.rules import AgeingOptions, AgeingRequest, Dimension, Key, View, request_of
from huikuan.receivables.queries.items import receivable_rows

NO_DUE_DATE = -1
"""The `bucket` of items without a due date."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the report: the row's currency and dimensions, and its bucket (None: the whole row)."""

    currency: str
    group: Mapping[Dimension, Key] = field(default_factory=dict)
    bucket: int | None = None


@dataclass(frozen=True, slots=True)
class AgedItem:
    """A receivable and what of it the cell holds, minor units; `days` after the day of the basis, None without one."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    due_date: date | None
    days: int | None
    original_minor: int
    open_minor: int


def drill(
    *,
    actor: Actor,
    as_of: date,
    cell: Cell,
    number: int = 1,
    size: int = PAGE_SIZE,
    **options: Unpack[AgeingOptions],
) -> Page[AgedItem]:
    """One page of the items behind a cell, oldest first, with the count and the sum of all of them.

    Options as in `ageing`. Raises NotPermitted, Refused as there, and BUCKET_UNKNOWN.
    """
    request = _request(actor, cell, request_of(as_of=as_of, options=options))
    items = _items(request, cell, actor)
    start, end = page_bounds(number=number, size=size)
    total = int(items[c.MINOR].sum())
    return Page(
        rows=_rows(items[start:end], request, actor),
        number=max(number, 1),
        size=end - start,
        count=items.height,
        totals={cell.currency: total} if items.height else {},
    )


def cell_items(
    *, actor: Actor, as_of: date, cell: Cell, most: int, **options: Unpack[AgeingOptions]
) -> tuple[AgedItem, ...]:
    """All items behind a cell for a file, oldest first; options and refusals as in `drill`.

    Raises Refused EXPORT_TOO_LONG if there are more than `most`.
    """
    request = _request(actor, cell, request_of(as_of=as_of, options=options))
    items = _items(request, cell, actor)
    if items.height > most:
        raise Refused("EXPORT_TOO_LONG", count=f"{items.height:,}", most=f"{most:,}")
    return tuple(row for some in items.iter_slices(FILE_PAGE) for row in _rows(some, request, actor))


def _request(actor: Actor, cell: Cell, asked: AgeingRequest) -> AgeingRequest:
    refuse_without_verb(actor=actor, verb=Verb.VIEW)
    if cell.bucket is not None and not NO_DUE_DATE <= cell.bucket <= len(asked.buckets.edges):
        raise Refused("BUCKET_UNKNOWN", bucket=cell.bucket)
    return replace(asked, currency=cell.currency)


def _items(request: AgeingRequest, cell: Cell, actor: Actor) -> pl.DataFrame:
    companies = company_scope(request=request, actor=actor)
    customers = chosen_customer_ids(actor=actor, group=cell.group)
    _, parts = ledger_partitions(request=request, companies=companies)
    frames = [
        _of_cell(part.receivable, request, cell, customers)
        for part in parts
        if part.receivable is not None and cell.group.get(Dimension.COMPANY, part.company_id) == part.company_id
    ]
    if not frames or (cell.group.get(Dimension.CURRENCY, cell.currency) != cell.currency):
        return pl.DataFrame(schema={c.MINOR: pl.Int64})
    order = [day_column(basis=request.basis), c.RECEIVABLE]
    return pl.concat(pl.collect_all([frame.to_native() for frame in frames])).sort(order, nulls_last=True)


def _of_cell(frame: pl.LazyFrame, request: AgeingRequest, cell: Cell, customers: tuple[int, ...] | None) -> Frame:
    rows = known_movements(frame=frame, request=request)
    if customers is not None:
        rows = rows.filter(nw.col(c.CUSTOMER).is_in(customers))
    items = newest_billings(movements=rows) if request.view is View.FIFO else open_items(movements=rows)
    items = items.select(c.RECEIVABLE, c.COMPANY, c.CUSTOMER, c.CURRENCY, c.ISSUED, c.DUE, c.MINOR)
    if cell.bucket is None:
        return items
    index = None if cell.bucket == NO_DUE_DATE else cell.bucket
    edges = request.buckets.days(as_of=request.as_of)
    return in_bucket(items=items, basis=request.basis, edges=edges, index=index)


def _rows(items: pl.DataFrame, request: AgeingRequest, actor: Actor) -> tuple[AgedItem, ...]:
    if not items.height:
        return ()
    ids = items[c.RECEIVABLE].to_list()
    documents = {row.id: row for row in receivable_rows(actor=actor, ids=ids, as_of=request.as_of)}
    shown = []
    for item in items.iter_rows(named=True):
        document, day = documents[item[c.RECEIVABLE]], item[day_column(basis=request.basis)]
        shown.append(
            AgedItem(
                receivable_id=document.id,
                invoice_id=document.invoice_id,
                invoice_number=document.invoice_number,
                company_id=document.company_id,
                customer_id=document.customer_id,
                currency=document.currency,
                issue_date=document.issue_date,
                due_date=document.due_date,
                days=None if day is None else (request.as_of - day).days,
                original_minor=document.parts.original,
                open_minor=item[c.MINOR],
            )
        )
    return tuple(shown)
