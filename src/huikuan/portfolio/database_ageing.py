"""The named ageing added up by the database: one statement, no entry read that need not be.

What is open on day D falls into three classes, by the days of the first and last entry after the raising one:
moved last on D or before → what is open now; not moved before D → the original; in between → its entries up to D.
So a past day costs about what today costs, and the history of items settled by then is never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from django.db import connection

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import day_column, gaps
from huikuan.portfolio.engines.grouping import Cells
from huikuan.portfolio.rules import AgeingRequest
from huikuan.portfolio.sources import STATE, LedgerState, frame_of

_ITEMS = """
SELECT 'ITEMS', company_id, customer_id, currency, {now} FROM receivables_receivable
WHERE outstanding_minor > 0 AND last_moved_on <= %(day)s{narrowed} GROUP BY customer_id, company_id, currency
UNION ALL
SELECT 'ITEMS', company_id, customer_id, currency, {originally} FROM receivables_receivable
WHERE first_moved_on > issue_date AND first_moved_on > %(day)s AND issue_date <= %(day)s{narrowed}
GROUP BY customer_id, company_id, currency
UNION ALL
SELECT 'ITEMS', company_id, customer_id, currency, {in_between} FROM (
  SELECT r.company_id, r.customer_id, r.currency, r.issue_date, r.due_date, e.minor
  FROM receivables_receivable r {entries_of_item}
  WHERE r.last_moved_on > r.first_moved_on AND r.last_moved_on > %(day)s AND r.first_moved_on <= %(day)s
  AND e.receivable_id = r.id AND e.account = 'RECEIVABLE' AND e.effective_date <= %(day)s
) moving WHERE 1 = 1{narrowed} GROUP BY customer_id, company_id, currency
"""
_MONEY = """
SELECT 'MONEY', company_id, customer_id, currency, CAST(SUM(unapplied_minor) AS BIGINT){zeros} FROM receipts_receipt
WHERE unapplied_minor > 0 AND received_on <= %(day)s AND last_moved_on <= %(day)s{narrowed} GROUP BY customer_id, company_id, currency
UNION ALL
SELECT 'MONEY', company_id, customer_id, currency, CAST(-SUM(minor) AS BIGINT){zeros} FROM (
  SELECT r.company_id, e.customer_id, r.currency, e.minor
  FROM receipts_receipt r {entries_of_receipt}
  WHERE r.first_moved_on > r.received_on AND r.first_moved_on > %(day)s AND r.received_on <= %(day)s
  AND e.receipt_id = r.id AND e.account = 'UNAPPLIED' AND e.effective_date <= %(day)s
) unmoved WHERE 1 = 1{narrowed} GROUP BY customer_id, company_id, currency
UNION ALL
SELECT 'MONEY', company_id, customer_id, currency, CAST(-SUM(minor) AS BIGINT){zeros} FROM (
  SELECT r.company_id, e.customer_id, r.currency, e.minor
  FROM receipts_receipt r {entries_of_receipt}
  WHERE r.last_moved_on > r.first_moved_on AND r.last_moved_on > %(day)s AND r.first_moved_on <= %(day)s
  AND e.receipt_id = r.id AND e.account = 'UNAPPLIED' AND e.effective_date <= %(day)s
) moving WHERE 1 = 1{narrowed} GROUP BY customer_id, company_id, currency
"""
_CONTROL = "SELECT state.what, company_id, CAST(NULL AS BIGINT), currency, minor{zeros} FROM ({state}) state"
# Money moved later is looked up too: whose it was on the day is what its entries say, not whom it was named after since.
_ENTRIES = {
    "sqlite": "CROSS JOIN ledger_entry e",
    "postgresql": "CROSS JOIN LATERAL (SELECT * FROM ledger_entry WHERE {column} = r.id OFFSET 0) e",
}
"""Both databases must look up the entries of the few documents by index, whatever they believe of their number."""
_LABELS: Mapping[str, Any] = {"what": pl.String, c.COMPANY: pl.Int64, c.CUSTOMER: pl.Int64, c.CURRENCY: pl.String}


def database_cells(*, request: AgeingRequest, company_ids: Sequence[int] | None) -> tuple[LedgerState, Cells, Cells]:
    """(state of the ledger, buckets by customer, unapplied money by customer) of one moment; one query."""
    sql, parameters = _statement(request, company_ids)
    edges = len(request.buckets.edges)
    sums = (c.TOTAL, c.UNDATED, *(c.past(index=index) for index in range(edges)))
    rows = frame_of(sql=sql, parameters=parameters, schema={**_LABELS, **dict.fromkeys(sums, pl.Int64)})
    cells = gaps(sums=nw.from_native(_rows(rows, "ITEMS")).lazy(), keys=c.HOLDER, edges=edges).collect()
    money = _rows(rows, "MONEY").select(*c.HOLDER, pl.col(c.TOTAL).alias(c.UNAPPLIED))
    return _state(rows), nw.from_native(cells.to_native()), nw.from_native(money)


def _rows(rows: pl.DataFrame, what: str) -> pl.DataFrame:
    return rows.filter(pl.col("what") == what).drop("what")


def _state(rows: pl.DataFrame) -> LedgerState:
    state = LedgerState()
    others = rows.filter(~pl.col("what").is_in(("ITEMS", "MONEY")))
    for what, company_id, currency, minor in others.select("what", c.COMPANY, c.CURRENCY, c.TOTAL).iter_rows():
        state.take(what=what, company_id=company_id, currency=currency or "", minor=minor)
    return state


def _statement(request: AgeingRequest, company_ids: Sequence[int] | None) -> tuple[str, dict[str, object]]:
    edges = request.buckets.days(as_of=request.as_of)
    parameters: dict[str, object] = {"day": request.as_of}
    parameters |= {f"edge_{index}": edge for index, edge in enumerate(edges)}
    narrowed = ""
    if company_ids is not None:
        parameters |= {f"company_{index}": company_id for index, company_id in enumerate(company_ids)}
        names = [f"%(company_{index})s" for index in range(len(company_ids))]
        narrowed += f" AND company_id IN ({', '.join(names) or 'NULL'})"
    if request.currency is not None:
        parameters["currency"] = request.currency
        narrowed += " AND currency = %(currency)s"
    day, count = day_column(basis=request.basis), len(edges)
    zeros = ", 0" * (count + 1)
    items = _ITEMS.format(
        now=_sums("outstanding_minor", day, count),
        originally=_sums("original_minor", day, count),
        in_between=_sums("minor", day, count),
        entries_of_item=_ENTRIES[connection.vendor].format(column="receivable_id"),
        narrowed=narrowed,
    )
    entries = _ENTRIES[connection.vendor].format(column="receipt_id")
    money = _MONEY.format(zeros=zeros, narrowed=narrowed, entries_of_receipt=entries)
    return " UNION ALL ".join([items, money, _CONTROL.format(zeros=zeros, state=STATE)]), parameters


def _sums(value: str, day: str, edges: int) -> str:
    """The total, what has no day, and what lies past each edge: one comparison an edge."""
    conditions = [f"{day} IS NULL", *(f"{day} < %(edge_{index})s" for index in range(edges))]
    sums = [f"SUM({value})", *(f"SUM(CASE WHEN {condition} THEN {value} ELSE 0 END)" for condition in conditions)]
    return ", ".join(f"CAST({each} AS BIGINT)" for each in sums)
