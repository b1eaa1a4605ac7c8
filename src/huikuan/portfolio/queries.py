"""Reads of the portfolio as of any day: the ageing, the items behind a cell, the key figures. Every one ties or says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Unpack

from huikuan.customers.access import sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.portfolio.access import visible_cells
from huikuan.portfolio.cells import Aged, aged_cells
from huikuan.portfolio.engines.grouping import COLUMN_OF, AgeingRows, grouped, sums_to_tie, totals_of
from huikuan.portfolio.rules import (
    AgeingOptions,
    AgeingReport,
    AgeingRequest,
    Difference,
    request_of,
)
from huikuan.portfolio.sources import LedgerState


def ageing(*, actor: Actor, as_of: date, **options: Unpack[AgeingOptions]) -> AgeingReport:
    """What customers owe on `as_of`, minor units by age, in rows by the dimensions of `by`, largest first.

    Options: basis "due" or "invoice", by=("customer",), buckets=(0, 30, 60, 90, 180), company_ids, currency, known_at
    (a moment: the books as known then), view "named" or "fifo", engine "mirror" or "database". Raises NotPermitted,
    Refused BASIS_UNKNOWN, VIEW_UNKNOWN, ENGINE_UNKNOWN, DIMENSION_UNKNOWN, BUCKETS_INVALID.
    """
    refuse_without_verb(actor=actor, verb=Verb.VIEW)
    request = request_of(as_of=as_of, options=options)
    aged = aged_cells(request=request, actor=actor)
    differences = differences_of(aged=aged, request=request)
    whole = sees_everything(actor=actor)
    positions = aged.state.positions if whole else {}
    if differences:
        shown = differences if whole else ()
        return AgeingReport(request, (), {}, ties=False, differences=shown, positions=positions)
    cells = visible_cells(actor=actor, cells=aged.cells, by=request.by)
    buckets, keys = len(request.buckets.edges) + 1, [COLUMN_OF[dimension] for dimension in request.by]
    rows = AgeingRows(frame=grouped(cells=cells, keys=keys, buckets=buckets), keys=keys, buckets=buckets)
    totals = totals_of(cells=cells, buckets=buckets)
    return AgeingReport(request, rows, totals, positions=positions)


def differences_of(*, aged: Aged, request: AgeingRequest) -> tuple[Difference, ...]:
    """Where Σ buckets or unapplied money is not the balance of its control account (TRUST J7)."""
    sums = sums_to_tie(cells=aged.cells, buckets=len(request.buckets.edges) + 1)
    owed = {key: pair[0] for key, pair in sums.items()}
    unused = {key: pair[1] for key, pair in sums.items()}
    return (
        *_compared(owed, aged.state, ("RECEIVABLE", 1), request.currency),
        *_compared(unused, aged.state, ("UNAPPLIED", -1), request.currency),
    )


def _compared(
    sums: Mapping[tuple[int, str], int], state: LedgerState, side: tuple[str, int], currency: str | None
) -> Sequence[Difference]:
    account, sign = side
    controls = {key[1:]: sign * minor for key, minor in state.controls.items() if key[0] == account}
    return [
        Difference(company, held, account, sums.get((company, held), 0), controls.get((company, held), 0))
        for company, held in sorted(set(sums) | set(controls))
        if currency in (None, held) and sums.get((company, held), 0) != controls.get((company, held), 0)
    ]
