"""Which debts a payment settles: every criterion of CC 560 and 561 by hand, and what holds whatever the debts are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.debt_order import Debt, Order, Why, spread_payment

TODAY = date(2026, 11, 23)
LATE, LATER, SOON = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def debt(id: str, due: date | None, minor: int, **more) -> Debt:
    return Debt(id, due, minor, **more)


@pytest.mark.parametrize(
    ("minor", "debts", "settled", "left", "reasons"),
    [
        pytest.param(
            50_00,
            [debt("soon", SOON, 30_00), debt("late", LATE, 40_00)],
            {"late": 40_00, "soon": 10_00},
            0,
            [Why.DUE_FIRST, Why.LAST_IN_ORDER],
            id="what is due goes first",
        ),
        pytest.param(
            50_00,
            [debt("secured", LATE, 40_00, secured_minor=40_00), debt("bare", LATER, 40_00)],
            {"bare": 40_00, "secured": 10_00},
            0,
            [Why.LEAST_SECURED, Why.LAST_IN_ORDER],
            id="no security before the older one with security",
        ),
        pytest.param(
            50_00,
            [
                debt("light", LATE, 40_00, annual_rate=Decimal("3.65")),
                debt("heavy", LATER, 40_00, annual_rate=Decimal(18)),
            ],
            {"heavy": 40_00, "light": 10_00},
            0,
            [Why.HEAVIER_BURDEN, Why.LAST_IN_ORDER],
            id="the heavier burden before the older one",
        ),
        pytest.param(
            50_00,
            [debt("b", LATER, 40_00), debt("a", LATE, 40_00)],
            {"a": 40_00, "b": 10_00},
            0,
            [Why.EARLIER_DUE, Why.LAST_IN_ORDER],
            id="the earlier due date",
        ),
        pytest.param(
            100_00,
            [debt("a", LATE, 100_00), debt("b", LATE, 200_00), debt("c", LATE, 1)],
            {"a": 33_33, "b": 66_67},
            0,
            [Why.PRO_RATA] * 2,
            id="in proportion, by largest remainder",
        ),
        pytest.param(
            10,
            [debt("only", None, 4)],
            {"only": 4},
            6,
            [Why.ONLY_DEBT],
            id="what is left over stays unapplied",
        ),
        pytest.param(
            5,
            [debt("without a day", None, 4), debt("soon", SOON, 4)],
            {"soon": 4, "without a day": 1},
            0,
            [Why.EARLIER_DUE, Why.LAST_IN_ORDER],
            id="no day agreed: behind those with one",
        ),
    ],
)
def test_the_statutory_order(minor, debts, settled, left, reasons):
    found = spread_payment(minor=minor, debts=debts, as_of=TODAY)
    assert {one.id: one.total_minor for one in found.settled} == settled
    assert found.unapplied_minor == left
    assert [one.why for one in found.placed] == reasons
    assert {one.article for one in found.placed} == {"CC 560"}


def test_a_day_that_has_come_makes_a_debt_due():
    debts = [debt("tomorrow", date(2026, 11, 24), 10, annual_rate=Decimal(99)), debt("today", TODAY, 10)]
    assert [one.id for one in spread_payment(minor=1, debts=debts, as_of=TODAY).settled] == ["today"]


@pytest.mark.parametrize("order", Order)
def test_what_the_debtor_names_goes_before_every_order(order):
    debts = [debt("a", LATE, 10), debt("b", LATER, 10), debt("named", SOON, 10, secured_minor=10)]
    found = spread_payment(minor=15, debts=debts, as_of=TODAY, order=order, named="named")
    assert [(one.id, one.total_minor) for one in found.settled] == [("named", 10), ("a", 5)]
    assert (found.placed[0].why, found.placed[0].article) == (Why.NAMED_BY_DEBTOR, "CC 560(1)")


def test_policies_that_are_not_the_law_name_no_article():
    debts = [
        debt("a", LATER, 10, issued=date(2026, 1, 5)),
        debt("b", LATE, 10, issued=date(2026, 3, 5), secured_minor=10),
    ]
    by_due = spread_payment(minor=10, debts=debts, as_of=TODAY, order=Order.OLDEST_DUE)
    by_issue = spread_payment(minor=10, debts=debts, as_of=TODAY, order=Order.OLDEST_INVOICE)
    assert [(one.id, one.why, one.article) for one in by_due.placed] == [("b", Why.EARLIER_DUE, "")]
    assert [(one.id, one.why, one.article) for one in by_issue.placed] == [("a", Why.EARLIER_INVOICE, "")]


@pytest.mark.parametrize(
    ("minor", "parts"),
    [(5, (5, 0, 0)), (10, (10, 0, 0)), (25, (10, 15, 0)), (30, (10, 20, 0)), (31, (10, 20, 1)), (130, (10, 20, 100))],
)
def test_costs_before_interest_before_principal(minor, parts):
    one = debt("a", LATE, 100, costs_minor=10, interest_minor=20)
    (found,) = spread_payment(minor=minor, debts=[one], as_of=TODAY).settled
    assert (found.costs_minor, found.interest_minor, found.principal_minor) == parts


@given(
    minor=st.integers(1, 10**13),
    parts=st.lists(
        st.tuples(
            st.integers(0, 10**13),
            st.integers(0, 10**6),
            st.integers(0, 10**6),
            st.sampled_from([None, LATE, LATER, SOON]),
            st.integers(0, 3),
            st.integers(0, 3),
        ),
        max_size=8,
    ),
    order=st.sampled_from(Order),
    named=st.none() | st.integers(0, 7).map(str),
)
def test_nothing_is_lost_and_no_debt_is_paid_beyond_what_is_owed(minor, parts, order, named):
    debts = [
        Debt(str(place), due, principal, secured, Decimal(rate), costs, interest)
        for place, (principal, costs, interest, due, secured, rate) in enumerate(parts)
    ]
    found = spread_payment(minor=minor, debts=debts, as_of=TODAY, order=order, named=named)
    owed = {one.id: one for one in debts}
    assert sum(one.total_minor for one in found.settled) + found.unapplied_minor == minor
    assert len({one.id for one in found.settled}) == len(found.settled) == len(found.placed)
    for one in found.settled:
        of = owed[one.id]
        assert 0 < one.total_minor <= of.owed_minor
        assert (one.costs_minor, one.interest_minor) == (
            min(of.costs_minor, one.total_minor),
            min(of.interest_minor, one.total_minor - one.costs_minor),
        )
    if found.unapplied_minor:
        assert {one.id for one in found.settled} == {one.id for one in debts if one.owed_minor}
    backwards = spread_payment(minor=minor, debts=debts[::-1], as_of=TODAY, order=order, named=named)
    assert {one.id: one.total_minor for one in backwards.settled if _stands_alone(found, one.id)} == {
        one.id: one.total_minor for one in found.settled if _stands_alone(found, one.id)
    }


def _stands_alone(spread, id):
    return next((one.why for one in spread.placed if one.id == id), Why.PRO_RATA) is not Why.PRO_RATA
