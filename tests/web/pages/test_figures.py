"""The words of the key figures: what they are made of, in both languages, and what they say while there is nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from huikuan.insight.rules import Unit, confirmation_figure, home_figures, vat_figure
from huikuan.portfolio.engines.key_figures import INCLUSIONS, Flows, Kpi, key_figures
from huikuan.web.pages import figures

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
LATIN = re.compile(r"[A-Za-z]{4,}")


NOTHING = Flows("CNY", FIRST, LAST, {})


CONFIRMED = confirmation_figure(currency="CNY", confirmed_minor=0, stated_minor=0, since=FIRST, through=LAST)
VAT_AHEAD = vat_figure(currency="CNY", tax_minor=0, open_minor=0, today=LAST)
BESIDE = (CONFIRMED, VAT_AHEAD)
"""The figures beside those of the ledger: of the newest statements, of the issued invoices."""


def kpi(name: str, variant: str, of: Flows, *, ties: bool = True) -> Kpi:
    beside = [one.kpi for one in BESIDE if one.kpi is not None and one.kpi.name == name]
    return (
        beside[0]
        if beside
        else next(one for one in key_figures(flows=of, ties=ties) if (one.name, one.variant) == (name, variant))
    )


SUMS = ("opening", "period", "closing_late", "opening_due", "period_due", "opening_due_anew", "period_due_anew")
BUSY = replace(
    NOTHING,
    by_kind={
        "INVOICE": {**dict.fromkeys(SUMS, 0), "period": 12_000, "period_due": 10_000, "closing_late": 4_000},
        "ALLOCATE": {**dict.fromkeys(SUMS, 0), "period": -3_000, "period_due": -2_500},
    },
    billed={date(2026, 3, 10): 12_000},
    paid=[(date(2026, 3, 20), date(2026, 3, 10), date(2026, 3, 1), 3_000)],
)


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_figure_of_the_home_page_is_worded() -> None:
    shown = (*home_figures(kpis=_all_kpis(NOTHING), unapplied={}), *BESIDE)
    assert {figure.code for figure in shown} == set(figures.FIGURES)
    explained = {(figure.kpi.name, figure.kpi.variant) for figure in shown if figure.kpi is not None}
    assert explained == set(figures.MADE)
    assert {figure.code for figure in shown if figure.kpi is None} == set(figures.EMPTY)


def test_every_population_and_inclusion_is_worded() -> None:
    beside = [one.kpi for one in BESIDE if one.kpi is not None]
    assert {one.population for one in (*key_figures(flows=NOTHING, ties=True), *beside)} == set(figures.POPULATIONS)
    assert {*INCLUSIONS, *(code for one in beside for code in one.inclusions)} == set(figures.INCLUSIONS)


@pytest.mark.parametrize("name", sorted(figures.MADE))
def test_the_parts_in_both_languages(name: tuple[str, str], language: str) -> None:
    with translation.override(language):
        parts = figures.parts_of(kpi=kpi(*name, NOTHING))
        words = [str(line.name) for line in parts.lines] + [
            str(word) for word in (parts.population, parts.included, parts.left_out, parts.note)
        ]
    assert all(words)
    assert any(LATIN.search(word) for word in words) is (language == "en")


def test_what_stands_above_and_below_the_line() -> None:
    with translation.override("zh-hans"):
        parts = figures.parts_of(kpi=kpi("COLLECTION_RATE", "C", BUSY))
    assert [line.amount for line in parts.lines] == ["CNY 25.00", "CNY 100.00"]
    assert (parts.start, parts.end, parts.rule_version, parts.note) == (FIRST, LAST, "kpi-1", "")


def test_amounts_times_days_are_no_amounts() -> None:
    with translation.override("en"):
        above, below = figures.parts_of(kpi=kpi("WEIGHTED_DAYS_LATE", "PAID", BUSY)).lines
    assert (above.amount, below.amount) == ("CNY 300.00 × days", "CNY 30.00")


def test_a_countback_says_how_far_it_looks_and_whether_that_was_enough() -> None:
    with translation.override("en"):
        whole = figures.parts_of(kpi=kpi("DSO", "COUNTBACK", BUSY))
        short = replace(kpi("DSO", "COUNTBACK", BUSY), at_least=True)
        assert str(figures.parts_of(kpi=short).note).startswith("The billings on record reach no further back")
    assert whole.lines[1].amount == "CNY 120.00 (31 days)"
    assert whole.note == ""


def test_sums_that_do_not_tie_are_said_to() -> None:
    with translation.override("en"):
        note = str(figures.parts_of(kpi=kpi("OVERDUE_RATE", "STANDARD", BUSY, ties=False)).note)
    assert note.startswith("The sums differ from the control account")


@pytest.mark.parametrize(
    ("hundredths", "unit", "text"),
    [
        (None, Unit.DAYS, "–"),
        (3_715, Unit.SHARE, "37.2 %"),
        (3_714, Unit.SHARE, "37.1 %"),
        (-3_715, Unit.SHARE, "-37.2 %"),
        (8_240, Unit.DAYS, "82.4 天"),
        (0, Unit.DAYS, "0.0 天"),
        (9_996, Unit.SHARE, "100.0 %"),
    ],
)
def test_readings(hundredths: int | None, unit: Unit, text: str) -> None:
    with translation.override("zh-hans"):
        assert figures.reading_of(hundredths=hundredths, unit=unit) == text


def test_a_reading_that_is_a_least_says_so() -> None:
    with translation.override("en"):
        assert figures.reading_of(hundredths=47_900, unit=Unit.DAYS, at_least=True) == "> 479.0 days"


def _all_kpis(of: Flows) -> list[Kpi]:
    return list(key_figures(flows=of, ties=True))
