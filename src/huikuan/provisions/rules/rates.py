"""PURE: how much of each age is lost: by flow, by migration, forward-looking, capped, never falling with age.

CAS 22 art. 48 and IFRS 9 5.5.15, B5.5.35: lifetime expected loss of trade receivables by a matrix of ages (RULES_CN §6.5).
All rates are exact fractions of one; nothing is rounded before it meets a balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

Share = Fraction | None
ONE = Fraction(1)
NOUGHT = Fraction(0)


class Method(StrEnum):
    """Where the rates come from: loss by flow, migration between year-ends, or set by hand with a source."""

    FLOW = "FLOW"
    MIGRATION = "MIGRATION"
    SET = "SET"


class Average(StrEnum):
    """How the years of migration are put together: each year counts the same, or by the balance that stood in it."""

    SIMPLE = "SIMPLE"
    WEIGHTED = "WEIGHTED"


class NoRate(StrEnum):
    """Why a bucket has no rate: nothing ever entered it, or one of the buckets after it has none."""

    NOTHING_ENTERED = "NOTHING_ENTERED"
    LATER_BUCKET_UNKNOWN = "LATER_BUCKET_UNKNOWN"


@dataclass(frozen=True, slots=True)
class BucketRate:
    """The rate of a bucket: `share` as it counts (None: see `why_none`), `historic` before anything was changed about it."""

    share: Share
    historic: Share
    is_capped: bool = False
    is_raised: bool = False
    why_none: NoRate | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What of a bucket was still unpaid a year later: minor units of `balance`; `is_bound` where it is only the most it can be."""

    unpaid: int
    balance: int
    is_bound: bool = False

    @property
    def share(self) -> Share:
        """Still unpaid ÷ balance, at most one; None where nothing stood in the bucket."""
        return min(Fraction(self.unpaid, self.balance), ONE) if self.balance else None


def flow_shares(*, entered: Sequence[int], never_paid: int | None = None) -> tuple[Share, ...]:
    """Never-paid amount ÷ amount still open on entering each bucket; None where nothing entered it.

    `entered`: the sales, then what was open on entering each later bucket, minor units. Without `never_paid` all that
    entered the last bucket is taken as lost.
    """
    lost = entered[-1] if never_paid is None else never_paid
    return tuple(Fraction(lost, minor) if minor else None for minor in entered)


def moved_between(*, before: Sequence[int], after: Sequence[int]) -> tuple[Moved, ...]:
    """What moved on from each bucket between two year-ends; buckets are a year wide, the last one open.

    What is unpaid of a bucket stands in the next one a year later. The last but one shares the last bucket with what stood
    there before: that is taken to be all still there (its own rate is the final loss). Where the last bucket shrank, how much
    came over cannot be told: all that stands in it is taken, the most it can be.
    """
    last = len(before) - 1
    found = [Moved(after[place + 1], before[place]) for place in range(last - 1)]
    if last:
        grown = after[last] - before[last]
        came = Moved(grown, before[last - 1]) if grown >= 0 else Moved(after[last], before[last - 1], is_bound=True)
        found.append(came)
    return (*found, Moved(1, 1))


def migration_steps(*, years: Sequence[Sequence[Moved]], average: Average = Average.SIMPLE) -> tuple[Share, ...]:
    """One migration rate a bucket out of several years; a year in which nothing stood in the bucket is left out."""
    return tuple(_averaged(of_bucket, average) for of_bucket in zip(*years, strict=True))


def migration_shares(*, steps: Sequence[Share], final_loss: Fraction = ONE) -> tuple[Share, ...]:
    """L_i = Π_{j≥i} m_j × final loss: the share of a bucket that goes all the way to the end; None after an unknown step."""
    found: list[Share] = []
    reached: Share = final_loss
    for step in reversed(steps):
        reached = None if reached is None or step is None else reached * step
        found.append(reached)
    return tuple(reversed(found))


def adjusted(
    *, shares: Sequence[Share], steps: Sequence[Share] = (), forward: Fraction = NOUGHT
) -> tuple[BucketRate, ...]:
    """The rates that count: × (1 + forward factor), at most one, and never lower than that of a younger bucket.

    `steps` are the migration rates behind the shares, to tell a bucket without any from one before such a bucket.
    """
    found: list[BucketRate] = []
    highest = NOUGHT
    for place, share in enumerate(shares):
        if share is None:
            own = not steps or steps[place] is None
            why = NoRate.NOTHING_ENTERED if own else NoRate.LATER_BUCKET_UNKNOWN
            found.append(BucketRate(None, None, why_none=why))
            continue
        looked_forward = share * (ONE + forward)
        capped = min(max(looked_forward, NOUGHT), ONE)
        highest = max(highest, capped)
        found.append(BucketRate(highest, share, looked_forward > ONE, highest > capped))
    return tuple(found)


def rises(*, rates: Sequence[BucketRate]) -> bool:
    """Whether no rate is lower than one before it; buckets without a rate are passed over."""
    known = [rate.share for rate in rates if rate.share is not None]
    return all(younger <= older for younger, older in pairwise(known))


def _averaged(years: Sequence[Moved], average: Average) -> Share:
    known = [(one, share) for one in years if (share := one.share) is not None]
    if not known:
        return None
    if average is Average.SIMPLE:
        return sum((share for _, share in known), NOUGHT) / len(known)
    whole = sum(one.balance for one, _ in known)
    return sum((share * one.balance for one, share in known), NOUGHT) / whole
