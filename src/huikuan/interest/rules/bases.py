"""PURE: the bases of late-payment interest with their articles, and the rate of each day (HANDBOOK C11, RULES_CN §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from huikuan.contracts.rules.late_fees import MOST_DAILY_PPM, MOST_YEARLY_BP
from huikuan.contracts.statutory_data import CAPS, PRIME_RATE_AS_OF, PRIME_RATES

UNIT = 10**7
"""A rate is counted in ten-millionths of the principal: 4.25 % is 425,000, times 1.3 still a whole number."""
PERCENT = 10**5
PARTS_PER_BP, PARTS_PER_PPM = UNIT // 10**4, UNIT // 10**6
LEAST_FACTOR, USUAL_FACTOR, MOST_FACTOR = 100, 1_300, 4_000
"""Per mille of the prime rate; courts add 30 to 50 percent (sales contracts art. 18(4)), so 1,300 is what is never too much."""
USUAL_MOST_FACTOR = 1_500
MOST_YEARLY, MOST_DAILY = MOST_YEARLY_BP * PARTS_PER_BP, MOST_DAILY_PPM * PARTS_PER_PPM
"""What a contract may say: 1,000 % a year, 5 % a day. Much less lies above the cap, which is warned of (合同编通则解释 65)."""
YEARS = (365, 360)


class Basis(StrEnum):
    """What the rate is taken from; a person picks one, and the choice is kept with its article.

    NONE: the contract says that no late interest is owed. Nobody picks it, and nothing is claimed by it.
    """

    AGREED = "AGREED"
    LPR_AT_DEFAULT = "LPR_AT_DEFAULT"
    LPR_SEGMENTS = "LPR_SEGMENTS"
    DAILY = "DAILY"
    JUDGMENT = "JUDGMENT"
    NONE = "NONE"


PICKED = tuple(basis for basis in Basis if basis is not Basis.NONE)
"""The bases that a person picks and a claim is made by."""
ARTICLES: Mapping[Basis, str] = {
    Basis.AGREED: "CC 585",
    Basis.LPR_AT_DEFAULT: "SALES 18(4)",
    Basis.LPR_SEGMENTS: "SALES 18(4)",
    Basis.DAILY: "D802 17",
    Basis.JUDGMENT: "FS2014-8 1",
    Basis.NONE: "CC 585",
}
ON_PRIME = frozenset({Basis.LPR_AT_DEFAULT, Basis.LPR_SEGMENTS})


@dataclass(frozen=True, slots=True)
class Rate:
    """Ten-millionths of the principal, a year or a day."""

    parts: int
    is_daily: bool = False

    def a_day(self, *, year_days: int) -> Fraction:
        """The share of the principal that one day costs, exact."""
        return Fraction(self.parts, UNIT if self.is_daily else UNIT * year_days)

    @property
    def most(self) -> int:
        """The most that may be agreed for the same time, in parts."""
        return MOST_DAILY if self.is_daily else MOST_YEARLY

    @property
    def percent(self) -> str:
        """Per cent without idle zeros: 5.525, 0.05."""
        whole, rest = divmod(self.parts, PERCENT)
        return f"{whole}.{rest:05d}".rstrip("0").rstrip(".")


STATUTORY_DAILY = Rate(CAPS[-1].daily_rate_ppm * 10, is_daily=True)
"""0.05 % a day where nothing is agreed (decree 802 art. 17, in force since 2025-06-01)."""
NO_INTEREST = Rate(0)
"""None, as the contract says."""
ON_JUDGMENT = Rate(1_750, is_daily=True)
"""0.0175 % a day on the principal of a judgment, beside what the judgment itself says (法释〔2014〕8号 art. 1)."""


def agreed_rate(*, yearly_bp: int, daily_ppm: int) -> Rate | None:
    """The rate of a contract's clause, basis points a year or millionths a day; None where it names neither."""
    if yearly_bp:
        return Rate(yearly_bp * PARTS_PER_BP)
    return Rate(daily_ppm * PARTS_PER_PPM, is_daily=True) if daily_ppm else None


@dataclass(frozen=True, slots=True)
class PrimeRates:
    """The one-year loan prime rate as dated data: (first day, basis points) oldest first, and when the list was last looked at."""

    rates: tuple[tuple[date, int], ...] = PRIME_RATES
    as_of: date = PRIME_RATE_AS_OF
    number: int = 0

    def on(self, *, day: date) -> int | None:
        """Basis points a year on a day: the last known one goes on; None before the first."""
        return next((rate for since, rate in reversed(self.rates) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Terms:
    """Which basis, with its agreed rate, its factor on the prime rate (per mille) and the days of a year.

    `perform_by` is the last day to perform that a judgment leaves: interest on it runs from the day after (法释〔2014〕8号 art. 2).
    """

    basis: Basis
    agreed: Rate | None = None
    factor_permille: int = USUAL_FACTOR
    year_days: int = 365
    article: str = ""
    perform_by: date | None = None

    @property
    def law(self) -> str:
        """The article behind the basis."""
        return self.article or ARTICLES[self.basis]


@dataclass(frozen=True, slots=True)
class RateStep:
    """The rate from a day on."""

    since: date
    rate: Rate


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing is computed: a code with parameters for its sentence."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def terms_fault(*, terms: Terms) -> Fault | None:
    """INTEREST_RATE_MISSING, INTEREST_RATE_RANGE, INTEREST_FACTOR_RANGE, INTEREST_YEAR."""
    if terms.basis is Basis.AGREED and terms.agreed is None:
        return Fault("INTEREST_RATE_MISSING")
    if terms.agreed is not None and not 0 < terms.agreed.parts <= terms.agreed.most:
        return Fault("INTEREST_RATE_RANGE")
    if terms.basis in ON_PRIME and not LEAST_FACTOR <= terms.factor_permille <= MOST_FACTOR:
        return Fault("INTEREST_FACTOR_RANGE")
    if terms.year_days not in YEARS:
        return Fault("INTEREST_YEAR")
    return None


def terms_on_judgment(*, terms: Terms, in_force_on: date | None) -> Terms | Fault:
    """The terms with the last day to perform; INTEREST_NO_JUDGMENT where none is in force. Other bases stay as they are.

    Where the judgment names no period, interest runs from the day it took effect (法释〔2014〕8号 art. 2), never earlier.
    """
    if terms.basis is not Basis.JUDGMENT:
        return terms
    if in_force_on is None:
        return Fault("INTEREST_NO_JUDGMENT")
    return replace(terms, perform_by=max(in_force_on - timedelta(days=1), terms.perform_by or date.min))


def rate_steps(*, terms: Terms, default_on: date, prime: PrimeRates) -> tuple[RateStep, ...] | Fault:
    """The rate of every day from the first day of default on, oldest step first; a fault where it is not known.

    Before 2019-08-20 the benchmark rate with penalty practice would apply (sales contracts art. 18(4)): it is not in the
    data, and no rate is invented (INTEREST_BENCHMARK).
    """
    if fault := terms_fault(terms=terms):
        return fault
    if terms.basis is Basis.AGREED and terms.agreed is not None:
        return (RateStep(date.min, terms.agreed),)
    if terms.basis is Basis.DAILY:
        return (RateStep(date.min, STATUTORY_DAILY),)
    if terms.basis is Basis.JUDGMENT:
        return (RateStep(date.min, ON_JUDGMENT),)
    if terms.basis is Basis.NONE:
        return (RateStep(date.min, NO_INTEREST),)
    at_default = prime.on(day=default_on)
    if at_default is None:
        return Fault("INTEREST_BENCHMARK", {"day": prime.rates[0][0].isoformat()})
    first = RateStep(date.min, _times(at_default, terms.factor_permille))
    if terms.basis is Basis.LPR_AT_DEFAULT:
        return (first,)
    return (first, *_later(terms, default_on, prime.rates))


def _later(terms: Terms, default_on: date, rates: Sequence[tuple[date, int]]) -> tuple[RateStep, ...]:
    return tuple(RateStep(since, _times(bp, terms.factor_permille)) for since, bp in rates if since > default_on)


def _times(basis_points: int, factor_permille: int) -> Rate:
    return Rate(basis_points * factor_permille)
