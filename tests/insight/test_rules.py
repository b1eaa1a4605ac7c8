"""The six figures of the home page: chosen, explained, and honest where nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from huikuan.insight.rules import Figure, Leads, Unit, home_figures
from huikuan.portfolio.engines.key_figures import SHARE, Kpi

LATE = Kpi(
    "OVERDUE_RATE", "STANDARD", "overdue / E", "CNY", 300, 1_000, 1, 3_000, SHARE, "ALL_RECEIVABLES",
    date(2026, 3, 1), date(2026, 3, 20),
)  # fmt: skip


def by_code(figures: tuple[Figure, ...]) -> dict[tuple[str, str], Figure]:
    return {(figure.currency, figure.code): figure for figure in figures}


def test_six_figures_for_each_currency_the_yuan_first() -> None:
    figures = home_figures(kpis=[LATE, replace(LATE, currency="AUD")], unapplied={"CNY": 70})
    assert [figure.currency for figure in figures] == ["CNY"] * 6 + ["AUD"] * 6
    found = by_code(figures)
    assert found["CNY", "RECEIVABLES"].value == 1_000
    assert (found["CNY", "OVERDUE"].value, found["CNY", "OVERDUE"].second) == (300, 3_000)
    assert found["CNY", "UNAPPLIED"] == Figure("UNAPPLIED", Unit.MONEY, "CNY", 70, Leads.MONEY_IN, None)
    assert found["AUD", "UNAPPLIED"].value == 0


def test_what_is_not_known_is_none_and_never_zero() -> None:
    found = by_code(home_figures(kpis=[], unapplied={"CNY": 70}))
    assert [found["CNY", code].value for code in ("RECEIVABLES", "OVERDUE", "COLLECTION_RATE", "DSO")] == [None] * 4


def test_sums_that_do_not_tie_give_no_figure() -> None:
    found = by_code(home_figures(kpis=[replace(LATE, ties=False, value=None)], unapplied={}))
    assert (found["CNY", "RECEIVABLES"].value, found["CNY", "OVERDUE"].value) == (None, None)
