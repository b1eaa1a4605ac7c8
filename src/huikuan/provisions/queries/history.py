"""What the ledger says of past losses: what moved on between month ends, what was open on entering each bucket; two queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db import connection

from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.provisions.access import refuse_company
from huikuan.provisions.queries.segments import segments_then
from huikuan.provisions.rules.drawing import (
    MOST_SPANS,
    cohort_of,
    flow_figures,
    migration_figures,
    months_of,
    spans_of,
)
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import WHOLE_SEGMENT
from huikuan.provisions.rules.rates import ONE, Method

_DAY = {"due": "r.due_date", "invoice": "r.issue_date"}
_LATER = {"sqlite": "date({day}, '+{days} days')", "postgresql": "({day} + {days})"}
# A write-off is no payment: what was written off in a span is unpaid at its end, and what came for it later is not.
_MOVED = """
WITH spans (span, began, ended, {thresholds}) AS (VALUES {spans})
SELECT customer_id, span, was, SUM(stood), SUM(CASE WHEN unpaid < stood THEN unpaid ELSE stood END) FROM (
  SELECT r.customer_id, s.span, {was} AS was, {then} AS then_in,
    SUM(CASE WHEN e.effective_date <= s.began THEN e.minor ELSE 0 END) AS stood,
    SUM(CASE WHEN e.effective_date <= s.began OR p.kind <> 'WRITE_OFF' THEN e.minor ELSE 0 END) AS unpaid
  FROM spans s
  JOIN receivables_receivable r ON r.company_id = {company} AND r.currency = {currency} AND r.issue_date <= s.began
  JOIN ledger_entry e ON e.receivable_id = r.id AND e.account = 'RECEIVABLE' AND e.effective_date <= s.ended
  JOIN ledger_posting p ON p.id = e.posting_id
  WHERE {day} IS NOT NULL
  GROUP BY r.id, r.customer_id, {day}, s.span, {groups}
) items WHERE stood > 0 AND then_in > was GROUP BY customer_id, span, was
"""
_ENTERED = """
SELECT r.customer_id, SUM(CASE WHEN e.effective_date <= r.issue_date THEN e.minor ELSE 0 END), {sums}, SUM(e.minor)
FROM receivables_receivable r
JOIN ledger_entry e ON e.receivable_id = r.id AND e.account = 'RECEIVABLE' AND e.effective_date <= {until}
JOIN ledger_posting p ON p.id = e.posting_id AND p.kind <> 'WRITE_OFF'
WHERE r.company_id = {company} AND r.currency = {currency} AND {day} >= {first} AND {day} <= {last}
GROUP BY r.customer_id
"""


@dataclass(frozen=True, slots=True)
class HistoryAsked:
    """Which past is looked at: of an own company and currency, until a day, in these buckets, `count` spans of it.

    Spans are as long as a bucket (migration) or months (flow).
    """

    company_id: int
    currency: str
    until: date
    method: Method
    edges: tuple[int, ...]
    basis: str = "due"
    segment_by: str = ""
    count: int = 12
    final_loss: Fraction = ONE


def figures_from_books(*, actor: Actor, asked: HistoryAsked) -> dict[str, Figures]:
    """The figures behind loss rates as the ledger has them, by segment; the same queries for 3 and for 3 million items.

    Raises NotPermitted, Refused MATRIX_EDGES, MATRIX_UNEVEN (migration wants buckets of one width), HISTORY_SPANS,
    HISTORY_EMPTY, MATRIX_METHOD (rates set by hand are not in the books).
    """
    refuse_company(actor=actor, company_id=asked.company_id, need=Verb.PROVISION)
    if not asked.edges or list(asked.edges) != sorted(set(asked.edges)):
        raise Refused("MATRIX_EDGES")
    if not 1 <= asked.count <= MOST_SPANS:
        raise Refused("HISTORY_SPANS", most=MOST_SPANS)
    if asked.method is Method.SET:
        raise Refused("MATRIX_METHOD")
    found = _migration(asked) if asked.method is Method.MIGRATION else _flow(asked)
    whole = found[WHOLE_SEGMENT]
    if not any(whole.entered) and not any(one.balance for span in whole.moved for one in span[:-1]):
        raise Refused("HISTORY_EMPTY")
    return found


def _migration(asked: HistoryAsked) -> dict[str, Figures]:
    months = months_of(edges=asked.edges)
    if months is None:
        raise Refused("MATRIX_UNEVEN")
    spans = spans_of(until=asked.until, months=months, count=asked.count)
    cells: dict[tuple[str, int, int], tuple[int, int]] = {}
    rows = _rows(*_moved_statement(asked, spans))
    days = [began for began, _ in spans]
    then = segments_then(customer_ids={row[0] for row in rows}, segment_by=asked.segment_by, days=days)
    for customer_id, span, bucket, stood, unpaid in rows:
        for name in {WHOLE_SEGMENT, then[days[span]].get(customer_id, WHOLE_SEGMENT)}:
            before = cells.get((name, span, bucket), (0, 0))
            cells[name, span, bucket] = before[0] + int(stood), before[1] + int(unpaid)
    shape = (len(spans), len(asked.edges) + 1)
    return migration_figures(cells=cells, shape=shape, final_loss=asked.final_loss)


def _flow(asked: HistoryAsked) -> dict[str, Figures]:
    rows = _rows(*_entered_statement(asked))
    first, _ = cohort_of(until=asked.until, edges=asked.edges, count=asked.count)
    then = segments_then(customer_ids={row[0] for row in rows}, segment_by=asked.segment_by, days=[first])
    entered: dict[str, list[int]] = {WHOLE_SEGMENT: [0] * (len(asked.edges) + 1)}
    lost: Counter[str] = Counter()
    for customer_id, *minors, never in rows:
        for name in {WHOLE_SEGMENT, then[first].get(customer_id, WHOLE_SEGMENT)}:
            held = entered.setdefault(name, [0] * (len(asked.edges) + 1))
            entered[name] = [before + int(more) for before, more in zip(held, minors, strict=True)]
            lost[name] += int(never)
    return flow_figures(entered=entered, never_paid=lost)


def _moved_statement(asked: HistoryAsked, spans: Sequence[tuple[date, date]]) -> tuple[str, list[Any]]:
    """Began and ended are bucketed by the same edges: was_i and then_i are the days an item is past edge i before."""
    day, places = _DAY[asked.basis], range(len(asked.edges))
    names = [f"was_{place}" for place in places] + [f"then_{place}" for place in places]
    given: list[Any] = []
    for span, (began, ended) in enumerate(spans):
        past = [on - timedelta(days=edge) for on in (began, ended) for edge in asked.edges]
        given += [span, began, ended, *past]
    cast = f"CAST(%s AS {'DATE' if connection.vendor == 'postgresql' else 'TEXT'})"
    one = f"(CAST(%s AS INTEGER), {', '.join([cast] * (len(names) + 2))})"
    sql = _MOVED.format(
        thresholds=", ".join(names),
        spans=", ".join([one] * len(spans)),
        was=" + ".join(f"CASE WHEN {day} < s.was_{place} THEN 1 ELSE 0 END" for place in places),
        then=" + ".join(f"CASE WHEN {day} < s.then_{place} THEN 1 ELSE 0 END" for place in places),
        groups=", ".join(f"s.{name}" for name in ("began", *names)),
        day=day,
        company="%s",
        currency="%s",
    )
    return sql, [*given, asked.company_id, asked.currency]


def _entered_statement(asked: HistoryAsked) -> tuple[str, list[Any]]:
    day = _DAY[asked.basis]
    first, last = cohort_of(until=asked.until, edges=asked.edges, count=asked.count)
    later = [_LATER[connection.vendor].format(day=day, days=int(edge)) for edge in asked.edges]
    sql = _ENTERED.format(
        sums=", ".join(f"SUM(CASE WHEN e.effective_date <= {on} THEN e.minor ELSE 0 END)" for on in later),
        until="%s",
        company="%s",
        currency="%s",
        day=day,
        first="%s",
        last="%s",
    )
    return sql, [asked.until, asked.company_id, asked.currency, first, last]


def _rows(sql: str, given: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        values = [one.isoformat() if isinstance(one, date) and connection.vendor == "sqlite" else one for one in given]
        cursor.execute(sql, values)
        return list(cursor.fetchall())
