"""PURE: the sums that the key figures are made of, over any frame that Narwhals knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import narwhals as nw

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import Frame

ALLOCATION = "ALLOCATE"


def kind_sums(*, movements: Frame, start: date, end: date) -> Frame:
    """By currency and kind, minor units: before the period, in it, and what of both is on items due by certain days."""
    minor = nw.col(c.MINOR)
    before, within = nw.col(c.EFFECTIVE) < start, nw.col(c.EFFECTIVE) >= start
    late, due, due_anew = nw.col(c.DUE) < end, nw.col(c.DUE) <= end, nw.col(c.DUE) >= start

    def total(name: str, *conditions: nw.Expr) -> nw.Expr:
        return nw.when(*conditions).then(minor).otherwise(0).sum().alias(name)

    return (
        movements.filter(nw.col(c.EFFECTIVE) <= end)
        .group_by(c.CURRENCY, c.KIND)
        .agg(
            total("opening", before),
            total("period", within),
            total("closing_late", late),
            total("opening_due", before, due),
            total("period_due", within, due),
            total("opening_due_anew", before, due, due_anew),
            total("period_due_anew", within, due, due_anew),
        )
    )


def closing_by_company(*, movements: Frame, end: date) -> Frame:
    """Receivables at `end` by own company, minor units: what must equal the control account."""
    return movements.filter(nw.col(c.EFFECTIVE) <= end).group_by(c.COMPANY).agg(nw.col(c.MINOR).sum())


def billings_by_day(*, movements: Frame, end: date) -> Frame:
    """Credit billings by currency and day up to `end`, cancelled ones taken back on the day of the cancellation."""
    return (
        movements.filter(nw.col(c.KIND).is_in(c.BILLING_KINDS), nw.col(c.EFFECTIVE) <= end)
        .group_by(c.CURRENCY, c.EFFECTIVE)
        .agg(nw.col(c.MINOR).sum())
    )


def payments_by_days(*, movements: Frame, start: date, end: date) -> Frame:
    """Allocated minor units (positive) of the period by currency, day paid, day due and day issued.

    What was taken back by `end` cancels on the day it undoes, not on the day of the reversal (FEATURES D24).
    """
    by = (c.CURRENCY, c.APPLIED, c.DUE, c.ISSUED)
    return allocations(movements=movements, start=start, end=end, by=by, day=c.APPLIED)


def allocations(*, movements: Frame, start: date, end: date, by: Sequence[str], day: str) -> Frame:
    """Allocated minor units (positive) of the period in the groups `by`, without groups that cancel.

    `day` is the day that falls into the period: of the act (EFFECTIVE), or of what it takes back (APPLIED).
    """
    in_period = (nw.col(c.EFFECTIVE) <= end, nw.col(day) >= start, nw.col(day) <= end)
    return (
        movements.filter(nw.col(c.KIND) == ALLOCATION, *in_period)
        .group_by(*by)
        .agg((0 - nw.col(c.MINOR).sum()).alias(c.MINOR))
        .filter(nw.col(c.MINOR) != 0)
    )


def open_by_due(*, movements: Frame, end: date) -> Frame:
    """What is open at `end` by currency and due date, minor units."""
    return (
        movements.filter(nw.col(c.EFFECTIVE) <= end)
        .group_by(c.CURRENCY, c.DUE)
        .agg(nw.col(c.MINOR).sum())
        .filter(nw.col(c.MINOR) != 0)
    )
