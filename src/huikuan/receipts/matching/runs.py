"""Sets of items that payers have a reason to pay together: the oldest ones, all there is, a run of due dates or numbers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from huikuan.receipts.matching.pools import Pool
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Reason

_Numbers = npt.NDArray[np.int64]
_MOST = 12  # hits of one order; more say nothing


@dataclass(frozen=True, slots=True)
class Run:
    """A run of items, what the payment falls short of it in minor units, its share of what such payments pay."""

    items: tuple[int, ...]
    short: int
    share: float
    reasons: tuple[Reason, ...] = ()


def usual_runs(*, pool: Pool, target: int, sizes: Collection[int], shortfalls: Sequence[int]) -> tuple[Run, ...]:
    """Return the runs that make the target or exceed it by one of the shortfalls; the longer, the rarer.

    Half the payments that follow an order begin with the oldest item, the others anywhere in it.
    """
    found = [*_from_the_oldest(pool, target, sizes, shortfalls)]
    orders = [pool.by_due_date, pool.by_position]
    for order, sums in orders[: 1 if orders[0][0] == orders[1][0] else 2]:
        found += _anywhere(order, sums, target, sizes, shortfalls)
    return tuple(found)


def _from_the_oldest(pool: Pool, target: int, sizes: Collection[int], shortfalls: Sequence[int]) -> Iterator[Run]:
    sums = pool.by_due_date[1][1:]
    any_size, all_items = len(sizes) > 1, len(pool.items)
    first, last = np.searchsorted(sums, (target, target + shortfalls[-1] + 1))
    for place in range(int(first), min(int(last), int(first) + _MOST)):
        short, count = int(sums[place]) - target, place + 1
        if short in shortfalls and (count in sizes or (any_size and count > 1)):
            code = ReasonCode.ALL_OPEN if count == all_items else ReasonCode.OLDEST_TOTAL
            reasons = (Reason(code, (("items", count),)),) if count > 1 and not short else ()
            share = 0.25 / count / log(all_items + 1) + (0.25 if count == all_items else 0.0) if any_size else 0.5
            yield Run(pool.items[:count], short, share, reasons)


def _anywhere(
    order: tuple[int, ...], sums: _Numbers, target: int, sizes: Collection[int], shortfalls: Sequence[int]
) -> Iterator[Run]:
    usable = np.array([size for size in sizes if 1 < size < len(order)], dtype=np.int64)
    together = sum(1 / size for size in sizes)
    ends = np.arange(sums.size) + usable[:, None]
    shorts = sums[np.minimum(ends, sums.size - 1)] - sums - target
    rows, places = np.nonzero((shorts >= 0) & (shorts <= shortfalls[-1]) & (ends < sums.size))
    near = zip(usable[rows].tolist(), places.tolist(), shorts[rows, places].tolist(), strict=True)
    hits = [(size, place, short) for size, place, short in near if short in shortfalls]
    for size, place, short in hits[:_MOST]:
        yield Run(order[place : place + size], short, 0.25 / size / together / len(order))
