"""What waits is not asked for and stands apart; of two tasks worth the same the shorter one comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.worklist.rules.debts import DebtFacts, debt_tasks
from huikuan.worklist.rules.ranking import ranked
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy, effort_of
from huikuan.worklist.rules.waiting import LateItem, WaitsFor, held_back, in_order, without_covered, without_held

TODAY = date(2026, 3, 2)
POLICY = WorklistPolicy()
DEBT = DebtFacts(7, "CNY", 100_000, 60, 2, 0, None, open_minor=100_000)
OLD = LateItem(7, "CNY", date(2026, 1, 1), 70_000, 70_000, WaitsFor.PROMISE, date(2026, 3, 9))
NEW = LateItem(7, "CNY", date(2026, 2, 20), 30_000)


def test_a_promised_item_waits_and_the_rest_is_asked_for_as_old_as_it_is() -> None:
    (debt,) = without_held(facts=[DEBT], items=[OLD, NEW], today=TODAY)
    assert (debt.overdue_minor, debt.overdue_items, debt.oldest_days) == (30_000, 1, 10)
    (waiting,) = held_back(items=[OLD, NEW])
    assert (waiting.waits_for, waiting.amount_minor, waiting.items, waiting.until) == (
        WaitsFor.PROMISE,
        70_000,
        1,
        date(2026, 3, 9),
    )


def test_only_the_disputed_part_waits() -> None:
    part = replace(NEW, stopped_minor=10_000, waits_for=WaitsFor.DISPUTE)
    (debt,) = without_held(facts=[DEBT], items=[OLD, part], today=TODAY)
    assert (debt.overdue_minor, debt.overdue_items) == (20_000, 1)
    assert [(one.waits_for, one.amount_minor, one.until) for one in held_back(items=[OLD, part])] == [
        (WaitsFor.PROMISE, 70_000, date(2026, 3, 9)),
        (WaitsFor.DISPUTE, 10_000, None),
    ]


def test_a_step_agreed_about_a_debt_weighs_what_does_not_wait_only() -> None:
    agreed = replace(DEBT, agreed="送对账单")
    for items, left in (([OLD, NEW], 30_000), ([OLD, replace(NEW, stopped_minor=30_000)], 0)):
        (debt,) = without_held(facts=[agreed], items=items, today=TODAY)
        (step,) = debt_tasks(facts=[debt], policy=POLICY)
        assert (step.kind, step.amount_minor, step.currency) == (TaskKind.FOLLOW_UP, left, "CNY" if left else "")
        assert bool(step.score) == bool(left)


def test_nothing_is_left_of_a_debt_of_which_all_waits_and_another_ones_stays() -> None:
    other = replace(DEBT, customer_id=8)
    mine, theirs = without_held(facts=[DEBT, other], items=[OLD], today=TODAY)
    assert (mine.overdue_minor, mine.overdue_items, mine.oldest_days) == (0, 0, 0)
    assert theirs == other


@pytest.mark.parametrize(
    ("here", "change", "may_allocate", "left", "waits"),
    [
        (100_000, {}, False, 0, 100_000),
        (99_999, {}, False, 1, 99_999),
        (100_000, {}, True, 100_000, 0),  # his own task says to use it first
        (100_000, {"agreed": "打电话"}, False, 0, 100_000),
        (100_000, {"agreed": "打电话"}, True, 0, 100_000),
        (30_000, {"agreed": "打电话"}, True, 70_000, 30_000),
        (0, {}, False, 100_000, 0),
    ],
)
def test_a_debt_covered_by_money_that_is_here_waits_for_whoever_allocates(
    here: int, change: dict[str, str], may_allocate: bool, left: int, waits: int
) -> None:
    debt = replace(DEBT, unapplied_minor=here, **change)  # type: ignore[arg-type]
    freed, waiting = without_covered(facts=[debt], may_allocate=may_allocate)
    assert [one.overdue_minor for one in freed] == [left]
    assert [(one.waits_for, one.amount_minor) for one in waiting] == ([(WaitsFor.MONEY_HERE, waits)] if waits else [])
    tasks = debt_tasks(facts=freed, policy=POLICY)
    assert [task.amount_minor for task in tasks] == ([left] if left or change else [])
    assert all(task.next_step is not NextStep.USE_UNAPPLIED_FIRST for task in tasks if waits)


@pytest.mark.parametrize(("here", "left"), [(0, 9_000), (4_000, 5_000), (9_000, 0), (20_000, 0)])
def test_what_is_due_soon_is_not_asked_for_where_money_for_it_is_here(here: int, left: int) -> None:
    soon = replace(DEBT, overdue_minor=0, overdue_items=0, due_soon_minor=9_000, next_due=TODAY, ahead_minor=here)
    for may_allocate in (False, True):
        freed, waiting = without_covered(facts=[soon], may_allocate=may_allocate)
        assert ([one.due_soon_minor for one in freed], waiting) == ([left], [])


ITEMS = st.builds(
    LateItem,
    customer_id=st.integers(1, 3),
    currency=st.just("CNY"),
    due_date=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    open_minor=st.integers(1, 10**13),
    stopped_minor=st.just(0),
)


@settings(max_examples=60)
@given(st.lists(ITEMS, max_size=12), st.data())
def test_what_waits_and_what_is_asked_for_is_all_that_is_late(items: list[LateItem], data: st.DataObject) -> None:
    stopped = [
        replace(
            one, stopped_minor=data.draw(st.integers(0, one.open_minor)), waits_for=data.draw(st.sampled_from(WaitsFor))
        )
        for one in items
    ]
    sums = {
        pk: sum(one.open_minor for one in items if one.customer_id == pk) for pk in {one.customer_id for one in items}
    }
    facts = [replace(DEBT, customer_id=pk, overdue_minor=minor) for pk, minor in sums.items()]
    asked = sum(one.overdue_minor for one in without_held(facts=facts, items=stopped, today=TODAY))
    waiting = held_back(items=stopped)
    assert asked + sum(one.amount_minor for one in waiting) == sum(sums.values())
    assert in_order(waiting=reversed(waiting)) == waiting


def task(score: int, step: NextStep, customer_id: int = 7) -> Task:
    return Task(TaskKind.OVERDUE, score, "CNY", 1, customer_id, "", step)


def test_gain_is_set_against_effort() -> None:
    visit, call = task(44_999, NextStep.VISIT_AND_ESCALATE), task(15_000, NextStep.CALL_NOW, 8)
    assert [effort_of(task=one, policy=POLICY) for one in (visit, call)] == [45, 15]
    assert ranked(tasks=[visit, call], policy=POLICY) == (call, visit)
    worth_it = replace(visit, score=45_001)
    assert ranked(tasks=[call, worth_it], policy=POLICY) == (worth_it, call)
    equal = replace(visit, score=45_000)
    assert ranked(tasks=[call, equal]) == ranked(tasks=[equal, call]) == (equal, call)
