"""PURE: the key figures (DSO, collection rates …) in integers: numerator, denominator, one rounding at the end.

Receivables and billings both include VAT; bills, disputed items, retention and related parties are in (nothing is
taken out). "Current" is what is not yet due at the end of the period, due today and without due date included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from huikuan.portfolio.engines import columns as c

KPI_RULE_VERSION = "kpi-1"
_ALWAYS = ("VAT_IN", "DISPUTED_IN", "RETENTION_IN", "RELATED_PARTIES_IN", "OPENING_BALANCES_IN", "WRITTEN_OFF_OUT")
BILLS_COUNTED = {"RECEIVED": "BILLS_RECEIVED_IN", "CASH": "BILLS_CASHED_IN", "MATURED": "BILLS_MATURED_IN"}
INCLUSIONS = (*_ALWAYS, BILLS_COUNTED["RECEIVED"])
DAYS, SHARE, TIMES = "DAYS_X100", "PER_10000", "TIMES_X100"
_OF_COLLECTED = frozenset({("COLLECTION_RATE", "A_CASH"), ("COLLECTION_RATE", "C"), ("COLLECTION_RATE", "C1")})
_SCALE = {DAYS: 100, SHARE: 10_000, TIMES: 100}


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: value = numerator × factor ÷ denominator in its unit, None where the denominator is zero.

    A figure counted back (COUNTBACK) is the days of `countback` instead: numerator is what is walked off, denominator and
    factor are the billings and days of all months that could be walked over.

    `unit`: DAYS_X100 hundredths of a day, PER_10000 hundredths of a per cent, TIMES_X100 hundredths. `at_least` marks a
    figure that history is too short for (">"). `ties` is False where the sums differ from the control account: then
    there is no value either.
    """

    name: str
    variant: str
    formula: str
    currency: str
    numerator_minor: int
    denominator_minor: int
    factor: int
    value: int | None
    unit: str
    population: str
    start: date
    as_of: date
    at_least: bool = False
    ties: bool = True
    inclusions: tuple[str, ...] = INCLUSIONS
    rule_version: str = KPI_RULE_VERSION


@dataclass(frozen=True, slots=True)
class Flows:
    """What happened in one currency: sums by kind, and amounts by day, minor units."""

    currency: str
    start: date
    end: date
    by_kind: Mapping[str, Mapping[str, int]]
    """Kind of posting → name of the sum in `engines.flows.kind_sums` → minor units."""
    billed: Mapping[date, int] = field(default_factory=dict)
    paid: Sequence[tuple[date, date | None, date, int]] = ()
    """(day paid, day due, day issued, minor units)."""
    open_by_due: Mapping[date | None, int] = field(default_factory=dict)
    counted: str = "RECEIVED"
    waiting: int = 0
    waiting_due: int = 0
    waiting_due_anew: int = 0
    """By how much allocated paper not collected yet grew (TRUST P5): all, on items due by the end, due in the period."""

    @property
    def days(self) -> int:
        """Days of the period, both ends included."""
        return (self.end - self.start).days + 1

    def of(self, name: str, *kinds: str) -> int:
        """One of the sums over some kinds (all if none is named)."""
        return sum(sums[name] for kind, sums in self.by_kind.items() if not kinds or kind in kinds)

    @property
    def opening(self) -> int:
        """B: receivables when the period began."""
        return self.of("opening")

    @property
    def billings(self) -> int:
        """S: credit billings of the period."""
        return self.of("period", *c.BILLING_KINDS)

    @property
    def closing(self) -> int:
        """E: receivables when the period ended."""
        return self.opening + self.of("period")

    @property
    def current(self) -> int:
        """What of E is not yet due."""
        return self.closing - self.of("closing_late")

    @property
    def received(self) -> int:
        """C: receipts applied in the period, bills once they count as collected."""
        return -self.of("period", "ALLOCATE") - self.waiting

    @property
    def credited(self) -> int:
        """Credit notes of the period, positive."""
        return -self.of("period", "CREDIT_NOTE")


def key_figures(*, flows: Flows, ties: bool) -> tuple[Kpi, ...]:
    """Every figure of one currency; without values if the sums do not tie."""
    figures = (*_days_figures(flows), *_collection_figures(flows), *_late_figures(flows), *_turnover_figures(flows))
    return figures if ties else tuple(_untied(figure) for figure in figures)


def rounded(*, numerator: int, denominator: int) -> int | None:
    """Numerator ÷ denominator rounded half away from zero; None where the denominator is zero."""
    if denominator == 0:
        return None
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    top, bottom = abs(numerator), abs(denominator)
    return sign * ((2 * top + bottom) // (2 * bottom))


def countback(*, minor: int, months: Sequence[tuple[int, int]]) -> tuple[Fraction, bool]:
    """Days of billing that `minor` amounts to, walking back over `(days, billed)` newest first; True if they ran out.

    A month whose billings are not positive ends the walk, as history does (KPI: mark ">").
    """
    days = Fraction(0)
    for month_days, billed in months:
        if minor <= 0:
            break
        if billed <= 0:
            return days, True
        if minor < billed:
            return days + Fraction(minor * month_days, billed), False
        days, minor = days + month_days, minor - billed
    return days, minor > 0


def months_back(*, billed: Mapping[date, int], end: date) -> list[tuple[int, int]]:
    """(days, billed) of the calendar months from the one of `end` back to the first with a billing."""
    days = [day for day in billed if day <= end]
    if not days:
        return []
    sums: dict[date, int] = {}
    for day in days:
        first = day.replace(day=1)
        sums[first] = sums.get(first, 0) + billed[day]
    months, first, last = [], end.replace(day=1), end
    while first >= min(sums):
        months.append(((last - first).days + 1, sums.get(first, 0)))
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return months


def _days_figures(flows: Flows) -> list[Kpi]:
    whole, current, billed, days = flows.closing, flows.current, flows.billings, flows.days
    return [
        _kpi(flows, ("DSO", "SIMPLE", "E / S × D"), (whole, billed, days), DAYS),
        _countback(flows, ("DSO", "COUNTBACK", "months of billings that make up E, newest first"), whole),
        _kpi(flows, ("BPDSO", "SIMPLE", "current / S × D"), (current, billed, days), DAYS, "CURRENT_RECEIVABLES"),
        _countback(flows, ("BPDSO", "COUNTBACK", "months of billings that make up current, newest first"), current),
        _kpi(flows, ("ADD", "SIMPLE", "DSO − BPDSO = (E − current) / S × D"), (whole - current, billed, days), DAYS),
    ]


def _collection_figures(flows: Flows) -> list[Kpi]:
    base = flows.opening + flows.of("period", *c.RAISING_KINDS)
    billings, lowering = c.BILLING_KINDS, (*c.RAISING_KINDS, "CREDIT_NOTE")
    to_collect = flows.of("opening_due") + flows.of("period_due", *lowering)
    due_anew = flows.of("opening_due_anew") + flows.of("period_due_anew", *lowering)
    on_due = -flows.of("period_due", "ALLOCATE") - flows.waiting_due
    on_due_anew = -flows.of("period_due_anew", "ALLOCATE") - flows.waiting_due_anew
    cei = base - flows.current
    return [
        _kpi(flows, ("COLLECTION_RATE", "A", "(B + S − E) / (B + S)"), (base - flows.closing, base, 1), SHARE),
        _kpi(
            flows,
            ("COLLECTION_RATE", "A_CASH", "C / (B + S − credit notes)"),
            (flows.received, base - flows.credited, 1),
            SHARE,
        ),
        _kpi(
            flows,
            ("COLLECTION_RATE", "B", "(S + B − E) / S"),
            (base - flows.closing, flows.of("period", *billings), 1),
            SHARE,
        ),
        _kpi(
            flows,
            ("COLLECTION_RATE", "C", "C on items due by the end / (due in the period + overdue at its start)"),
            (on_due, to_collect, 1),
            SHARE,
            "DUE_BY_END",
        ),
        _kpi(
            flows,
            ("COLLECTION_RATE", "C1", "C on items due in the period / due in the period"),
            (on_due_anew, due_anew, 1),
            SHARE,
            "DUE_IN_PERIOD",
        ),
        _kpi(flows, ("CEI", "STANDARD", "(B + S − E) / (B + S − current)"), (base - flows.closing, cei, 1), SHARE),
    ]


def _late_figures(flows: Flows) -> list[Kpi]:
    dated = [(paid, due, minor) for paid, due, _, minor in flows.paid if due is not None]
    open_dated = {due: minor for due, minor in flows.open_by_due.items() if due is not None}
    late_paid = sum(minor * max(0, (paid - due).days) for paid, due, minor in dated)
    late_open = sum(minor * max(0, (flows.end - due).days) for due, minor in open_dated.items())
    to_pay = sum(minor * (paid - issued).days for paid, _, issued, minor in flows.paid)
    weighted = "Σ amount × max(0, day paid − due date) / Σ amount"
    still = "Σ open × max(0, end − due date) / Σ open"
    return [
        _kpi(
            flows,
            ("WEIGHTED_DAYS_LATE", "PAID", weighted),
            (late_paid, sum(minor for *_, minor in dated), 1),
            DAYS,
            "PAID_IN_PERIOD",
        ),
        _kpi(
            flows,
            ("WEIGHTED_DAYS_LATE", "OPEN", still),
            (late_open, sum(open_dated.values()), 1),
            DAYS,
            "OPEN_WITH_DUE_DATE",
        ),
        _kpi(
            flows,
            ("ADP", "PAID", "Σ amount × (day paid − invoice date) / Σ amount"),
            (to_pay, sum(minor for *_, minor in flows.paid), 1),
            DAYS,
            "PAID_IN_PERIOD",
        ),
        _kpi(
            flows,
            ("OVERDUE_RATE", "STANDARD", "overdue / E"),
            (flows.closing - flows.current, flows.closing, 1),
            SHARE,
        ),
    ]


def _turnover_figures(flows: Flows) -> list[Kpi]:
    both, billed = flows.opening + flows.closing, flows.billings
    return [
        _kpi(flows, ("TURNOVER", "PERIOD", "S / ((B + E) / 2)"), (2 * billed, both, 1), TIMES),
        _kpi(flows, ("TURNOVER_DAYS", "PERIOD", "D / turnover"), (both, 2 * billed, flows.days), DAYS),
    ]


def _kpi(
    flows: Flows,
    what: tuple[str, str, str],
    parts: tuple[int, int, int],
    unit: str,
    population: str = "ALL_RECEIVABLES",
) -> Kpi:
    name, variant, formula = what
    top, bottom, factor = parts
    value = rounded(numerator=top * factor * _SCALE[unit], denominator=bottom)
    counted = BILLS_COUNTED[flows.counted if (name, variant) in _OF_COLLECTED else "RECEIVED"]
    where = (unit, population, flows.start, flows.end, False, True, (*_ALWAYS, counted))
    return Kpi(name, variant, formula, flows.currency, top, bottom, factor, value, *where)


def _countback(flows: Flows, what: tuple[str, str, str], minor: int) -> Kpi:
    name, variant, formula = what
    months = months_back(billed=flows.billed, end=flows.end)
    days, short = countback(minor=minor, months=months)
    value = rounded(numerator=days.numerator * _SCALE[DAYS], denominator=days.denominator)
    population = "ALL_RECEIVABLES" if name == "DSO" else "CURRENT_RECEIVABLES"
    return Kpi(
        name=name,
        variant=variant,
        formula=formula,
        currency=flows.currency,
        numerator_minor=minor,
        denominator_minor=sum(billed for _, billed in months),
        factor=sum(days for days, _ in months),
        value=value if months or minor == 0 else None,
        unit=DAYS,
        population=population,
        start=flows.start,
        as_of=flows.end,
        at_least=short,
    )


def _untied(figure: Kpi) -> Kpi:
    return replace(figure, value=None, ties=False)
