"""Size classes by the notice 工信部联企业〔2011〕300号, each limit from both sides, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.customers.size_rules import (
    MINOR_IN_TEN_THOUSAND,
    SIZE_RULES,
    CompanySize,
    Industry,
    SizeFigures,
    size_class,
    size_rules_on,
)

RULES = SIZE_RULES[0]


def of(industry: str, staff: int | None, revenue: int | None, assets: int | None = None) -> str | None:
    """The class for staff and for revenue and assets in 万元."""
    money = [None if value is None else value * MINOR_IN_TEN_THOUSAND for value in (revenue, assets)]
    found = size_class(industry=Industry(industry), figures=SizeFigures(staff, *money), rules=RULES)
    return found.value if found else None


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "assets", "expected"),
    [
        ("AGRICULTURE", None, 49, None, "MICRO"),
        ("AGRICULTURE", None, 50, None, "SMALL"),
        ("AGRICULTURE", None, 499, None, "SMALL"),
        ("AGRICULTURE", None, 500, None, "MEDIUM"),
        ("AGRICULTURE", None, 19_999, None, "MEDIUM"),
        ("AGRICULTURE", None, 20_000, None, "LARGE"),
        ("MANUFACTURING", 1_000, 40_000, None, "LARGE"),
        ("MANUFACTURING", 999, 40_000, None, "MEDIUM"),
        ("MANUFACTURING", 1_000, 39_999, None, "MEDIUM"),
        ("MANUFACTURING", 300, 2_000, None, "MEDIUM"),
        ("MANUFACTURING", 299, 2_000, None, "SMALL"),
        ("MANUFACTURING", 300, 1_999, None, "SMALL"),
        ("MANUFACTURING", 20, 300, None, "SMALL"),
        ("MANUFACTURING", 19, 300, None, "MICRO"),
        ("MANUFACTURING", 20, 299, None, "MICRO"),
        ("CONSTRUCTION", None, 80_000, 80_000, "LARGE"),
        ("CONSTRUCTION", None, 80_000, 79_999, "MEDIUM"),
        ("CONSTRUCTION", 5, 6_000, 5_000, "MEDIUM"),
        ("CONSTRUCTION", 5, 6_000, 4_999, "SMALL"),
        ("CONSTRUCTION", 5, 300, 300, "SMALL"),
        ("CONSTRUCTION", 5, 299, 300, "MICRO"),
        ("WHOLESALE", 200, 40_000, None, "LARGE"),
        ("WHOLESALE", 199, 40_000, None, "MEDIUM"),
        ("WHOLESALE", 20, 5_000, None, "MEDIUM"),
        ("WHOLESALE", 19, 5_000, None, "SMALL"),
        ("WHOLESALE", 5, 1_000, None, "SMALL"),
        ("WHOLESALE", 5, 999, None, "MICRO"),
        ("RETAIL", 300, 20_000, None, "LARGE"),
        ("RETAIL", 50, 500, None, "MEDIUM"),
        ("RETAIL", 10, 100, None, "SMALL"),
        ("RETAIL", 9, 100, None, "MICRO"),
        ("TRANSPORT", 1_000, 30_000, None, "LARGE"),
        ("TRANSPORT", 300, 3_000, None, "MEDIUM"),
        ("TRANSPORT", 20, 200, None, "SMALL"),
        ("TRANSPORT", 20, 199, None, "MICRO"),
        ("STORAGE", 200, 30_000, None, "LARGE"),
        ("STORAGE", 100, 1_000, None, "MEDIUM"),
        ("STORAGE", 20, 100, None, "SMALL"),
        ("STORAGE", 19, 100, None, "MICRO"),
        ("POST", 1_000, 30_000, None, "LARGE"),
        ("POST", 300, 2_000, None, "MEDIUM"),
        ("POST", 20, 100, None, "SMALL"),
        ("LODGING", 300, 10_000, None, "LARGE"),
        ("LODGING", 100, 2_000, None, "MEDIUM"),
        ("CATERING", 10, 100, None, "SMALL"),
        ("CATERING", 9, 100, None, "MICRO"),
        ("TELECOMS", 2_000, 100_000, None, "LARGE"),
        ("TELECOMS", 100, 1_000, None, "MEDIUM"),
        ("SOFTWARE", 300, 10_000, None, "LARGE"),
        ("SOFTWARE", 10, 50, None, "SMALL"),
        ("SOFTWARE", 10, 49, None, "MICRO"),
        ("REAL_ESTATE", None, 200_000, 10_000, "LARGE"),
        ("REAL_ESTATE", None, 1_000, 5_000, "MEDIUM"),
        ("REAL_ESTATE", None, 100, 2_000, "SMALL"),
        ("REAL_ESTATE", None, 100, 1_999, "MICRO"),
        ("PROPERTY", 1_000, 5_000, None, "LARGE"),
        ("PROPERTY", 300, 1_000, None, "MEDIUM"),
        ("PROPERTY", 100, 500, None, "SMALL"),
        ("LEASING", 300, None, 120_000, "LARGE"),
        ("LEASING", 100, None, 8_000, "MEDIUM"),
        ("LEASING", 10, None, 99, "MICRO"),
        ("OTHER", 300, None, None, "LARGE"),
        ("OTHER", 299, None, None, "MEDIUM"),
        ("OTHER", 100, None, None, "MEDIUM"),
        ("OTHER", 99, None, None, "SMALL"),
        ("OTHER", 10, None, None, "SMALL"),
        ("OTHER", 9, None, None, "MICRO"),
    ],
)
def test_each_limit(industry: str, staff: int | None, revenue: int | None, assets: int | None, expected: str) -> None:
    assert of(industry, staff, revenue, assets) == expected


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "expected"),
    [
        ("MANUFACTURING", 5_000, None, None),
        ("MANUFACTURING", None, 5_000, None),
        ("MANUFACTURING", 19, None, "MICRO"),
        ("MANUFACTURING", None, 299, "MICRO"),
        ("MANUFACTURING", None, None, None),
        ("OTHER", None, 1_000_000, None),
    ],
)
def test_a_missing_figure_decides_nothing_unless_the_other_is_below_small(
    industry: str, staff: int | None, revenue: int | None, expected: str | None
) -> None:
    assert of(industry, staff, revenue) == expected


def test_one_fen_below_a_limit_is_below_it() -> None:
    below = SizeFigures(staff=None, revenue_minor=20_000 * MINOR_IN_TEN_THOUSAND - 1)
    assert size_class(industry=Industry.AGRICULTURE, figures=below, rules=RULES) is CompanySize.MEDIUM


def test_every_industry_has_limits_and_a_source() -> None:
    for rules in SIZE_RULES:
        assert set(rules.limits) == set(Industry)
        assert rules.source
        for limits in rules.limits.values():
            known = [bounds for bounds in (limits.staff, limits.revenue, limits.assets) if bounds]
            assert known
            assert all(bounds == tuple(sorted(set(bounds))) for bounds in known)
    assert size_rules_on(day=date(2000, 1, 1)) is size_rules_on(day=date(2026, 1, 1)) is SIZE_RULES[0]


@given(
    industry=st.sampled_from(Industry),
    staff=st.integers(0, 3_000),
    revenue=st.integers(0, 3 * 10**11),
    assets=st.integers(0, 3 * 10**11),
    more=st.integers(0, 10**11),
)
def test_who_grows_never_gets_smaller(industry: Industry, staff: int, revenue: int, assets: int, more: int) -> None:
    order = list(CompanySize)

    def rank(figures: SizeFigures) -> int:
        found = size_class(industry=industry, figures=figures, rules=RULES)
        assert found is not None
        return order.index(found)

    small = rank(SizeFigures(staff, revenue, assets))
    assert small <= rank(SizeFigures(staff + more, revenue, assets))
    assert small <= rank(SizeFigures(staff, revenue + more, assets))
    assert small <= rank(SizeFigures(staff, revenue, assets + more))
