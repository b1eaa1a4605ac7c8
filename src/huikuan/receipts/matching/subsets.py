"""Which of a customer's open items add up to an amount, how many ways there are, and how many chance alone would give.

Meet in the middle: the sums of either half are listed, one half is sorted, and for each sum of the other the partner
is looked up, which counts all solutions without listing them (Horowitz and Sahni 1974). The number of sums close to
the target but not on it says how many solutions to expect by accident, so that a lucky hit is not taken for proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb

import numpy as np
import numpy.typing as npt

_Sums = npt.NDArray[np.int64]
_WINDOW_PARTS = 10  # sums within a tenth of the target tell how dense sums are around it
_LATTICE = 10_000  # sums of whole hundreds fall on multiples; at most this many minor units apart


def sums_to_list(*, items: int, size: int | None) -> int:
    """Return how many sums the larger half of so many items would list, to be asked before anything is listed."""
    half = (items + 1) // 2
    return 2**half if size is None else sum(comb(half, part) for part in range(min(max(size, 0), half) + 1))


@dataclass(frozen=True)
class Combinations:
    """All sums of subsets of some amounts (minor units, all > 0), of any size or of one `size`."""

    amounts: tuple[int, ...]
    size: int | None = None

    @property
    def possible(self) -> int:
        """Return how many subsets there are, the empty one left out."""
        n = len(self.amounts)
        return comb(n, self.size) if self.size is not None else 2**n - 1

    def count(self, *, low: int, high: int) -> int:
        """Return how many subsets sum to `low` … `high` inclusive."""
        return self.counts(ranges=((low, high),))[0]

    def counts(self, *, ranges: Sequence[tuple[int, int]]) -> list[int]:
        """Return how many subsets sum to each of the ranges (low, high), both ends inclusive."""
        lows, highs = np.array(ranges, dtype=np.int64).T[:, :, None]
        found = np.zeros(len(ranges), dtype=np.int64)
        for left, right, _, _ in self._pairs:
            found += (right.searchsorted(highs - left, "right") - right.searchsorted(lows - left, "left")).sum(axis=1)
        return [int(count) for count in found]

    def solutions(self, *, low: int, high: int, most: int) -> list[tuple[int, ...]]:
        """Return up to `most` subsets (as positions of amounts) that sum to `low` … `high`, in a fixed order."""
        found: list[tuple[int, ...]] = []
        middle = (len(self.amounts) + 1) // 2
        for left, right, order, left_size in self._pairs:
            right_size = None if self.size is None or left_size is None else self.size - left_size
            first = right.searchsorted(low - left, "left")
            last = right.searchsorted(high - left, "right")
            for place in np.nonzero(last > first)[0].tolist():
                for partner in order[int(first[place]) : int(last[place])].tolist():
                    head = self._halves[0].members(place=place, size=left_size)
                    tail = self._halves[1].members(place=partner, size=right_size)
                    found.append((*head, *(middle + member for member in tail)))
                    if len(found) == most:
                        return found
        return found

    def by_accident(self, *, low: int, high: int) -> float:
        """Return how many subsets to expect in `low` … `high` if nobody had chosen any: the density of sums around it."""
        span, width = high - low + 1, max(low // _WINDOW_PARTS, 1)
        found, wide = self.counts(ranges=((low, high), (low - width, high + width)))
        around = max(wide - found, 0)
        expected = min((around + 1) * span / (2 * width), max(self.possible - found, 0) * 2 * span / max(low, 1))
        step = _step(low) if low == high else 1
        if step > 1:
            even = Combinations(tuple(amount for amount in self.amounts if amount % step == 0), self.size)
            if len(even.amounts) > 1:
                found, wide = even.counts(ranges=((low, low), (low - width, low + width)))
                around = wide - found
                expected += max(around, 0) * step / (2 * width)
        return expected

    @cached_property
    def _halves(self) -> "tuple[_Half, _Half]":
        middle = (len(self.amounts) + 1) // 2
        return _half(self.amounts[:middle], self.size), _half(self.amounts[middle:], self.size)

    @cached_property
    def _pairs(self) -> tuple[tuple[_Sums, _Sums, _Sums, int | None], ...]:
        """Return left sums, sorted right sums, the order that sorts them, and the size of the left part."""
        left, right = self._halves
        if self.size is None:
            sums = right.all_sums
            order = np.argsort(sums, kind="stable")
            return ((left.all_sums, sums[order], order, None),)
        pairs = []
        for size in range(self.size + 1):
            if size < len(left.sums) and self.size - size < len(right.sums):
                sums = right.sums[self.size - size]
                order = np.argsort(sums, kind="stable")
                pairs.append((left.sums[size], sums[order], order, size))
        return tuple(pairs)


@dataclass(frozen=True, slots=True)
class _Half:
    """Sums of the subsets of half the amounts by size; `counts[k][s]` of size s are made of the first k amounts."""

    sums: list[_Sums]
    counts: list[list[int]]

    @property
    def all_sums(self) -> _Sums:
        return np.concatenate(self.sums)

    def members(self, *, place: int, size: int | None) -> tuple[int, ...]:
        """Return the amounts of one sum, found back from its place: later amounts were appended behind."""
        if size is None:
            size = 0
            while place >= self.sums[size].size:
                place -= self.sums[size].size
                size += 1
        members: list[int] = []
        for amount in range(len(self.counts) - 1, -1, -1):
            without = self.counts[amount][size] if size < len(self.counts[amount]) else 0
            if place >= without:
                members.append(amount)
                place, size = place - without, size - 1
        return tuple(reversed(members))


def _half(amounts: Sequence[int], most: int | None) -> _Half:
    largest = len(amounts) if most is None else min(most, len(amounts))
    sums, counts = [np.zeros(1, np.int64)], list[list[int]]()
    for amount in amounts:
        counts.append([part.size for part in sums])
        larger = [part + amount for part in sums[:largest]]
        for size, part in enumerate(larger, start=1):
            if size < len(sums):
                sums[size] = np.concatenate((sums[size], part))
            else:
                sums.append(part)
    return _Half(sums, counts)


def _step(minor: int) -> int:
    step = 1
    while step < _LATTICE and minor % (step * 10) == 0:
        step *= 10
    return step if step >= 100 else 1
