"""What an order is worth at each stage, and what of a question is new."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.credit.rules.orders import (
    HOLD_TRANSITIONS,
    WAIVER_TRANSITIONS,
    HoldState,
    OrderAmounts,
    WaiverState,
    after,
    increase_of,
)
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.refusal import Refused

ORDER, RELEASE, DELIVERY, INVOICE, CONTRACT = CheckPoint
HELD = OrderAmounts(ordered=100, released=60, delivered=40, invoiced=30, cancelled=10)


def test_an_order_is_open_until_delivered_and_delivered_until_invoiced() -> None:
    assert (HELD.open_order, HELD.not_invoiced) == (50, 10)


@pytest.mark.parametrize(
    ("point", "amount", "held", "increase"),
    [
        (ORDER, 70, None, 70),
        (ORDER, 130, HELD, 30),  # the whole order replaces what was ordered
        (ORDER, 90, HELD, 0),
        (RELEASE, 50, HELD, 0),
        (DELIVERY, 50, HELD, 0),
        (DELIVERY, 55, HELD, 5),
        (INVOICE, 60, HELD, 0),  # 50 open and 10 delivered
        (INVOICE, 61, HELD, 1),
        (CONTRACT, 20, None, 20),
    ],
)
def test_what_the_order_holds_already_is_not_counted_twice(
    point: CheckPoint, amount: int, held: OrderAmounts | None, increase: int
) -> None:
    assert increase_of(point=point, amount_minor=amount, held=held) == increase


@pytest.mark.parametrize(
    ("point", "amount", "held", "expected"),
    [
        (ORDER, 70, None, OrderAmounts(70)),
        (ORDER, 130, HELD, OrderAmounts(130, 60, 40, 30, 10)),
        (RELEASE, 30, HELD, OrderAmounts(100, 90, 40, 30, 10)),
        (DELIVERY, 55, HELD, OrderAmounts(105, 60, 95, 30, 10)),
        (DELIVERY, 20, None, OrderAmounts(20, 0, 20)),
        (INVOICE, 15, HELD, OrderAmounts(100, 60, 45, 45, 10)),
        (CONTRACT, 99, HELD, HELD),
    ],
)
def test_what_the_order_is_once_the_answer_was_yes(
    point: CheckPoint, amount: int, held: OrderAmounts | None, expected: OrderAmounts
) -> None:
    assert after(point=point, amount_minor=amount, held=held) == expected


def test_an_order_is_never_lowered_beneath_what_was_done() -> None:
    with pytest.raises(Refused, match="ORDER_BELOW_DONE"):
        after(point=ORDER, amount_minor=69, held=HELD)


amounts = st.integers(0, 50)


@given(
    st.builds(
        lambda delivered, invoiced, cancelled, rest: OrderAmounts(
            delivered + cancelled + rest + 1, delivered, delivered, min(invoiced, delivered), cancelled
        ),
        amounts, amounts, amounts, amounts,
    ),
    st.sampled_from([ORDER, RELEASE, DELIVERY, INVOICE]),
    st.integers(1, 300),
)  # fmt: skip
@settings(max_examples=300)
def test_exposure_grows_by_exactly_the_increase(held: OrderAmounts, point: CheckPoint, amount: int) -> None:
    try:
        moved = after(point=point, amount_minor=amount, held=held)
    except Refused:
        assert point is ORDER
        return
    grown = (moved.open_order + moved.not_invoiced) - (held.open_order + held.not_invoiced)
    increase = increase_of(point=point, amount_minor=amount, held=held)
    if point is INVOICE:  # what is invoiced is a receivable from now on: the rest of the exposure falls by it
        assert grown + amount == increase
    elif point is RELEASE:
        assert 0 <= grown <= increase
    else:
        assert grown == (increase or min(0, grown))
    assert moved.is_consistent


def test_only_what_waits_has_a_way_out() -> None:
    assert {state for state, _ in HOLD_TRANSITIONS} == {HoldState.HELD}
    assert {state for state, _ in WAIVER_TRANSITIONS} == {WaiverState.ASKED, WaiverState.APPROVED}
