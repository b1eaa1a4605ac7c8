"""PURE: the figures rates are made of, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from huikuan.provisions.rules.rates import (
    NOUGHT,
    ONE,
    Average,
    BucketRate,
    Method,
    Moved,
    Share,
    adjusted,
    flow_shares,
    migration_shares,
    migration_steps,
    moved_between,
)

MOST_FORWARD = Fraction(10)
"""A forward factor above 1,000 % is a typing error."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the rates of one segment are computed from, minor units; only what the method asks for is given.

    `entered`: the sales, then what was open on entering each later bucket (flow). `years`: balances by bucket at each
    year-end, the oldest first. `moved`: for each year what stood in each bucket and what of it is unpaid a year later, where
    that is known exactly. `steps`: migration rates that were worked out elsewhere. `shares`: rates set by hand.
    """

    method: Method
    entered: tuple[int, ...] = ()
    never_paid: int | None = None
    years: tuple[tuple[int, ...], ...] = ()
    moved: tuple[tuple[Moved, ...], ...] = ()
    steps: tuple[Fraction, ...] = ()
    average: Average = Average.SIMPLE
    final_loss: Fraction = ONE
    shares: tuple[Fraction, ...] = ()

    @property
    def buckets(self) -> int:
        """How many buckets the figures speak of."""
        rows: Sequence[Sequence[object]] = (self.entered, *self.years, *self.moved, self.steps, self.shares)
        return max(len(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one segment and, for migration, the averaged steps behind them."""

    buckets: tuple[BucketRate, ...]
    steps: tuple[Share, ...] = ()
    bounds: frozenset[int] = field(default_factory=frozenset)
    """Buckets whose migration rate is the most it can have been in some year, as the last bucket shrank."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with figures: a code with parameters for its sentence."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def rates_of(*, figures: Figures, forward: Fraction = NOUGHT) -> Rates:
    """The rates by bucket of figures without a fault."""
    if figures.method is Method.FLOW:
        shares = flow_shares(entered=figures.entered, never_paid=figures.never_paid)
        return Rates(adjusted(shares=shares, forward=forward))
    if figures.method is Method.SET:
        return Rates(adjusted(shares=figures.shares, forward=forward))
    years = figures.moved or tuple(moved_between(before=one, after=two) for one, two in pairwise(figures.years))
    steps: tuple[Share, ...] = figures.steps or migration_steps(years=years, average=figures.average)
    shares = migration_shares(steps=steps, final_loss=figures.final_loss)
    bounds = frozenset(place for year in years for place, one in enumerate(year) if one.is_bound)
    return Rates(adjusted(shares=shares, steps=steps, forward=forward), steps, bounds)


def figures_fault(*, figures: Figures, buckets: int | None = None, forward: Fraction = NOUGHT) -> Fault | None:
    """The first thing wrong: FIGURES_BUCKETS, FIGURES_YEARS, FIGURES_BELOW_NOUGHT, FIGURES_RISING, FIGURES_SHARE, FIGURES_FORWARD.

    What is open on entering a bucket cannot be more than on entering the one before, and what moved on no more than stood there.
    """
    wanted = figures.buckets if buckets is None else buckets
    rows: tuple[Sequence[object], ...] = (*figures.years, *figures.moved)
    rows += tuple(row for row in (figures.entered, figures.steps, figures.shares) if row)
    odd = next((len(row) for row in rows if len(row) != wanted), None)
    if odd is not None or wanted < 1 or (figures.method is Method.FLOW and wanted < 2):
        return Fault("FIGURES_BUCKETS", {"found": wanted if odd is None else odd, "wanted": max(wanted, 2)})
    if figures.method is Method.MIGRATION and not (figures.moved or figures.steps or len(figures.years) > 1):
        return Fault("FIGURES_YEARS", {"found": len(figures.years)})
    if not NOUGHT - 1 <= forward <= MOST_FORWARD:
        return Fault("FIGURES_FORWARD")
    return _flow_fault(figures) or _amount_fault(figures) or _share_fault(figures)


def _flow_fault(figures: Figures) -> Fault | None:
    for place, (before, after) in enumerate(pairwise(figures.entered), 1):
        if after > before:
            return Fault("FIGURES_RISING", {"bucket": place + 1})
    last = figures.entered[-1] if figures.entered else 0
    if figures.never_paid is not None and not 0 <= figures.never_paid <= last:
        return Fault("FIGURES_NEVER_PAID")
    return None


def _amount_fault(figures: Figures) -> Fault | None:
    amounts = [*figures.entered, *(minor for year in figures.years for minor in year)]
    amounts += [minor for year in figures.moved for one in year for minor in (one.unpaid, one.balance)]
    if any(minor < 0 for minor in amounts):
        return Fault("FIGURES_BELOW_NOUGHT", {"minor": min(amounts)})
    for year in figures.moved:
        for place, one in enumerate(year, 1):
            if one.unpaid > one.balance:
                return Fault("FIGURES_RISING", {"bucket": place})
    return None


def _share_fault(figures: Figures) -> Fault | None:
    shares = (*figures.steps, *figures.shares, figures.final_loss)
    bad = next((share for share in shares if not NOUGHT <= share <= ONE), None)
    return None if bad is None else Fault("FIGURES_SHARE", {"share": str(bad)})
