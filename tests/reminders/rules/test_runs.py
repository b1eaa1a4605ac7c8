"""A run waits for a second person when it is unusually large; no state allows what the table does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.reminders.rules.policy import Policy
from huikuan.reminders.rules.runs import TRANSITIONS, WAITING, Bound, RunEvent, RunState, bound_of, hold_reasons

counts = st.integers(0, 200)


@pytest.mark.parametrize(
    ("messages", "sent_today", "largest", "per_customer", "codes"),
    [
        (0, 0, 0, [], []),
        (1, 0, 0, [1], []),  # the first run of all, and small: nobody is asked
        (20, 0, 0, [1] * 20, []),
        (21, 0, 0, [1] * 21, ["RUN_ABOVE_BOUND"]),  # the first run of all, and large
        (20, 0, 2, [1] * 20, []),  # far more than three times the largest, and still small
        (30, 0, 10, [1] * 30, []),
        (31, 0, 10, [1] * 31, ["RUN_ABOVE_BOUND"]),
        (10, 10, 0, [1] * 10, []),
        (10, 11, 0, [1] * 10, ["DAY_ABOVE_BOUND"]),  # a large run cut into small ones
        (0, 50, 0, [], []),
        (2, 0, 10, [2], ["CUSTOMER_TWICE"]),  # a small run too, for its own reason
        (40, 0, 10, [2], ["RUN_ABOVE_BOUND", "CUSTOMER_TWICE"]),
    ],
)
def test_bounds(messages, sent_today, largest, per_customer, codes):
    bound = Bound(factor=3, small=20, largest_before=largest)
    found = hold_reasons(messages=messages, sent_today=sent_today, bound=bound, per_customer=per_customer)
    assert [reason.code for reason in found] == codes


def test_without_a_floor_the_first_message_of_all_is_held():
    bound = Bound(factor=3, small=0, largest_before=0)
    (reason,) = hold_reasons(messages=1, sent_today=0, bound=bound, per_customer=[1])
    assert reason.parameters == {"messages": 1, "sent": 0, "largest": 0, "factor": 3, "small": 0}


def test_the_strictest_policy_in_force_sets_the_bound():
    policy = Policy(1, "STANDARD", 1, "", (), ())
    policies = (policy, replace(policy, bound_factor=5, small_run=8), replace(policy, bound_factor=2, small_run=40))
    assert bound_of(policies=policies, largest_before=7) == Bound(factor=2, small=8, largest_before=7)


@given(counts, counts, counts, st.integers(1, 9), counts)
def test_more_messages_never_free_a_run_and_a_day_within_its_floor_is_never_held(
    messages, sent, largest, factor, small
):
    def held(more):
        bound = Bound(factor, small, largest)
        return bool(hold_reasons(messages=messages + more, sent_today=sent, bound=bound, per_customer=[1]))

    assert not held(0) or held(1)
    assert not (held(0) and sent + messages <= small)
    assert held(0) == (messages > 0 and sent + messages > max(small, factor * largest))


def test_what_is_over_stays_over():
    over = set(RunState) - set(WAITING)
    assert not [pair for pair in product(over, RunEvent) if pair in TRANSITIONS]


def test_a_held_run_cannot_be_queued_without_approval():
    assert (RunState.HELD, RunEvent.QUEUE) not in TRANSITIONS
    assert TRANSITIONS[RunState.HELD, RunEvent.APPROVE] is RunState.APPROVED
