"""A run waits for a second person when it is unusually large; no state allows what the table does not."""

from __future__ import annotations

from itertools import product

import pytest

from huikuan.reminders.rules.runs import TRANSITIONS, WAITING, RunEvent, RunState, hold_reasons


@pytest.mark.parametrize(
    ("messages", "largest", "per_customer", "codes"),
    [
        (0, 0, [], []),
        (1, 0, [1], ["RUN_ABOVE_BOUND"]),  # the first run of all is looked at
        (30, 10, [1] * 30, []),
        (31, 10, [1] * 31, ["RUN_ABOVE_BOUND"]),
        (2, 10, [2], ["CUSTOMER_TWICE"]),
        (40, 10, [2], ["RUN_ABOVE_BOUND", "CUSTOMER_TWICE"]),
    ],
)
def test_bounds(messages, largest, per_customer, codes):
    found = hold_reasons(messages=messages, largest_before=largest, factor=3, per_customer=per_customer)
    assert [reason.code for reason in found] == codes


def test_what_is_over_stays_over():
    over = set(RunState) - set(WAITING)
    assert not [pair for pair in product(over, RunEvent) if pair in TRANSITIONS]


def test_a_held_run_cannot_be_queued_without_approval():
    assert (RunState.HELD, RunEvent.QUEUE) not in TRANSITIONS
    assert TRANSITIONS[RunState.HELD, RunEvent.APPROVE] is RunState.APPROVED
