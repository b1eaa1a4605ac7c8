"""What a debtor still has open in a run, kept between the lines of one payer, with the sums payers have reason to pay."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.plausible import Amounts
from huikuan.receipts.matching.subsets import Choices

_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS_BEFORE_EPOCH = 1970 * 12
Order: TypeAlias = tuple[tuple[int, ...], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Pool:
    """Free items of one debtor, oldest due first, and what is open of each in minor units."""

    index: MatchIndex
    items: tuple[int, ...]

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """Return the items as an array."""
        return np.array(self.items, dtype=np.int64)

    @cached_property
    def months(self) -> dict[int, int]:
        """Return the sum of each month in which two or more items were issued, months counted from the year 0."""
        months = self._month_of
        known = np.unique(months[months > 0])
        sums, counts = np.zeros(known.size, np.int64), np.zeros(known.size, np.int64)
        places = np.searchsorted(known, months[months > 0])
        np.add.at(sums, places, self.index.opens[self.places][months > 0])
        np.add.at(counts, places, 1)
        several = counts > 1
        return dict(zip(known[several].tolist(), sums[several].tolist(), strict=True))

    def issued_in(self, month: int) -> tuple[int, ...]:
        """Return the items issued in a month."""
        return tuple(self.places[self._month_of == month].tolist())

    @cached_property
    def _month_of(self) -> npt.NDArray[np.int64]:
        """Return the month of issue of each item, 0 if unknown."""
        days = self.index.issued[self.places]
        months: npt.NDArray[np.int64] = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return np.where(days > 0, months + _MONTHS_BEFORE_EPOCH, 0)

    @cached_property
    def choices(self) -> Choices:
        """Return the open amounts as something to choose from."""
        return Choices(tuple(self.index.opens[self.places].tolist()))

    @cached_property
    def by_amount(self) -> dict[int, list[int]]:
        """Return the items by what is open of them in minor units."""
        found: dict[int, list[int]] = {}
        for item, minor in zip(self.items, self.choices.amounts, strict=True):
            found.setdefault(minor, []).append(item)
        return found

    @cached_property
    def by_due_date(self) -> Order:
        """Return the items as they fall due, and the sums of the first 0, 1, 2 … of them in minor units."""
        return self.items, _running(self.index.opens[self.places])

    @cached_property
    def by_position(self) -> Order:
        """Return the items in the order of their ids, which is that of their numbers where these count up."""
        places = np.sort(self.places)
        return tuple(places.tolist()), _running(self.index.opens[places])

    def issued_by(self, day: date) -> "Pool":
        """Return the pool without items issued later."""
        early = self.index.issued[self.places] <= day.toordinal()
        return self if early.all() else Pool(self.index, tuple(self.places[early].tolist()))

    def without(self, items: Collection[int]) -> "Pool":
        """Return the pool without some items."""
        return Pool(self.index, tuple(item for item in self.items if item not in items)) if items else self


@dataclass(slots=True)
class Pools:
    """Pools of free items; `used` only ever grows, so its size says whether a kept pool still holds."""

    index: MatchIndex
    used: Collection[int]
    kept: dict[int, tuple[int, Pool]] = field(default_factory=dict)
    described: dict[int, Amounts] = field(default_factory=dict)

    def of(self, debtor: int) -> Pool:
        """Return what is free of a debtor."""
        version, pool = self.kept.get(debtor, (-1, None))
        if pool is None or version != len(self.used):
            pool = Pool(self.index, tuple(item for item in self.index.members[debtor] if item not in self.used))
            self.kept[debtor] = (len(self.used), pool)
        return pool

    def amounts_of(self, debtor: int) -> Amounts:
        """Return what the open amounts of a debtor are like, those already used in this run included."""
        if debtor not in self.described:
            self.described[debtor] = Amounts.of(amounts=self.index.opens[self.index.members[debtor]])
        return self.described[debtor]


def _running(opens: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    sums = np.zeros(opens.size + 1, dtype=np.int64)
    np.cumsum(opens, out=sums[1:])
    return sums
