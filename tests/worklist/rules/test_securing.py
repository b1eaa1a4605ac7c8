"""Security that runs out: the duty, the article, the weight beside money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.securities.rules import WARN_DAYS, Alarm, ClaimDuty, SecurityKind
from huikuan.worklist.rules.debts import DebtFacts, debt_tasks
from huikuan.worklist.rules.ranking import ranked
from huikuan.worklist.rules.securing import EndingSecurity, security_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy, due_of, totals_of

POLICY = WorklistPolicy()
DAY = date(2026, 3, 12)
CLOCK = Alarm(ClaimDuty.DEMAND, DAY, 10, 30, "CC 692")
JOINT = EndingSecurity(3, 7, SecurityKind.GUARANTEE_JOINT, "张三", "CNY", 1_000_000, 500, CLOCK)
BANK = EndingSecurity(
    4, 7, SecurityKind.BANK_GUARANTEE, "工行", "CNY", 1_000_000, 1_000, Alarm(ClaimDuty.RENEW, DAY, 10, 30, "")
)


def task_of(one: EndingSecurity) -> Task:
    (task,) = security_tasks(securities=[one], policy=POLICY)
    return task


@pytest.mark.parametrize(
    ("one", "reason", "step", "score"),
    [
        (
            JOINT,
            "GUARANTEE_RUNS_OUT",
            "DEMAND_FROM_GUARANTOR",
            200_000,
        ),  # CC 692, 693: asked in writing within the clock
        (replace(JOINT, alarm=replace(CLOCK, duty=ClaimDuty.SUE)), "GUARANTEE_RUNS_OUT", "SUE_FOR_GUARANTEE", 200_000),
        (replace(JOINT, alarm=replace(CLOCK, days_left=-1, step=0)), "GUARANTEE_RAN_OUT", "SETTLE_LAPSED", 20_000),
        (BANK, "SECURITY_RUNS_OUT", "RENEW_SECURITY", 400_000),
        (replace(BANK, alarm=replace(BANK.alarm, step=90)), "SECURITY_RUNS_OUT", "RENEW_SECURITY", 40_000),
        (replace(BANK, alarm=replace(BANK.alarm, step=180)), "SECURITY_RUNS_OUT", "RENEW_SECURITY", 10_000),
        (replace(BANK, alarm=replace(BANK.alarm, days_left=-5, step=0)), "SECURITY_RAN_OUT", "SETTLE_LAPSED", 40_000),
    ],
)
def test_each_end_has_its_reason_its_step_and_its_weight(
    one: EndingSecurity, reason: str, step: str, score: int
) -> None:
    task = task_of(one)
    assert (task.reason, task.next_step.value, task.score) == (reason, step, score)
    assert due_of(task=task, today=DAY) is None


def test_a_far_end_stands_behind_money_of_the_same_amount_and_adds_nothing_to_the_totals() -> None:
    (late,) = debt_tasks(facts=[DebtFacts(7, "CNY", 1_000_000, 40, 1, 0, None)], policy=POLICY)
    (soon,) = debt_tasks(facts=[DebtFacts(8, "CNY", 0, 0, 0, 1_000_000, DAY)], policy=POLICY)
    far = task_of(replace(BANK, alarm=replace(BANK.alarm, step=90)))
    near = task_of(BANK)
    assert ranked(tasks=[far, near, soon, late]) == (late, near, soon, far)
    assert totals_of(tasks=[far, near, soon, late]) == {"CNY": 2_000_000}


@given(st.integers(1, 10**13), st.integers(0, 1_000), st.sampled_from([*WARN_DAYS, 0]))
def test_a_security_never_outranks_what_counts_of_it(amount: int, share: int, step: int) -> None:
    task = task_of(replace(BANK, amount_minor=amount, share_permille=share, alarm=replace(BANK.alarm, step=step)))
    assert 0 <= task.score <= amount * share // 1_000
