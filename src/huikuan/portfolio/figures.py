"""The key figures of a period (DSO, collection rates …) per currency, from the mirror."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypedDict, Unpack

import narwhals as nw
import polars as pl

from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.portfolio.access import chosen_customer_ids
from huikuan.portfolio.bills_counted import Waiting, waiting_of_period, with_bills_counted
from huikuan.portfolio.cells import company_scope, ledger_partitions
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import Frame
from huikuan.portfolio.engines.flows import (
    billings_by_day,
    closing_by_company,
    kind_sums,
    open_by_due,
    payments_by_days,
)
from huikuan.portfolio.engines.key_figures import Flows, Kpi, key_figures
from huikuan.portfolio.mirror.reading import Partition
from huikuan.portfolio.rules import AgeingRequest
from huikuan.portfolio.sources import LedgerState

RECEIVABLE = "RECEIVABLE"


class KpiOptions(TypedDict, total=False):
    """What the figures are narrowed to."""

    company_ids: Iterable[int] | None
    currency: str | None
    customer_ids: Iterable[int] | None


def kpis(*, actor: Actor, start: date, end: date, **options: Unpack[KpiOptions]) -> tuple[Kpi, ...]:
    """Every key figure of the days `start` … `end` (both included), one set per currency, by currency.

    Options: company_ids, currency, customer_ids; always only customers the actor sees. Figures whose sums differ from
    the control account have no value (TRUST J7). Raises NotPermitted, Refused PERIOD_INVALID.
    """
    customers = _customers(actor, options.get("customer_ids"))
    state, parts = _ledger(actor, start, end, options)
    found: list[Kpi] = []
    for currency, frame in _by_currency(parts):
        flows, closing = _flows(frame, customers, (currency, start, end))
        flows = with_bills_counted(flows=flows, customers=customers, company_ids=_companies(actor, options))
        found += key_figures(flows=flows, ties=closing == _controls(state, currency))
    return tuple(found)


def rows_of_period(*, actor: Actor, start: date, end: date, options: KpiOptions) -> Iterator[tuple[str, Frame]]:
    """By currency, the movements that the figures of a period are made of. Raises as `kpis` does."""
    customers = _customers(actor, options.get("customer_ids"))
    _, parts = _ledger(actor, start, end, options)
    for currency, frame in _by_currency(parts):
        yield currency, _of_customers(nw.from_native(frame), customers)


def paper_of_period(*, actor: Actor, period: tuple[date, date], currency: str, options: KpiOptions) -> Waiting:
    """What the figures of a period take off in a currency as paper not collected yet; the caller has looked at who asks."""
    customers = _customers(actor, options.get("customer_ids"))
    companies = _companies(actor, options)
    return waiting_of_period(currency=currency, period=period, customers=customers, company_ids=companies)


def _ledger(actor: Actor, start: date, end: date, options: KpiOptions) -> tuple[LedgerState, Iterator[Partition]]:
    refuse_without_verb(actor=actor, verb=Verb.VIEW)
    if start > end:
        raise Refused("PERIOD_INVALID", start=start.isoformat(), end=end.isoformat())
    companies = options.get("company_ids")
    request = AgeingRequest(
        as_of=end,
        company_ids=None if companies is None else frozenset(companies),
        currency=options.get("currency"),
    )
    return ledger_partitions(request=request, companies=company_scope(request=request, actor=actor))


def _companies(actor: Actor, options: KpiOptions) -> frozenset[int] | None:
    """The own companies that the figures are about; None for all."""
    asked = options.get("company_ids")
    if asked is None:
        return actor.company_ids
    return frozenset(asked) if actor.company_ids is None else frozenset(asked) & actor.company_ids


def _controls(state: LedgerState, currency: str) -> dict[int, int]:
    found = {key[1]: minor for key, minor in state.controls.items() if (key[0], key[2]) == (RECEIVABLE, currency)}
    return {company_id: minor for company_id, minor in found.items() if minor}


def _by_currency(parts: Iterable[Partition]) -> Iterator[tuple[str, pl.LazyFrame]]:
    frames: dict[str, list[pl.LazyFrame]] = {}
    for part in parts:
        if part.receivable is not None:
            frames.setdefault(part.currency, []).append(part.receivable)
    for currency, of_currency in sorted(frames.items()):
        yield currency, pl.concat(of_currency)


def _flows(
    frame: pl.LazyFrame, customers: tuple[int, ...] | None, of: tuple[str, date, date]
) -> tuple[Flows, dict[int, int]]:
    """The flows of one currency, and the closing balance of every own company before customers are narrowed."""
    currency, start, end = of
    everything: Frame = nw.from_native(frame)
    rows = _of_customers(everything, customers)
    lazy = [
        closing_by_company(movements=everything, end=end),
        kind_sums(movements=rows, start=start, end=end),
        billings_by_day(movements=rows, end=end),
        payments_by_days(movements=rows, start=start, end=end),
        open_by_due(movements=rows, end=end),
    ]
    closing, kinds, billed, paid, due = pl.collect_all([each.to_native() for each in lazy])
    names = [name for name in kinds.columns if name not in (c.CURRENCY, c.KIND)]
    flows = Flows(
        currency=currency,
        start=start,
        end=end,
        by_kind={row[c.KIND]: {name: row[name] for name in names} for row in kinds.iter_rows(named=True)},
        billed=dict(billed.select(c.EFFECTIVE, c.MINOR).iter_rows()),
        paid=tuple(paid.select(c.APPLIED, c.DUE, c.ISSUED, c.MINOR).iter_rows()),
        open_by_due=dict(due.select(c.DUE, c.MINOR).iter_rows()),
    )
    return flows, dict(closing.filter(pl.col(c.MINOR) != 0).select(c.COMPANY, c.MINOR).iter_rows())


def _of_customers(rows: Frame, customers: tuple[int, ...] | None) -> Frame:
    return rows if customers is None else rows.filter(nw.col(c.CUSTOMER).is_in(customers))


def _customers(actor: Actor, asked: Iterable[int] | None) -> tuple[int, ...] | None:
    visible = chosen_customer_ids(actor=actor, group={})
    if asked is None or visible is None:
        return visible if asked is None else tuple(asked)
    return tuple(sorted(set(visible) & set(asked)))
