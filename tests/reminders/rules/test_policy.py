"""What a policy may say; before and after the due date are different types."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time

import pytest

from huikuan.reminders.rules.policy import (
    LONGEST_WAIT,
    MOST_SMALL,
    BeforeDueStep,
    OverdueStep,
    Phase,
    Policy,
    Tone,
    policy_faults,
    step_of,
)

GOOD = Policy(
    id=0,
    customer_class="STANDARD",
    number=1,
    source="test",
    before_due=(BeforeDueStep(1, 7), BeforeDueStep(2, 2)),
    overdue=(OverdueStep(1, 1, 1, Tone.FRIENDLY), OverdueStep(2, 8, 5, Tone.CLEAR)),
    minimum_minor={"CNY": 0},
)


def test_a_good_policy():
    assert policy_faults(policy=GOOD) == ()
    assert policy_faults(policy=replace(GOOD, before_due=(), overdue=(), forewarn_days=0)) == ()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"before_due": (BeforeDueStep(1, 4),)}, ["BEFORE_DUE_TOO_LATE"]),
        ({"before_due": (BeforeDueStep(1, 2), BeforeDueStep(2, 7))}, ["BEFORE_DUE_NOT_DESCENDING"]),
        ({"before_due": (BeforeDueStep(1, 7), BeforeDueStep(2, -1))}, ["BEFORE_DUE_NOT_DESCENDING"]),
        ({"before_due": (BeforeDueStep(2, 7),)}, ["STEPS_NOT_NUMBERED"]),
        ({"before_due": (BeforeDueStep(1, 11),)}, ["FOREWARNING_TOO_LATE"]),
        ({"overdue": (OverdueStep(1, 0, 1, Tone.FIRM),)}, ["OVERDUE_NOT_ASCENDING"]),
        ({"overdue": (OverdueStep(1, 8, 1, Tone.FIRM), OverdueStep(2, 8, 1, Tone.FIRM))}, ["OVERDUE_NOT_ASCENDING"]),
        ({"overdue": (OverdueStep(1, 8, 0, Tone.FIRM),)}, ["GAP_TOO_SHORT"]),
        ({"overdue": tuple(OverdueStep(i, i, 1, Tone.FIRM) for i in range(1, 12))}, ["TOO_MANY_STEPS"]),
        ({"window_end": time(9)}, ["WINDOW_EMPTY"]),
        ({"most_per_day": 0}, ["CAPS_WRONG"]),
        ({"most_per_day": 4}, ["CAPS_WRONG"]),
        ({"bank_fresh_days": -1}, ["FRESHNESS_WRONG"]),
        ({"bound_factor": 0}, ["BOUND_WRONG"]),
        ({"small_run": -1}, ["SMALL_RUN_WRONG"]),
        ({"small_run": MOST_SMALL + 1}, ["SMALL_RUN_WRONG"]),
        ({"small_run": MOST_SMALL}, []),
        ({"payment_day_within": -1}, ["PAYMENT_DAY_WITHIN_WRONG"]),
        ({"payment_day_within": LONGEST_WAIT + 1}, ["PAYMENT_DAY_WITHIN_WRONG"]),
        ({"payment_day_within": LONGEST_WAIT}, []),
        ({"minimum_minor": {"CNY": -1}}, ["MINIMUM_WRONG"]),
        ({"minimum_minor": {"XXX": 1}}, ["MINIMUM_WRONG"]),
    ],
)
def test_faults(change, codes):
    assert [fault.code for fault in policy_faults(policy=replace(GOOD, **change))] == codes


def test_no_step_holds_signed_days():
    before, after = ({field.name for field in fields(kind)} for kind in (BeforeDueStep, OverdueStep))
    assert "days_before" in before - after
    assert "days_overdue" in after - before


def test_a_step_is_found_by_its_phase_and_number():
    assert step_of(policy=GOOD, phase=Phase.OVERDUE, ordinal=2) is GOOD.overdue[1]
    assert step_of(policy=GOOD, phase=Phase.BEFORE_DUE, ordinal=2) is GOOD.before_due[1]
    assert step_of(policy=GOOD, phase=Phase.OVERDUE, ordinal=3) is None
