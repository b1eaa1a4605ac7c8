"""The customer's own payment day: a notice always, a wait only where the policy chooses one, and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.reminders.rules.deciding import decided_messages, looked_again
from huikuan.reminders.rules.payment_days import is_payment_day_near, with_waits
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item
from tests.reminders.rules.test_deciding import CALENDAR, POLICY, TODAY, facts, item

WAITS = replace(POLICY, waits_for_payment_day=True)
FRIDAY = date(2026, 3, 6)
HELD = Reason("PAYMENT_DAY_AHEAD", {"day": "2026-03-06"})


def expected(on: date | None = FRIDAY, late: int = 1, *, has_missed: bool = False) -> Item:
    return replace(item(1, late=late), expected_on=on, has_missed=has_missed)


@pytest.mark.parametrize(
    ("one", "is_near"),
    [
        (expected(), True),
        (expected(TODAY), True),
        (expected(TODAY - timedelta(days=1)), False),  # over
        (expected(None), False),  # not known
        (expected(late=0), False),  # not overdue: the steps before the due date go on
        (expected(late=6), True),  # due 02-24, paid 03-06: ten days
        (expected(late=7), False),  # eleven
        (expected(has_missed=True), False),  # it did not come once: no second wait
        (replace(expected(), due_date=None), False),
    ],
)
def test_near(one: Item, is_near: bool) -> None:
    assert is_payment_day_near(item=one, policy=POLICY, today=TODAY) is is_near


def test_a_letter_goes_as_ever_unless_the_policy_waits() -> None:
    (sent,) = decided_messages(facts=facts(expected()), policies={"STANDARD": POLICY}, today=TODAY, calendar=CALENDAR)
    assert sent.reasons == ()
    (kept,) = decided_messages(facts=facts(expected()), policies={"STANDARD": WAITS}, today=TODAY, calendar=CALENDAR)
    assert (kept.reasons, kept.listed) == ((HELD,), ())


def test_the_claim_waits_too() -> None:
    one = expected()
    assert one.due_date is not None
    for policy, reasons in ((POLICY, ()), (WAITS, (HELD,))):
        again = looked_again(
            facts=facts(one),
            policy=policy,
            steps=[(1, one.due_date, "OVERDUE", 1)],
            today=TODAY,
            calendar=CALENDAR,
            at=time(10),
        )
        assert again is not None
        assert again.reasons == reasons


def test_an_item_whose_day_is_far_takes_the_letter_with_it_and_the_other_stays_out() -> None:
    far = replace(item(2, late=3), expected_on=date(2026, 3, 25))
    (sent,) = decided_messages(
        facts=facts(expected(), far), policies={"STANDARD": WAITS}, today=TODAY, calendar=CALENDAR
    )
    assert (sent.reasons, [one.receivable_id for one in sent.listed]) == ((), [2])


@given(st.integers(0, 60), st.integers(-5, 60), st.booleans(), st.integers(0, 60))
def test_a_wait_never_reaches_beyond_the_policys_days(late: int, ahead: int, missed: bool, within: int) -> None:
    one = expected(TODAY + timedelta(days=ahead), late, has_missed=missed)
    policy = replace(WAITS, payment_day_within=within)
    (waited,) = with_waits(items=[one], policy=policy, today=TODAY)
    if waited.holds:
        assert late + ahead <= within
        assert not missed
    assert with_waits(items=[one], policy=replace(policy, waits_for_payment_day=False), today=TODAY) == (one,)
