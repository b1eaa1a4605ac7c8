"""PURE: the figures of the home page, chosen from the key figures, each with what a click leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.portfolio.engines.key_figures import SHARE, Kpi


class Unit(StrEnum):
    """How a figure is shown: minor units, hundredths of a per cent, hundredths of a day."""

    MONEY = "MONEY"
    SHARE = "SHARE"
    DAYS = "DAYS"


class Leads(StrEnum):
    """Where a click on a figure leads; the top floor knows the address."""

    RECEIVABLES = "RECEIVABLES"
    OVERDUE = "OVERDUE"
    AGEING = "AGEING"
    MONEY_IN = "MONEY_IN"
    APPLIED_ON_DUE = "APPLIED_ON_DUE"
    PAID = "PAID"
    STATEMENTS = "STATEMENTS"
    VAT_AHEAD = "VAT_AHEAD"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one currency; `value` is None where it is undefined or does not tie; `kpi` explains it."""

    code: str
    unit: Unit
    currency: str
    value: int | None
    leads: Leads
    kpi: Kpi | None
    """The formula with numerator and denominator; None for a plain sum."""
    second: int | None = None
    """A second reading of the same figure: the share beside an amount, hundredths of a per cent."""


def home_figures(*, kpis: Iterable[Kpi], unapplied: dict[str, int]) -> tuple[Figure, ...]:
    """Receivables, overdue, collection rate C, DSO, days late of what was paid, unapplied money; by currency."""
    by_currency: dict[str, dict[tuple[str, str], Kpi]] = {}
    for kpi in kpis:
        by_currency.setdefault(kpi.currency, {})[kpi.name, kpi.variant] = kpi
    currencies = sorted(set(by_currency) | set(unapplied), key=lambda code: (code != "CNY", code))
    return tuple(
        figure
        for currency in currencies
        for figure in _of_currency(currency, by_currency.get(currency, {}), unapplied.get(currency, 0))
    )


def confirmation_figure(
    *, currency: str, confirmed_minor: int, stated_minor: int, since: date, through: date
) -> Figure:
    """Statement confirmation rate: confirmed closing balance ÷ total closing balance, of customers whose balance is not zero.

    Minor units; in hundredths of a per cent, rounded down. Nothing stated has no rate.
    """
    value = confirmed_minor * 10_000 // stated_minor if stated_minor else None
    kpi = Kpi(
        name="STATEMENT_CONFIRMATION",
        variant="STANDARD",
        formula="confirmed closing balance / total closing balance",
        currency=currency,
        numerator_minor=confirmed_minor,
        denominator_minor=stated_minor,
        factor=1,
        value=value,
        unit=SHARE,
        population="STATED_BALANCES",
        start=since,
        as_of=through,
        inclusions=("VAT_IN", "DISPUTED_IN", "WRITTEN_OFF_IN", "SILENCE_OUT"),
    )
    return Figure("STATEMENT_CONFIRMATION", Unit.SHARE, currency, value, Leads.STATEMENTS, kpi)


def vat_figure(*, currency: str, tax_minor: int, open_minor: int, today: date) -> Figure:
    """VAT paid ahead: the tax that lies in what is open of issued invoices, and its share of that in hundredths of a per cent.

    Minor units. The tax is owed when the invoice is issued (增值税法 art. 28), whether the customer has paid or not.
    """
    share = tax_minor * 10_000 // open_minor if open_minor else None
    kpi = Kpi(
        name="VAT_PAID_AHEAD",
        variant="STANDARD",
        formula="Σ tax × open / gross, by document of issued invoices",
        currency=currency,
        numerator_minor=tax_minor,
        denominator_minor=open_minor,
        factor=1,
        value=share,
        unit=SHARE,
        population="ISSUED_UNPAID",
        start=today,
        as_of=today,
        inclusions=("VAT_IN", "DISPUTED_IN", "RED_LETTERS_OUT"),
    )
    return Figure("VAT_AHEAD", Unit.MONEY, currency, tax_minor, Leads.VAT_AHEAD, kpi, share)


def _of_currency(currency: str, known: dict[tuple[str, str], Kpi], unapplied: int) -> list[Figure]:
    late = known.get(("OVERDUE_RATE", "STANDARD"))
    whole = late.denominator_minor if late and late.ties else None
    return [
        Figure("RECEIVABLES", Unit.MONEY, currency, whole, Leads.RECEIVABLES, None),
        Figure(
            "OVERDUE",
            Unit.MONEY,
            currency,
            late.numerator_minor if late and late.ties else None,
            Leads.OVERDUE,
            late,
            late.value if late else None,
        ),
        _ratio(known.get(("COLLECTION_RATE", "C")), "COLLECTION_RATE", currency, Unit.SHARE, Leads.APPLIED_ON_DUE),
        _ratio(known.get(("DSO", "COUNTBACK")), "DSO", currency, Unit.DAYS, Leads.AGEING),
        _ratio(known.get(("WEIGHTED_DAYS_LATE", "PAID")), "WEIGHTED_DAYS_LATE", currency, Unit.DAYS, Leads.PAID),
        Figure("UNAPPLIED", Unit.MONEY, currency, unapplied, Leads.MONEY_IN, None),
    ]


def _ratio(kpi: Kpi | None, name: str, currency: str, unit: Unit, leads: Leads) -> Figure:
    return Figure(name, unit, currency, kpi.value if kpi else None, leads, kpi)
