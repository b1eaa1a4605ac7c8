"""PURE: what is known of a customer on a day, and the values of the closed catalogue that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.money import ratio_permille
from huikuan.ratings.rules.scorecards import Measure, Scorecard, Source
from huikuan.ratings.rules.scoring import History, Value


@dataclass(frozen=True, slots=True)
class Facts:
    """One customer's figures as of a day; amounts are minor units of the base currency, figures of twelve months unless said.

    `limit_minor` is None where no limit is set; `broken_ever` and `bounced_ever` are of all time, `longest_overdue` and
    `overdue_minor` of the day. `without_rate` names currencies that could not be counted for want of an exchange rate.
    """

    first_invoice: date | None = None
    invoices: int = 0
    sold_minor: int = 0
    paid_minor: int = 0
    late_minor_days: int = 0
    paid_items: int = 0
    late_days: int = 0
    open_minor: int = 0
    overdue_minor: int = 0
    longest_overdue: int = 0
    unapplied_minor: int = 0
    promises_due: int = 0
    promises_kept: int = 0
    broken_ever: int = 0
    disputes: int = 0
    bounced: int = 0
    bounced_ever: int = 0
    limit_minor: int | None = None
    without_rate: tuple[str, ...] = ()


def measured(*, facts: Facts, as_of: date) -> dict[Measure, int | None]:
    """Every figure of the catalogue; None where there is nothing to measure (division by zero is null, KPI.md)."""
    used = max(facts.open_minor - facts.unapplied_minor, 0)
    promises = ratio_permille(numerator=facts.promises_kept, denominator=facts.promises_due)
    has_bought = facts.first_invoice is not None
    return {
        Measure.MONTHS_WITH_US: _months(facts.first_invoice, as_of) if facts.first_invoice else None,
        Measure.SOLD: facts.sold_minor if has_bought else None,
        Measure.AVERAGE_DAYS_LATE: _rounded(facts.late_days, facts.paid_items),
        Measure.WEIGHTED_DAYS_LATE: _rounded(facts.late_minor_days, facts.paid_minor),
        Measure.OVERDUE_SHARE: ratio_permille(numerator=facts.overdue_minor, denominator=facts.open_minor),
        Measure.LONGEST_OVERDUE: facts.longest_overdue if has_bought else None,
        Measure.PROMISES_KEPT: promises,
        Measure.DISPUTES: facts.disputes if has_bought else None,
        Measure.LIMIT_USE: ratio_permille(numerator=used, denominator=facts.limit_minor or 0),
        Measure.BOUNCED: facts.bounced if has_bought else None,
    }


def values_of(*, card: Scorecard, facts: Facts, answers: Mapping[str, str], as_of: date) -> dict[str, Value]:
    """The value of every factor of a scorecard: computed, or the code of the latest answer."""
    figures = measured(facts=facts, as_of=as_of)
    return {
        factor.code: figures[factor.measure]
        if factor.source is Source.COMPUTED and factor.measure is not None
        else answers.get(factor.code)
        for factor in card.factors
    }


def history_of(*, facts: Facts, as_of: date) -> History:
    """How long and how often the customer has bought."""
    days = (as_of - facts.first_invoice).days if facts.first_invoice else None
    return History(days, facts.invoices)


def _months(first: date, as_of: date) -> int:
    """Whole months since the first invoice."""
    months = (as_of.year - first.year) * 12 + as_of.month - first.month
    return max(months - (as_of.day < first.day), 0)


def _rounded(numerator: int, denominator: int) -> int | None:
    """Half up; None where the denominator is nothing."""
    return None if denominator <= 0 else (2 * numerator + denominator) // (2 * denominator)
