"""What customers owe by segment and bucket, out of the ageing of the portfolio: a constant number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import Engine
from huikuan.provisions.queries.segments import segments_of
from huikuan.provisions.rules.matrix import WHOLE_SEGMENT, Matrix


@dataclass(frozen=True, slots=True)
class Balances:
    """Open amounts, minor units: of segments by bucket, without a due date by segment, and of customers asked apart."""

    segments: dict[str, list[int]]
    undated: dict[str, int]
    customers: dict[int, int]


def balances_on(
    *, actor: Actor, group: tuple[int, str], as_of: date, matrix: Matrix, apart: frozenset[int] = frozenset()
) -> Balances:
    """What is owed to an own company in a currency (`group`) on a day, in the buckets of `matrix`; `apart` customers are taken out.

    Money that is not used yet lowers nothing here. Raises Refused PROVISION_DOES_NOT_TIE where the open items are not the ledger's.
    """
    company_id, currency = group
    report = ageing(
        actor=actor,
        as_of=as_of,
        basis=matrix.basis,
        by=("customer",),
        buckets=matrix.edges,
        company_ids=[company_id],
        currency=currency,
        engine=Engine.DATABASE.value,
    )
    if not report.ties:
        raise Refused("PROVISION_DOES_NOT_TIE")
    known = {row.key[0] for row in report.rows if isinstance(row.key[0], int)}
    names = segments_of(customer_ids=known, segment_by=matrix.segment_by, on=as_of)
    segments = {WHOLE_SEGMENT: [0] * (len(matrix.edges) + 1)}
    undated: Counter[str] = Counter()
    customers: Counter[int] = Counter()
    for row in report.rows:
        customer_id = row.key[0]
        if customer_id in apart and isinstance(customer_id, int):
            customers[customer_id] += row.amounts.total_minor
            continue
        name = names.get(customer_id, WHOLE_SEGMENT) if isinstance(customer_id, int) else WHOLE_SEGMENT
        name = name if name in matrix.figures else WHOLE_SEGMENT
        held = segments.setdefault(name, [0] * (len(matrix.edges) + 1))
        segments[name] = [before + more for before, more in zip(held, row.amounts.buckets, strict=True)]
        undated[name] += row.amounts.no_due_date_minor
    return Balances(segments, {name: minor for name, minor in undated.items() if minor}, dict(customers))
