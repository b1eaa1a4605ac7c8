"""PURE: one debt reckoned from due date to a day: what the calculator answers and what a proposal is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.interest.rules.accruing import DAY, Bearing, Interest, Pause, Range, pieces, priced, stretches
from huikuan.interest.rules.bases import Fault, PrimeRates, Terms, rate_steps
from huikuan.interest.rules.cautions import Caution, Setting, cautions


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Late-payment interest of one debt over some days, with the article behind it and what a person should know."""

    interest: Interest
    article: str
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt: its due date (rolled already where that day was a day off) and what bears interest on which days."""

    due: date
    bearing: Sequence[Bearing]
    pauses: Sequence[Pause] = ()

    @property
    def default_on(self) -> date:
        """The first day of default: the one after the due date."""
        return self.due + DAY


def reckoned(*, debt: Debt, ranges: Sequence[Range], terms: Terms, setting: Setting) -> Reckoned | Fault:
    """Interest on some ranges of days together, rounded once; a fault where the rate is not known or the terms are wrong."""
    steps = rate_steps(terms=terms, default_on=debt.default_on, prime=setting.prime)
    if isinstance(steps, Fault):
        return steps
    found = [
        piece
        for days in _after_performance(ranges, terms)
        for piece in pieces(days=days, bearing=debt.bearing, steps=steps, pauses=debt.pauses, year_days=terms.year_days)
    ]
    return Reckoned(priced(pieces=found), terms.law, cautions(terms=terms, pieces=found, setting=setting))


def _after_performance(ranges: Sequence[Range], terms: Terms) -> list[Range]:
    """On a judgment, only the days after the last one it leaves to perform."""
    if terms.perform_by is None:
        return list(ranges)
    first = terms.perform_by + DAY
    return [(max(start, first), last) for start, last in ranges if last >= first]


def stretches_reckoned(
    *, debt: Debt, ranges: Sequence[Range], terms: Terms, setting: Setting
) -> tuple[tuple[Range, Reckoned], ...] | Fault:
    """The same for each run of days that bears interest, each rounded once: what a claim is made of."""
    whole = reckoned(debt=debt, ranges=ranges, terms=terms, setting=setting)
    if isinstance(whole, Fault):
        return whole
    found = []
    for run in stretches(pieces=[one.piece for one in whole.interest.segments]):
        known = cautions(terms=terms, pieces=run, setting=setting)
        found.append(((run[0].from_day, run[-1].through_day), Reckoned(priced(pieces=run), whole.article, known)))
    return tuple(found)


def on_principal(*, principal_minor: int, days: tuple[date, date], terms: Terms, prime: PrimeRates) -> Reckoned | Fault:
    """Interest on a principal that was due on the first of `days` and is open through the second, which still counts.

    So many days as the second lies after the first. Faults: INTEREST_PRINCIPAL, INTEREST_UNTIL, those of `rate_steps`.
    """
    due, until = days
    if principal_minor < 1:
        return Fault("INTEREST_PRINCIPAL")
    if until < due:
        return Fault("INTEREST_UNTIL", {"due": due.isoformat()})
    debt = Debt(due, (Bearing(date.min, principal_minor),))
    ranges = () if until == due else ((debt.default_on, until),)
    return reckoned(debt=debt, ranges=ranges, terms=terms, setting=Setting(debt.default_on, prime))
