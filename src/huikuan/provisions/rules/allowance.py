"""PURE: from rates and balances to the allowance (坏账准备), by segment and bucket, named customers first (RULES_CN §6.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from huikuan.kernel.micros import rounded_half_up
from huikuan.provisions.rules.rates import BucketRate

PPB = 10**9
"""Parts of one that a rate is written down in; the allowance is computed from the exact rate."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bucket of a segment, minor units; `allowance_minor` is None where something is open and the bucket has no rate."""

    segment: str
    bucket: int
    balance_minor: int
    rate: BucketRate
    allowance_minor: int | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """A customer that is judged by himself: what he owes and what of it is expected to come, minor units."""

    customer_id: int
    balance_minor: int
    expected_minor: int
    reason: str = ""

    @property
    def allowance_minor(self) -> int:
        """What is not expected to come."""
        return max(self.balance_minor - self.expected_minor, 0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What has to be provided for; `total_minor` is None while a bucket with a balance has no rate."""

    lines: tuple[Line, ...]
    assessed: tuple[Assessed, ...] = ()

    @property
    def unknown(self) -> tuple[Line, ...]:
        """The buckets that hold a balance and have no rate."""
        return tuple(line for line in self.lines if line.allowance_minor is None)

    @property
    def total_minor(self) -> int | None:
        """Σ buckets and named customers, minor units."""
        if self.unknown:
            return None
        return sum(line.allowance_minor or 0 for line in self.lines) + sum(one.allowance_minor for one in self.assessed)

    @property
    def balance_minor(self) -> int:
        """What customers owe in all, minor units."""
        return sum(line.balance_minor for line in self.lines) + sum(one.balance_minor for one in self.assessed)


def allowance_of(
    *,
    rates: Mapping[str, Sequence[BucketRate]],
    balances: Mapping[str, Sequence[int]],
    assessed: Sequence[Assessed] = (),
) -> Allowance:
    """Balance × rate of every segment and bucket, rounded half-up once a bucket; `balances` leave the assessed customers out.

    A segment without rates of its own goes by those of the segment "".
    """
    lines = tuple(
        Line(segment, bucket, minor, rate, lost_minor(balance_minor=minor, share=rate.share))
        for segment in sorted(balances)
        for bucket, (minor, rate) in enumerate(zip(balances[segment], rates.get(segment) or rates[""], strict=True))
    )
    return Allowance(lines, tuple(sorted(assessed, key=lambda one: one.customer_id)))


def lost_minor(*, balance_minor: int, share: Fraction | None) -> int | None:
    """What of a balance is expected to be lost, rounded half-up; None where something is open and nobody knows the rate."""
    if share is None:
        return None if balance_minor else 0
    return rounded_half_up(numerator=balance_minor * share.numerator, denominator=share.denominator)


def charge_minor(*, allowance_minor: int, previous_minor: int, used_minor: int) -> int:
    """What is charged to the period (信用减值损失), below zero what is released.

    The allowance of before, less what was written off against it (net of what came later), has to become the allowance of now.
    """
    return allowance_minor - (previous_minor - used_minor)


def ppb_of(*, share: Fraction) -> int:
    """A rate in thousand-millionths of one, half-up: to be shown and kept beside the exact inputs."""
    return rounded_half_up(numerator=share.numerator * PPB, denominator=share.denominator)


def percent_text(*, share: Fraction, decimals: int = 4) -> str:
    """A share of one in per cent, half-up, without idle zeros: 2/23 → 8.6957."""
    scaled = rounded_half_up(numerator=share.numerator * 100 * 10**decimals, denominator=share.denominator)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(decimals + 1, "0")
    fraction = digits[-decimals:].rstrip("0")
    return f"{sign}{digits[:-decimals]}{'.' if fraction else ''}{fraction}"
