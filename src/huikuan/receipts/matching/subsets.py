"""Which of a customer's open items add up to an amount, found without trying every set of them.

Meet in the middle (Horowitz and Sahni 1974): a set of k items is one of ⌈k/2⌉ and one of ⌊k/2⌋; the sums of the smaller
lists are sorted, and for each sum of the larger the partner is looked up. Of few items all sets are looked at at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import comb

import numpy as np
import numpy.typing as npt

_Sums = npt.NDArray[np.int64]
_Sets = npt.NDArray[np.int16]

FEW = 20
"""Of so many items every set is looked at, whatever its size: a thousand sums in either half."""
MOST_FOUND = 200  # more sets than that say nothing, and are not told apart
_MOST_HITS = 40_000
Found = dict[tuple[int, ...], int]
"""Sets as positions of amounts, ascending, and the sum of each in minor units."""


@dataclass(frozen=True)
class Choices:
    """Amounts (minor units, all > 0) to choose from; lists of sums are kept, so that several lines of a payer share them."""

    amounts: tuple[int, ...]
    kept: dict[int, tuple[_Sets, _Sums]] = field(default_factory=dict)
    in_order: dict[int, tuple[_Sums, npt.NDArray[np.int64]]] = field(default_factory=dict)

    def listed(self, *, size: int) -> int:
        """Return how many sums a search for sets of one size lists, to be asked before."""
        n, size = len(self.amounts), min(size, len(self.amounts) - size)
        return comb(n, size - size // 2) if size > 0 else 1

    def of_size(self, *, size: int, low: int, high: int, steps: Sequence[int] | None = None) -> Found | None:
        """Return the sets of one size that sum to `low` … `high`, to `low` + one of `steps` if given; None: too many."""
        n = len(self.amounts)
        if not 0 < size <= n:
            return {}
        if size * 2 <= n:
            return self._smaller(size, low, high, _differences(low, steps))
        total = sum(self.amounts)  # what is left out is the smaller choice
        if size == n:
            whole = tuple(range(n))
            fits = low <= total <= high and (steps is None or total - low in steps)
            return {whole: total} if fits else {}
        wanted = None if steps is None else np.array([total - low - step for step in steps], dtype=np.int64)
        found = self._smaller(n - size, total - high, total - low, wanted)
        return found and {
            tuple(place for place in range(n) if place not in left_out): total - minor
            for left_out, minor in found.items()
        }

    def of_any_size(self, *, low: int, high: int, steps: Sequence[int] | None = None) -> Found | None:
        """Return the sets of whatever size that sum to `low` … `high`, of at most `FEW` amounts; None: too many."""
        middle = (len(self.amounts) + 1) // 2
        left, (right, order) = self._halves
        first, last = right.searchsorted(low - left, "left"), right.searchsorted(high - left, "right")
        counts = last - first
        if counts.sum() > _MOST_HITS:
            return None
        rows = np.repeat(np.arange(left.size), counts)
        partners = _runs(first, counts)
        sums = left[rows] + right[partners]
        wanted = _differences(low, steps)
        keep = slice(None) if wanted is None else _among(sums, wanted)
        if sums[keep].size > MOST_FOUND:
            return None
        masks = rows[keep] | (order[partners[keep]] << middle)
        return {_members(mask): minor for mask, minor in zip(masks.tolist(), sums[keep].tolist(), strict=True) if mask}

    @cached_property
    def _values(self) -> _Sums:
        return np.array(self.amounts, dtype=np.int64)

    @cached_property
    def _halves(self) -> tuple[_Sums, tuple[_Sums, npt.NDArray[np.int64]]]:
        middle = (len(self.amounts) + 1) // 2
        left, right = _all_sums(self._values[:middle]), _all_sums(self._values[middle:])
        order = np.argsort(right, kind="stable")
        return left, (right[order], order)

    def _smaller(self, size: int, low: int, high: int, wanted: _Sums | None) -> Found | None:
        if size == 1:
            fits = (self._values >= low) & (self._values <= high)
            if wanted is not None:
                fits &= _among(self._values, wanted)
            return {(place,): self.amounts[place] for place in np.nonzero(fits)[0].tolist()}
        sets, sums = self._list(size - size // 2)
        smaller, theirs = self._list(size // 2)
        ordered, order = self._ordered(size // 2)
        first = ordered.searchsorted(low - sums)
        hit = np.nonzero(ordered[np.minimum(first, ordered.size - 1)] <= high - sums)[0]
        hit = hit[first[hit] < ordered.size]
        if not hit.size:
            return {}
        first = first[hit]
        counts = ordered.searchsorted(high - sums[hit], "right") - first
        if counts.sum() > _MOST_HITS:
            return None
        rows, partners = np.repeat(hit, counts), order[_runs(first, counts)]
        found = sums[rows] + theirs[partners]
        if wanted is not None:
            keep = _among(found, wanted)
            rows, partners, found = rows[keep], partners[keep], found[keep]
        if rows.size > MOST_FOUND * comb(size, size // 2):
            return None
        members = np.sort(np.concatenate((sets[rows], smaller[partners]), axis=1), axis=1)
        apart = (np.diff(members, axis=1) > 0).all(axis=1)
        return dict(zip(map(tuple, members[apart].tolist()), found[apart].tolist(), strict=True))

    def _list(self, size: int) -> tuple[_Sets, _Sums]:
        """Return all sets of a size and their sums."""
        if size not in self.kept:
            sets = _sets(len(self.amounts), size)
            self.kept[size] = (sets, self._values[sets].sum(axis=1))
        return self.kept[size]

    def _ordered(self, size: int) -> tuple[_Sums, npt.NDArray[np.int64]]:
        """Return the sums of all sets of a size in order, and the order."""
        if size not in self.in_order:
            sums = self._list(size)[1]
            order = np.argsort(sums, kind="stable")
            self.in_order[size] = (sums[order], order)
        return self.in_order[size]


def _differences(low: int, steps: Sequence[int] | None) -> _Sums | None:
    return None if steps is None else np.array([low + step for step in steps], dtype=np.int64)


def _among(sums: _Sums, wanted: _Sums) -> npt.NDArray[np.bool_]:
    wanted = np.sort(wanted)
    fits: npt.NDArray[np.bool_] = wanted[np.minimum(wanted.searchsorted(sums), wanted.size - 1)] == sums
    return fits


def _runs(first: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return first, first + 1, … of each run of so many, one after the other."""
    starts = np.cumsum(counts) - counts
    places: _Sums = np.arange(int(counts.sum())) + np.repeat(first - starts, counts)
    return places


def _all_sums(values: _Sums) -> _Sums:
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate((sums, sums + value))
    return sums


def _members(mask: int) -> tuple[int, ...]:
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


@lru_cache(maxsize=128)
def _sets(count: int, size: int) -> _Sets:
    """Return all sets of a size as rows of ascending positions."""
    places = np.arange(count, dtype=np.int16)
    if size == 1:
        return places[:, None]
    if size == 2:
        return np.stack(np.triu_indices(count, 1), axis=1).astype(np.int16)
    smaller = _sets(count, size - 1)
    more = count - 1 - smaller[:, -1].astype(np.int64)
    rows = np.repeat(np.arange(len(smaller)), more)
    last = _runs(smaller[:, -1].astype(np.int64) + 1, more)
    return np.concatenate((smaller[rows], last[:, None].astype(np.int16)), axis=1)
