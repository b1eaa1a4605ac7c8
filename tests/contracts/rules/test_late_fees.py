"""The late-payment clause: what may be agreed a year or a day, and what it comes to a year (CC 585)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from huikuan.audit.rules import plain
from huikuan.contracts.rules.judging import faults_of, warnings_of
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.late_fees import yearly_bp
from huikuan.contracts.rules.terms import Clauses, LateBasis
from tests.contracts.agreed import terms


def agreed(**rate: Any) -> Clauses:
    return Clauses(late_basis=LateBasis.AGREED, **rate)


@pytest.mark.parametrize(
    ("clauses", "code"),
    [
        (Clauses(), ""),
        (Clauses(late_basis=LateBasis.EXCLUDED), ""),
        (agreed(late_rate_bp=100_000), ""),
        (agreed(late_daily_ppm=500), ""),
        (agreed(late_daily_ppm=50_000), ""),
        (agreed(), "LATE_RATE_MISSING"),
        (agreed(late_rate_bp=1, late_daily_ppm=1), "LATE_RATE_MISSING"),
        (agreed(late_rate_bp=100_001), "LATE_RATE_RANGE"),
        (agreed(late_daily_ppm=50_001), "LATE_RATE_RANGE"),
    ],
)
def test_an_agreed_rate_is_one_that_a_contract_may_say(clauses, code) -> None:
    assert [one.code for one in faults_of(terms=terms(clauses=clauses))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("clauses", "a_year"),
    [
        (Clauses(), None),
        (Clauses(late_basis=LateBasis.DECREE_802), None),
        (Clauses(late_basis=LateBasis.EXCLUDED), 0),
        (agreed(late_rate_bp=1_200), 1_200),
        (agreed(late_daily_ppm=500), 1_825),
    ],
)
def test_rates_compare_by_the_year(clauses, a_year) -> None:
    assert yearly_bp(clauses=clauses) == a_year


def test_more_than_the_price_in_a_year_is_warned_of() -> None:
    found = warnings_of(terms=terms(clauses=agreed(late_daily_ppm=3_000)))
    assert ("LATE_RATE_HIGH", "CC 585", 109) in [(one.code, one.article, one.first) for one in found]
    usual = warnings_of(terms=terms(clauses=agreed(late_daily_ppm=500)))
    assert "LATE_RATE_HIGH" not in [one.code for one in usual]


def test_terms_kept_before_rates_were_agreed_by_the_day_read_the_same() -> None:
    kept = plain(value=asdict(terms(clauses=agreed(late_rate_bp=1_200))))
    assert isinstance(kept, dict)
    del kept["clauses"]["late_daily_ppm"]
    assert terms_of(kept=kept).clauses == agreed(late_rate_bp=1_200)
