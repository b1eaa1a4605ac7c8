"""Numbers one slip of the pen from a number written: a digit wrong, lost or added, two neighbours swapped.

Numbers are compared as whole numbers with a 1 before them, which keeps leading zeros and tells lengths apart; all slips
of one number are looked up at once. Numbers too long for 64 bits are compared as text.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.int64]
_LONGEST = 16  # digits; one more may have been lost, and the 1 before them
_POWERS: _Numbers = 10 ** np.arange(_LONGEST + 2, dtype=np.int64)
_DIGITS: _Numbers = np.arange(10, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Our numbers in order, and those too long to be compared as whole numbers."""

    ordered: _Numbers
    long: frozenset[str]

    def near(self, *, digits: str) -> set[str]:
        """Return our numbers one slip away from what was written, itself left out."""
        found: set[str] = set()
        if len(digits) >= _LONGEST and self.long:
            found |= self.long & _slips_of_text(digits)
        if len(digits) <= _LONGEST and self.ordered.size:
            slips = _slips(digits)
            places = np.minimum(self.ordered.searchsorted(slips), self.ordered.size - 1)
            found |= {str(number)[1:] for number in slips[self.ordered[places] == slips].tolist()}
        found.discard(digits)
        return found


def neighbours(*, numbers: Collection[str]) -> Neighbours:
    """Prepare our numbers, given as digits."""
    short = [number for number in numbers if 0 < len(number) <= _LONGEST + 1]
    lengths = np.fromiter(map(len, short), np.int64, len(short))
    ordered = np.fromiter(map(int, short), np.int64, len(short)) + _POWERS[lengths]
    return Neighbours(np.sort(ordered), frozenset(number for number in numbers if len(number) >= _LONGEST))


def _slips(digits: str) -> _Numbers:
    number, length = int(digits), len(digits)
    powers = _POWERS[: length + 1]
    heads, tails = number // powers, number % powers  # what stands before and behind each place
    own = heads[:-1] % 10
    wrong = (number - own * powers[:-1])[:, None] + _DIGITS * powers[:-1, None] + powers[-1]
    swapped = number + (own[:-1] - own[1:]) * (powers[1:-1] - powers[:-2]) + powers[-1]
    added = heads[1:] * powers[:-1] + tails[:-1] + _POWERS[length - 1]
    lost = (heads * 10)[:, None] * powers[:, None] + _DIGITS * powers[:, None] + tails[:, None] + _POWERS[length + 1]
    return np.concatenate((wrong.ravel(), swapped, added, lost.ravel()))


def _slips_of_text(digits: str) -> set[str]:
    cuts = [(digits[:place], digits[place:]) for place in range(len(digits) + 1)]
    inner = cuts[:-1]
    slips = {head + tail[1:] for head, tail in inner}  # a digit too many
    slips.update([head + tail[1] + tail[0] + tail[2:] for head, tail in inner[:-1]])  # two swapped
    slips.update([head + digit + tail[1:] for head, tail in inner for digit in "0123456789"])  # a wrong digit
    slips.update([head + digit + tail for head, tail in cuts for digit in "0123456789"])  # a digit lost
    return slips
