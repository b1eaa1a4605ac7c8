"""PURE: which days of the past are looked at to draw loss rates from the books, and figures out of what stood there.

CAS 22 art. 48, IFRS 9 B5.5.35: historic loss by age. What was written off counts as unpaid, money that came for it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from huikuan.kernel.calendar import add_months, month_end
from huikuan.provisions.rules.figures import Figures
from huikuan.provisions.rules.matrix import WHOLE_SEGMENT
from huikuan.provisions.rules.rates import Average, Method, Moved

MOST_SPANS = 36
_MONTHS = (1, 2, 3, 4, 6, 12)
_SHORTEST, _LONGEST = 28, 31
Cells = Mapping[tuple[str, int, int], tuple[int, int]]
"""(segment, span, bucket) → (what stood, what of it was unpaid at the end of the span), minor units."""


def months_of(*, edges: Sequence[int]) -> int | None:
    """How many months a span has, so that what is unpaid moves one bucket on; None where the buckets differ in width.

    30, 60, 90 days give one month, 90, 180, 270 three, 365, 730 twelve; a matrix of one edge goes by months.
    """
    widths = [after - before for before, after in pairwise(edges)]
    if not widths:
        return 1
    return next((n for n in _MONTHS if all(n * _SHORTEST <= width <= n * _LONGEST for width in widths)), None)


def spans_of(*, until: date, months: int, count: int) -> tuple[tuple[date, date], ...]:
    """The last `count` spans of so many months that end with a month, the oldest first; each begins where one before it ended."""
    last = until if month_end(day=until) == until else until.replace(day=1) - timedelta(days=1)
    ends = [month_end(day=add_months(day=last.replace(day=1), months=-months * back)) for back in range(count + 1)]
    return tuple(pairwise(reversed(ends)))


def cohort_of(*, until: date, edges: Sequence[int], count: int) -> tuple[date, date]:
    """First and last day of the items that all had the time to enter the last bucket, `count` months of them."""
    last = until - timedelta(days=edges[-1] + 1)
    return add_months(day=last, months=-count) + timedelta(days=1), last


def migration_figures(*, cells: Cells, shape: tuple[int, int], final_loss: Fraction) -> dict[str, Figures]:
    """Figures by segment out of what moved on; `shape` is (spans, buckets).

    A segment in which a bucket never held anything has too little history and goes by everybody's.
    """
    spans, buckets = shape
    names = sorted({segment for segment, _, _ in cells} | {WHOLE_SEGMENT})
    found = {}
    for name in names:
        moved = tuple(
            (*(_moved(cells, name, span, bucket) for bucket in range(buckets - 1)), Moved(1, 1))
            for span in range(spans)
        )
        known = all(any(span[bucket].balance for span in moved) for bucket in range(buckets))
        if known or name == WHOLE_SEGMENT:
            found[name] = Figures(Method.MIGRATION, moved=moved, average=Average.WEIGHTED, final_loss=final_loss)
    return found


def flow_figures(*, entered: Mapping[str, Sequence[int]], never_paid: Mapping[str, int]) -> dict[str, Figures]:
    """Figures by segment out of what was open on entering each bucket; a segment that never entered the last one is left out.

    A reversal may raise what is open later: then so much is taken as had entered the bucket before, the most it can be.
    """
    found = {}
    for name, minors in sorted(entered.items()):
        falling = [minors[0]]
        for minor in minors[1:]:
            falling.append(min(max(minor, 0), falling[-1]))
        if falling[-1] or name == WHOLE_SEGMENT:
            lost = min(max(never_paid.get(name, 0), 0), falling[-1])
            found[name] = Figures(Method.FLOW, entered=tuple(falling), never_paid=lost)
    return found


def _moved(cells: Cells, name: str, span: int, bucket: int) -> Moved:
    stood, unpaid = cells.get((name, span, bucket), (0, 0))
    return Moved(min(max(unpaid, 0), stood), stood)
