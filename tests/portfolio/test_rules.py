"""Buckets hold each day once; what callers write becomes a request or a refusal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.refusal import Refused
from huikuan.portfolio.rules import (
    AgeingAmounts,
    Basis,
    Buckets,
    Difference,
    Dimension,
    Engine,
    View,
    buckets_of,
    request_of,
)

DAY = date(2026, 6, 30)
edges = st.lists(st.integers(-400, 400), min_size=1, max_size=8, unique=True).map(lambda days: tuple(sorted(days)))


@pytest.mark.parametrize(
    ("days", "index"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (180, 4), (181, 5), (9_999, 5)],
)
def test_due_today_is_not_overdue_and_each_bucket_ends_where_the_next_begins(days: int, index: int) -> None:
    assert Buckets((0, 30, 60, 90, 180)).index_of(days=days) == index


def test_bounds_are_what_people_read() -> None:
    assert Buckets((0, 30, 60)).bounds == ((None, 0), (1, 30), (31, 60), (61, None))
    assert Buckets((-7, 0)).bounds == ((None, -7), (-6, 0), (1, None))


@given(edges, st.integers(-500, 500))
def test_every_day_is_in_exactly_one_bucket(chosen: tuple[int, ...], days: int) -> None:
    buckets = Buckets(chosen)
    holding = [
        index
        for index, (first, last) in enumerate(buckets.bounds)
        if (first is None or first <= days) and (last is None or days <= last)
    ]
    assert holding == [buckets.index_of(days=days)]


@given(edges)
def test_edges_as_days(chosen: tuple[int, ...]) -> None:
    assert [(DAY - day).days for day in Buckets(chosen).days(as_of=DAY)] == list(chosen)


@pytest.mark.parametrize("wrong", [(), (30, 0), (0, 0), (0, 40_000), tuple(range(25))])
def test_edges_that_make_no_buckets_are_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="BUCKETS_INVALID"):
        buckets_of(edges=wrong, as_of=DAY)


def test_a_day_too_early_for_the_edges_is_refused() -> None:
    with pytest.raises(Refused, match="BUCKETS_INVALID"):
        buckets_of(edges=(0, 1_000), as_of=date(1, 6, 1))


def test_the_words_of_callers() -> None:
    request = request_of(
        as_of=DAY,
        options={
            "basis": "invoice",
            "by": ("region", "customer", "region"),
            "view": "fifo",
            "engine": "database",
            "company_ids": [3, 3],
            "currency": "USD",
        },
    )
    assert (request.basis, request.view, request.engine) == (Basis.INVOICE, View.FIFO, Engine.DATABASE)
    assert request.by == (Dimension.REGION, Dimension.CUSTOMER)
    assert (request.company_ids, request.currency) == (frozenset({3}), "USD")


def test_what_is_left_out() -> None:
    request = request_of(as_of=DAY, options={})
    assert (request.basis, request.by, request.buckets.edges) == (
        Basis.DUE,
        (Dimension.CUSTOMER,),
        (0, 30, 60, 90, 180),
    )
    assert (request.company_ids, request.known_at, request.engine) == (None, None, Engine.MIRROR)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"basis": "dew"}, "BASIS_UNKNOWN"),
        ({"view": "lifo"}, "VIEW_UNKNOWN"),
        ({"engine": "abacus"}, "ENGINE_UNKNOWN"),
        ({"by": ("customer", "weather")}, "DIMENSION_UNKNOWN"),
        ({"buckets": (3, 1)}, "BUCKETS_INVALID"),
    ],
)
def test_unknown_words_are_refused(options: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        request_of(as_of=DAY, options=options)  # type: ignore[arg-type]


def test_unapplied_money_is_not_netted() -> None:
    assert AgeingAmounts((10, 20), no_due_date_minor=5, unapplied_minor=7).total_minor == 35


def test_a_difference_is_the_report_less_the_control_account() -> None:
    assert Difference(1, "CNY", "RECEIVABLE", report_minor=90, control_minor=100).difference_minor == -10
