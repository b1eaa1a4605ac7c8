"""From a request to aged cells of single customers, by either engine, with the state of the ledger of that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from huikuan.kernel.actor import Actor
from huikuan.portfolio.database_ageing import database_cells
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import Frame, aged, known, newest_billings, unapplied
from huikuan.portfolio.engines.grouping import Cells, amount_columns
from huikuan.portfolio.mirror.reading import Partition, partitions
from huikuan.portfolio.rules import AgeingRequest, Engine, View
from huikuan.portfolio.sources import LedgerState, ledger_state, movements, naive_utc


@dataclass(frozen=True, slots=True)
class Aged:
    """Cells (one row a company, customer and currency) and the moment they show."""

    cells: Cells
    state: LedgerState


def aged_cells(*, request: AgeingRequest, actor: Actor) -> Aged:
    """The cells of the own companies that the actor and the request allow; customers are not narrowed yet."""
    companies = company_scope(request=request, actor=actor)
    if request.engine is Engine.DATABASE and request.view is View.NAMED and request.known_at is None:
        state, owed, unused = database_cells(request=request, company_ids=companies)
        return Aged(_joined([owed], [unused], request), state.only(company_ids=companies))
    state, parts = ledger_partitions(request=request, companies=companies)
    frames = list(parts)
    owed_parts = [_owed(part.receivable, part, request) for part in frames if part.receivable is not None]
    unused_parts = [_unused(part.unapplied, part, request) for part in frames if part.unapplied is not None]
    done = pl.collect_all([part.to_native() for part in (*owed_parts, *unused_parts)])
    collected: list[Cells] = [nw.from_native(frame) for frame in done]
    return Aged(_joined(collected[: len(owed_parts)], collected[len(owed_parts) :], request), state)


def ledger_partitions(
    *, request: AgeingRequest, companies: Sequence[int] | None
) -> tuple[LedgerState, Iterator[Partition]]:
    """The state of the ledger and exactly its movements, from the engine of the request."""
    state = ledger_state(as_of=request.as_of, known_at=request.known_at).only(company_ids=companies)
    if request.engine is Engine.MIRROR:
        return state, partitions(positions=state.positions, currency=request.currency)
    return state, _from_database(state, request.currency)


def company_scope(*, request: AgeingRequest, actor: Actor) -> tuple[int, ...] | None:
    """The own companies asked for that the actor may see; None means all."""
    allowed, asked = actor.company_ids, request.company_ids
    if allowed is None or asked is None:
        either = asked if allowed is None else allowed
        return None if either is None else tuple(sorted(either))
    return tuple(sorted(allowed & asked))


def known_movements(*, frame: pl.LazyFrame, request: AgeingRequest) -> Frame:
    """The movements of a partition that count on the day and at the moment of the request."""
    moment = naive_utc(at=request.known_at)
    return known(movements=nw.from_native(frame), as_of=request.as_of, known_at=moment)


def _from_database(state: LedgerState, currency: str | None) -> Iterator[Partition]:
    for company_id, number in sorted(state.positions.items()):
        rows = movements(company_id=company_id, after=0, through=number)
        for (held,), of_currency in sorted(rows.partition_by(c.CURRENCY, as_dict=True).items()):
            if currency in (None, held):
                lazy = of_currency.lazy()
                of_account = {name: lazy.filter(pl.col("account") == name) for name in ("RECEIVABLE", "UNAPPLIED")}
                yield Partition(company_id, str(held), of_account["RECEIVABLE"], of_account["UNAPPLIED"])


def _owed(frame: pl.LazyFrame, part: Partition, request: AgeingRequest) -> Frame:
    """Buckets of one partition; only the customer is grouped by, company and currency are the partition's own."""
    edges = request.buckets.days(as_of=request.as_of)
    rows = known_movements(frame=frame, request=request)
    if request.view is View.FIFO:
        rows = newest_billings(movements=rows)
    return _labelled(aged(movements=rows, basis=request.basis, edges=edges, keys=(c.CUSTOMER,)), part)


def _unused(frame: pl.LazyFrame, part: Partition, request: AgeingRequest) -> Frame:
    return _labelled(unapplied(movements=known_movements(frame=frame, request=request), keys=(c.CUSTOMER,)), part)


def _labelled(rows: Frame, part: Partition) -> Frame:
    return rows.with_columns(
        nw.lit(part.company_id, nw.Int64).alias(c.COMPANY), nw.lit(part.currency, nw.String).alias(c.CURRENCY)
    )


def _joined(owed: Sequence[Cells], unused: Sequence[Cells], request: AgeingRequest) -> Cells:
    """Owed and unused money in one frame with the same columns; a customer may stand in both."""
    names = amount_columns(buckets=len(request.buckets.edges) + 1)
    parts = [_with_all(rows, names) for rows in (*owed, *unused) if len(rows)]
    if parts:
        return nw.concat(parts)
    schema = {c.COMPANY: pl.Int64, c.CUSTOMER: pl.Int64, c.CURRENCY: pl.String, **dict.fromkeys(names, pl.Int64)}
    return nw.from_native(pl.DataFrame(schema=schema))


def _with_all(rows: Cells, names: Sequence[str]) -> Cells:
    missing = [nw.lit(0, nw.Int64).alias(name) for name in names if name not in rows.columns]
    return rows.with_columns(*missing).select(*c.HOLDER, *names)
