"""What to do today: ranked by money, chance and urgency, never by the order of the input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.worklist.rules import DebtFacts, NextStep, TaskKind, WorklistPolicy, debt_tasks, ranked, weights_at

POLICY = WorklistPolicy()
LATE = DebtFacts(7, "CNY", 1_000_000, 40, 3, 0, None)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (LATE, NextStep.CALL_AND_GET_DATE),
        (replace(LATE, oldest_days=7), NextStep.CALL_NOW),
        (replace(LATE, oldest_days=61), NextStep.VISIT_AND_ESCALATE),
        (replace(LATE, unapplied_minor=1), NextStep.USE_UNAPPLIED_FIRST),
        (replace(LATE, has_contact=False), NextStep.FIND_CONTACT_FIRST),
    ],
)
def test_the_next_step_fits_the_debt(facts: DebtFacts, step: NextStep) -> None:
    (task,) = debt_tasks(facts=[facts], policy=POLICY)
    assert (task.kind, task.next_step) == (TaskKind.OVERDUE, step)
    assert task.parameters["days"] == facts.oldest_days


def test_money_due_soon_is_a_task_of_its_own_and_nothing_is_none() -> None:
    soon = DebtFacts(7, "CNY", 0, 0, 0, 500_000, date(2026, 3, 5))
    (task,) = debt_tasks(facts=[soon], policy=POLICY)
    assert (task.kind, task.parameters) == (TaskKind.DUE_SOON, {"date": "2026-03-05"})
    assert debt_tasks(facts=[replace(soon, due_soon_minor=0)], policy=POLICY) == []


def test_a_debt_is_worth_amount_times_chance_times_urgency() -> None:
    (task,) = debt_tasks(facts=[LATE], policy=POLICY)
    assert task.score == 1_000_000 * 800 * 800 // 1_000_000


@pytest.mark.parametrize(
    ("days", "weights"), [(1, (930, 500)), (7, (930, 500)), (8, (900, 650)), (9_999, (200, 1_000))]
)
def test_weights_by_age(days: int, weights: tuple[int, int]) -> None:
    assert weights_at(days=days, policy=POLICY) == weights


DEBTS = st.builds(
    DebtFacts,
    customer_id=st.integers(1, 9),
    currency=st.sampled_from(["CNY", "USD"]),
    overdue_minor=st.integers(0, 10**9),
    oldest_days=st.integers(1, 800),
    overdue_items=st.integers(1, 9),
    due_soon_minor=st.integers(0, 10**9),
    next_due=st.none(),
)


@given(st.lists(DEBTS, unique_by=lambda debt: (debt.customer_id, debt.currency)), st.randoms())
def test_the_order_of_the_input_does_not_matter(debts: list[DebtFacts], chance: object) -> None:
    shuffled = list(debts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = ranked(tasks=debt_tasks(facts=debts, policy=POLICY))
    other = ranked(tasks=debt_tasks(facts=shuffled, policy=POLICY))
    assert one == other
    assert all(task.score >= 0 for task in one)
