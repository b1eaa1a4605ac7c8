"""The formulas of the key figures on amounts that can be checked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.portfolio.engines.key_figures import Flows, Kpi, countback, key_figures, months_back, rounded

START, END = date(2026, 6, 1), date(2026, 6, 30)
NAMES = (
    "opening",
    "period",
    "closing_late",
    "opening_due",
    "period_due",
    "opening_due_anew",
    "period_due_anew",
)


def kind(**sums: int) -> dict[str, int]:
    return {name: sums.get(name, 0) for name in NAMES}


def flows(by_kind: dict[str, dict[str, int]], **more: object) -> Flows:
    return Flows("CNY", START, END, by_kind, **more)  # type: ignore[arg-type]


def figure(found: Flows, name: str, variant: str) -> Kpi:
    (one,) = [kpi for kpi in key_figures(flows=found, ties=True) if (kpi.name, kpi.variant) == (name, variant)]
    return one


# B = 14,000; S = 10,000; C = 8,000; credit notes 1,000; E = 15,000 of which 4,000 is not due yet.
JUNE = flows(
    {
        "INVOICE": kind(
            opening=20_000,
            period=10_000,
            opening_due=19_000,
            period_due=3_000,
            opening_due_anew=5_000,
            period_due_anew=3_000,
        ),
        "ALLOCATE": kind(
            opening=-6_000,
            period=-8_000,
            closing_late=11_000,
            opening_due=-6_000,
            period_due=-7_000,
            opening_due_anew=-1_000,
            period_due_anew=-2_500,
        ),
        "CREDIT_NOTE": kind(period=-1_000, period_due=-500, period_due_anew=-500),
    }
)


@pytest.mark.parametrize(
    ("name", "variant", "top", "bottom", "value"),
    [
        ("DSO", "SIMPLE", 15_000, 10_000, 4_500),  # 45 days
        ("BPDSO", "SIMPLE", 4_000, 10_000, 1_200),  # 12
        ("ADD", "SIMPLE", 11_000, 10_000, 3_300),  # 45 − 12 = 33
        ("COLLECTION_RATE", "A", 9_000, 24_000, 3_750),
        ("COLLECTION_RATE", "A_CASH", 8_000, 23_000, 3_478),
        ("COLLECTION_RATE", "B", 9_000, 10_000, 9_000),
        ("COLLECTION_RATE", "C", 7_000, 13_000 + 3_000 - 500, 4_516),
        ("COLLECTION_RATE", "C1", 2_500, 4_000 + 3_000 - 500, 3_846),
        ("CEI", "STANDARD", 9_000, 20_000, 4_500),
        ("OVERDUE_RATE", "STANDARD", 11_000, 15_000, 7_333),
        ("TURNOVER", "PERIOD", 20_000, 29_000, 69),
        ("TURNOVER_DAYS", "PERIOD", 29_000, 20_000, 4_350),
    ],
)
def test_figures_of_june(name: str, variant: str, top: int, bottom: int, value: int) -> None:
    found = figure(JUNE, name, variant)
    assert (found.numerator_minor, found.denominator_minor, found.value) == (top, bottom, value)
    assert (found.start, found.as_of, found.ties, found.currency) == (START, END, True, "CNY")


def test_average_days_delinquent_is_the_difference_of_the_two() -> None:
    dso, best, late = (figure(JUNE, name, "SIMPLE").value for name in ("DSO", "BPDSO", "ADD"))
    assert dso == (best or 0) + (late or 0)


def test_nothing_divided_by_nothing_is_no_figure() -> None:
    assert {kpi.value for kpi in key_figures(flows=flows({}), ties=True) if kpi.variant != "COUNTBACK"} == {None}


def test_a_figure_that_does_not_tie_has_no_value() -> None:
    assert {(kpi.value, kpi.ties) for kpi in key_figures(flows=JUNE, ties=False)} == {(None, False)}


def test_days_late_are_weighted_by_amount_and_early_payment_is_not_negative() -> None:
    paid = (
        (date(2026, 6, 11), date(2026, 6, 1), date(2026, 5, 2), 300),  # 10 late, 40 old
        (date(2026, 6, 1), date(2026, 6, 20), date(2026, 5, 22), 100),  # early, 10 old
        (date(2026, 6, 5), None, date(2026, 6, 4), 50),  # no due date: only in the average age
    )
    found = flows({}, paid=paid, open_by_due={date(2026, 6, 20): 200, date(2026, 7, 9): 200, None: 999})
    assert figure(found, "WEIGHTED_DAYS_LATE", "PAID").value == 750  # 3,000 / 400
    assert figure(found, "WEIGHTED_DAYS_LATE", "OPEN").value == 500  # 2,000 / 400
    assert figure(found, "ADP", "PAID").value == rounded(numerator=(12_000 + 1_000 + 50) * 100, denominator=450)


def test_products_never_wrap() -> None:
    paid = tuple((date(2026, 6, 30), date(1990, 1, 1), date(1989, 1, 1), 10**13) for _ in range(1_000))
    late = (date(2026, 6, 30) - date(1990, 1, 1)).days
    assert figure(flows({}, paid=paid), "WEIGHTED_DAYS_LATE", "PAID").value == late * 100


@pytest.mark.parametrize(
    ("minor", "months", "days", "short"),
    [
        (0, [(30, 100)], 0, False),
        (50, [(30, 100)], 15, False),
        (100, [(30, 100)], 30, False),
        (150, [(30, 100), (31, 100)], Fraction(91, 2), False),
        (150, [(30, 100)], 30, True),  # history ends
        (150, [(30, 100), (31, 0), (30, 500)], 30, True),  # a month without billings ends the walk
        (150, [(30, 100), (31, -5)], 30, True),
        (10, [], 0, True),
        (-5, [(30, 100)], 0, False),
    ],
)
def test_countback(minor: int, months: list[tuple[int, int]], days: Fraction | int, short: bool) -> None:
    assert countback(minor=minor, months=months) == (days, short)


def test_countback_days_of_receivables() -> None:
    found = flows(
        {"INVOICE": kind(period=100, opening=100, closing_late=0)},
        billed={date(2026, 6, 10): 100, date(2026, 5, 31): 60, date(2026, 5, 1): 40},
    )
    dso = figure(found, "DSO", "COUNTBACK")
    assert (dso.value, dso.at_least) == (6_100, False)  # all of June and all of May
    short = figure(flows({"INVOICE": kind(opening=300)}, billed={date(2026, 6, 10): 100}), "DSO", "COUNTBACK")
    assert (short.value, short.at_least) == (3_000, True)


def test_months_go_back_from_the_day_to_the_first_billing() -> None:
    billed = {date(2026, 6, 10): 7, date(2026, 4, 30): 5, date(2026, 7, 1): 99}
    assert months_back(billed=billed, end=date(2026, 6, 15)) == [(15, 7), (31, 0), (30, 5)]
    assert months_back(billed={}, end=date(2026, 6, 15)) == []


@pytest.mark.parametrize(
    ("top", "bottom", "value"), [(1, 2, 1), (-1, 2, -1), (1, -2, -1), (-1, -2, 1), (1, 3, 0), (2, 3, 1), (5, 0, None)]
)
def test_halves_round_away_from_zero(top: int, bottom: int, value: int | None) -> None:
    assert rounded(numerator=top, denominator=bottom) == value


@given(st.integers(-(10**30), 10**30), st.integers(-(10**20), 10**20).filter(bool))
def test_rounding_is_off_by_half_at_most(top: int, bottom: int) -> None:
    value = rounded(numerator=top, denominator=bottom)
    assert value is not None
    assert abs(Fraction(top, bottom) - value) <= Fraction(1, 2)
