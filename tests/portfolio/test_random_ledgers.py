"""Whatever happens to a ledger, both engines say what plain dictionaries say, as of any day and any moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.checks import check_portfolio
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import AgeingAmounts, AgeingReport, Basis, Buckets
from tests.portfolio.ledgers import FIRST_DAY, FIRST_MOMENT, Key, Step, expected_ageing, random_books

pytestmark = pytest.mark.django_db

numbers = st.tuples(st.integers(0, 13), st.integers(0, 40), st.integers(1, 400), st.integers(0, 150))
steps = st.lists(numbers, min_size=5, max_size=40)
days = st.integers(-5, 260).map(lambda day: FIRST_DAY + timedelta(days=day))
several = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example has a company of its own
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
edges = st.sampled_from([(0, 30, 60, 90, 180), (-10, 0), (0,)])


def as_dictionary(report: AgeingReport) -> dict[Key, AgeingAmounts]:
    return {(row.key[0], row.currency): row.amounts for row in report.rows}  # type: ignore[misc]


@settings(several, max_examples=20)
@given(steps, days, edges, st.sampled_from(list(Basis)))
def test_both_engines_are_the_dictionaries(
    drawn: list[Step], as_of: date, chosen: tuple[int, ...], basis: Basis
) -> None:
    books = random_books(drawn)
    expected = expected_ageing(company_id=books.company_id, as_of=as_of, basis=basis, buckets=Buckets(chosen))
    asked: dict[str, Any] = {"basis": basis, "buckets": chosen, "company_ids": [books.company_id]}
    mirror = ageing(actor=SYSTEM, as_of=as_of, **asked)
    database = ageing(actor=SYSTEM, as_of=as_of, engine="database", **asked)
    assert (mirror.ties, database.ties) == (True, True)
    assert as_dictionary(mirror) == expected
    assert list(mirror.rows) == list(database.rows)
    assert mirror.totals == database.totals


@settings(several, max_examples=12)
@given(steps, days, st.integers(-1, 45), st.booleans())
def test_as_known_at_any_moment_and_by_newest_billings(drawn: list[Step], as_of: date, hours: int, fifo: bool) -> None:
    books = random_books(drawn)
    moment: datetime = FIRST_MOMENT + timedelta(hours=hours)
    expected = expected_ageing(
        company_id=books.company_id,
        as_of=as_of,
        basis=Basis.DUE,
        buckets=Buckets((0, 30)),
        known_at=moment,
        fifo=fifo,
    )
    asked: dict[str, Any] = {
        "buckets": (0, 30),
        "company_ids": [books.company_id],
        "known_at": moment,
        "view": "fifo" if fifo else "named",
    }
    mirror = ageing(actor=SYSTEM, as_of=as_of, **asked)
    database = ageing(actor=SYSTEM, as_of=as_of, engine="database", **asked)
    assert (mirror.ties, database.ties) == (True, True)
    assert as_dictionary(mirror) == as_dictionary(database) == expected


@settings(several, max_examples=6)
@given(steps)
def test_the_mirror_is_the_ledger_and_the_cached_days_are_the_entries(drawn: list[Step]) -> None:
    books = random_books(drawn)
    ageing(actor=SYSTEM, as_of=FIRST_DAY, company_ids=[books.company_id])
    assert [found.broken for found in check_portfolio()] == [(), ()]
