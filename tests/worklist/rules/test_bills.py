"""Bills that ask for something: the reason, the next step and the weight of each, by the days of its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.bills.rules.dates import ARTICLES, Clock, Duty
from huikuan.bills.rules.life import State
from huikuan.wording.worklist import reason_words
from huikuan.worklist.rules.bills import WatchedBill, bill_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy, totals_of

TODAY = date(2026, 7, 20)
POLICY = WorklistPolicy()
BILL = WatchedBill(3, 7, "510210009999620260115000001234", "恒昌置业", "CNY", 1_000_000, State.HELD, None)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def clock(duty: Duty, start: int, end: int) -> Clock:
    return Clock(duty, day(start), day(end), ARTICLES[duty])


def task_of(one: WatchedBill) -> Task:
    (task,) = bill_tasks(bills=[one], today=TODAY, policy=POLICY)
    return task


@pytest.mark.parametrize(
    ("state", "found", "reason", "step", "score", "told"),
    [
        (State.HELD, clock(Duty.PRESENT, 3, 13), "BILL_MATURES", "PREPARE_PRESENTATION", 120_000, day(3)),
        (State.HELD, clock(Duty.PRESENT, -1, 9), "BILL_TO_PRESENT", "PRESENT_BILL", 700_000, day(9)),
        (State.HELD, clock(Duty.PRESENT, -9, 1), "BILL_TO_PRESENT", "PRESENT_BILL", 950_000, day(1)),
        (State.HELD, clock(Duty.PRESENT, -12, -2), "BILL_PRESENTED_LATE", "PRESENT_BILL_LATE", 300_000, day(-2)),
        (State.PRESENTED, clock(Duty.PRESENT, -12, -2), "BILL_UNANSWERED", "RECORD_BILL_ANSWER", 300_000, day(-2)),
        (
            State.DISHONOURED,
            clock(Duty.GIVE_NOTICE, -1, 2),
            "BILL_CLOCK_RUNS",
            "GIVE_NOTICE_OF_DISHONOUR",
            950_000,
            day(2),
        ),
        (State.IN_RECOURSE, clock(Duty.RECOURSE, -150, 30), "BILL_CLOCK_RUNS", "SEEK_RECOURSE", 400_000, day(30)),
        (State.IN_RECOURSE, clock(Duty.RE_RECOURSE, -30, 60), "BILL_CLOCK_RUNS", "SEEK_RECOURSE", 150_000, day(60)),
        (State.IN_RECOURSE, clock(Duty.ACCEPTOR, -200, 500), "BILL_CLOCK_RUNS", "CLAIM_ON_ACCEPTOR", 60_000, day(500)),
        (State.IN_RECOURSE, clock(Duty.ACCEPTOR, -800, -1), "BILL_CLOCK_RAN_OUT", "KEEP_TO_THE_SALE", 300_000, day(-1)),
    ],
)
def test_what_a_clock_asks_for(state: State, found: Clock, reason: str, step: str, score: int, told: date) -> None:
    task = task_of(replace(BILL, state=state, clock=found))
    assert (task.reason, task.next_step.value, task.score) == (reason, step, score)
    assert task.parameters["date"] == told.isoformat()
    words = reason_words(code=task.reason, parameters=task.parameters)
    assert (told.isoformat() in words, "5000001234" in words) == (True, True)


def test_a_listed_acceptor_is_a_task_and_what_a_clock_asks_for_goes_first() -> None:
    listed = replace(BILL, listed_since=date(2026, 6, 30))
    task = task_of(listed)
    assert (task.kind.value, task.reason, task.next_step.value) == (
        "BILL_LISTED",
        "BILL_ACCEPTOR_ON_LIST",
        "ASK_FOR_OTHER_PAYMENT",
    )
    assert "恒昌置业" in reason_words(code=task.reason, parameters=task.parameters)
    assert task_of(replace(listed, clock=clock(Duty.PRESENT, -1, 9))).kind.value == "BILL_DUTY"


@given(st.integers(1, 10**13), st.integers(-900, 900))
def test_a_bill_never_weighs_more_than_its_amount_nor_adds_to_the_totals(minor: int, left: int) -> None:
    task = task_of(replace(BILL, amount_minor=minor, clock=clock(Duty.RECOURSE, -1, left)))
    assert (0 <= task.score <= minor, totals_of(tasks=[task])) == (True, {})
