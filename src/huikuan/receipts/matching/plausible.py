"""How likely a payer pays just this set of items, and how likely an amount comes about otherwise (Bayes, nothing else).

A set of k of n items is one of comb(n, k) that would be as likely; an amount is one of the many that k items could have
had. What was looked for and found counts by the first, what was not looked for by the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, exp, lgamma, log

import numpy as np
import numpy.typing as npt

from huikuan.receipts.matching.policy import MatchPolicy

LARGEST_SET = 20
"""Items paid together without a word about how many; more are found by what is usual (all, a month, the oldest)."""
_ON_ACCOUNT_SPREAD = 0.2  # density of an amount that has nothing to do with items: even on a scale of some hundredfold
_ROUND_ON_ACCOUNT = 0.1  # one such amount in ten is a round one
_COARSEST = 1_000_000
_ROUNDINGS = 2  # a discount at a usual rate, rounded down or up
_HOPELESS = 0.3


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the open amounts of a pool are like: how many, their mean and variance, and how many are round."""

    count: int
    mean: float
    variance: float
    round_shares: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, *, amounts: npt.NDArray[np.int64]) -> "Amounts":
        """Describe amounts in minor units."""
        if not amounts.size:
            return cls(0, 0.0, 0.0, ())
        steps = [10**zeros for zeros in range(2, 7)]
        shares = tuple((step, float((amounts % step == 0).mean())) for step in steps)
        return cls(amounts.size, float(amounts.mean()), float(amounts.var()), shares)

    def density(self, *, size: int, minor: int) -> float:
        """Return the chance that so many items taken at random sum to just this amount (gamma of the same moments)."""
        mean, left = size * self.mean, self.count - size
        variance = size * self.variance * left / max(self.count - 1, 1)
        if minor <= 0:
            return 0.0
        if variance < 1:
            return 1.0 if left and abs(minor - mean) < 1 else 0.0
        shape, scale = mean * mean / variance, variance / mean
        exponent = (shape - 1) * log(minor / scale) - minor / scale - lgamma(shape) - log(scale)
        even = exp(min(exponent, 0.0))
        step, share = self._round_share(minor)
        return min(even * (1 - share**size + share**size * step), 1.0)

    def _round_share(self, minor: int) -> tuple[int, float]:
        """Return the largest step the amount is a multiple of, and the share of items that are too."""
        return next(((step, share) for step, share in reversed(self.round_shares) if minor % step == 0), (1, 0.0))


@dataclass(frozen=True, slots=True)
class Plausible:
    """The weights of sets that sum to `target` (minor units): by size, and by what the payment falls short of them.

    `usual` holds the shortfalls by bank fees and usual rates of discount with the chance of each; every other one up to
    `most_short` has the chance `other`. `sizes` holds for each size its chance, the weight of one set paid whole, and the
    weight of all sets as long as nobody looked for them.
    """

    target: int
    whole: float
    usual: dict[int, float]
    other: float
    most_short: int
    sizes: dict[int, tuple[float, float]]
    on_account: float

    @classmethod
    def of(
        cls, *, policy: MatchPolicy, amounts: Amounts, count: int, target: int, paid: int, sizes: range
    ) -> "Plausible":
        """Weigh sets of `count` items that sum to a target, the rest of `paid` being sure; the larger, the rarer."""
        whole = policy.paid_whole_permille / 1000
        half, quarter = (1 - whole) / 2, (1 - whole) / 4
        fees = [fee for fee in policy.bank_fees_minor if fee * 1000 <= paid * policy.bank_fee_permille]
        rated = _rated_discounts(paid, policy.discount_rates_permille)
        most = max(paid * 1000 // (1000 - policy.discount_permille) - paid, 1)
        usual = dict.fromkeys(rated, quarter / len(rated)) if rated else {}
        usual |= dict.fromkeys(fees, half / len(policy.bank_fees_minor))
        together = _harmonic(sizes.start, sizes.stop) if len(sizes) > 1 else 1 / max(sizes.start, 1)
        chances = {size: 1 / size / together for size in sizes}
        weights = {
            size: (chance / comb(count, size), chance * amounts.density(size=size, minor=target))
            for size, chance in chances.items()
        }
        return cls(target, whole, usual, quarter / most, most, weights, _on_account(policy, paid))

    def weight(self, *, size: int, short: int) -> float:
        """Return the weight of one set of a size."""
        if short == 0:
            return self.sizes[size][0] * self.whole
        return self.sizes[size][0] * self.usual.get(short, self.other if short <= self.most_short else 0.0)

    @property
    def against(self) -> float:
        """Return the weight of all else as long as nobody looked for anything."""
        return self.on_account + sum(unseen for _, unseen in self.sizes.values())

    def worth_looking(self, *, size: int, likely: float, against: float) -> bool:
        """Return whether a set of that size could stand out against all else."""
        return self.sizes[size][0] * likely > _HOPELESS * against


def set_sizes(*, count: int, named: int | None, smallest: int) -> range:
    """Return how many of so many items may be paid together: as many as the payer says, else any number up to a limit."""
    if named is not None:
        return range(named, named + 1)
    return range(smallest, min(count, LARGEST_SET) + 1)


def _on_account(policy: MatchPolicy, paid: int) -> float:
    """Return the weight of a payment that is no sum of items at all."""
    step = _step(paid)
    factor = 1 + (_ROUND_ON_ACCOUNT * step if step > 1 else 0)
    return min(policy.on_account_permille / 1000 * _ON_ACCOUNT_SPREAD / paid * factor, 1.0)


@cache
def _harmonic(start: int, stop: int) -> float:
    return sum(1 / size for size in range(start, stop))


def _rated_discounts(paid: int, rates: Sequence[int]) -> set[int]:
    """Return what is missing from a payment at each usual rate of discount, a unit of rounding more or less."""
    shorts = [paid * rate // (1000 - rate) for rate in rates]
    return {short + step for short in shorts for step in range(_ROUNDINGS) if short + step > 0}


def _step(minor: int) -> int:
    step = 1
    while step < _COARSEST and minor % (step * 10) == 0:
        step *= 10
    return step if step >= 100 else 1
