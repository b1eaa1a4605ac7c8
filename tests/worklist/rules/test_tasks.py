"""What to do today: ranked by money, chance and urgency, never by the order of the input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.upcoming import ComingLetter, ForetoldDebt
from huikuan.worklist.rules.debts import (
    DebtFacts,
    debt_tasks,
    foretold_tasks,
    letter_tasks,
    weights_at,
    without_repeated,
)
from huikuan.worklist.rules.ranking import ranked
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy, days_late, due_of, totals_of

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


DAY = date(2026, 3, 2)
LETTER = ComingLetter(7, 1, "CNY", LetterKind.OVERDUE, 2, date(2026, 3, 3), 1_000_000, 3, 41, "王经理")


@pytest.mark.parametrize(
    ("letter", "reason", "score"),
    [
        (LETTER, "OVERDUE_LETTER_TOMORROW", 1_000_000 * 800 // 1_000),
        (replace(LETTER, on=DAY), "OVERDUE_LETTER_TODAY", 1_000_000 * 800 // 1_000),
        (replace(LETTER, on=date(2026, 3, 9)), "OVERDUE_LETTER_ON", 1_000_000 * 800 // 1_000),
        (replace(LETTER, kind=LetterKind.BEFORE_DUE, days_overdue=-4), "DUE_LETTER_TOMORROW", 120_000),
    ],
)
def test_a_letter_that_goes_next_is_a_task_with_its_day(letter: ComingLetter, reason: str, score: int) -> None:
    (task,) = letter_tasks(letters=[letter], today=DAY, policy=POLICY)
    assert (task.kind, task.reason, task.score) == (TaskKind.LETTER_AHEAD, reason, score)
    assert task.next_step is NextStep.CALL_BEFORE_LETTER
    assert task.parameters == {
        "ordinal": 2,
        "date": letter.on.isoformat(),
        "items": 3,
        "days": letter.days_overdue,
    }


def test_a_letter_comes_before_the_plain_task_of_the_same_debt() -> None:
    (plain,) = debt_tasks(facts=[replace(LATE, oldest_days=41)], policy=POLICY)
    (letter,) = letter_tasks(letters=[LETTER], today=DAY, policy=POLICY)
    assert ranked(tasks=[plain, letter]) == (letter, plain)


def test_foretold_debts_are_tasks() -> None:
    debt = ForetoldDebt(7, 1, "CNY", 2, 500_000, date(2026, 3, 12), date(2026, 3, 6))
    (task,) = foretold_tasks(debts=[debt], policy=POLICY)
    assert (task.kind, task.score, task.next_step) == (TaskKind.FORETOLD, 30_000, NextStep.CONFIRM_NOTHING_BLOCKS)
    assert task.parameters == {"items": 2, "due": "2026-03-12", "date": "2026-03-06"}


@pytest.mark.parametrize(
    ("overdue", "agreed", "kinds", "total"),
    [
        (1_000_000, "", ["LETTER_AHEAD"], 1_000_000),
        (1_000_001, "", ["OVERDUE", "LETTER_AHEAD"], 1_000_001),  # the letter asks for a part only
        (1_000_000, "打电话", ["FOLLOW_UP", "LETTER_AHEAD"], 1_000_000),
    ],
)
def test_a_debt_stands_and_counts_once(overdue: int, agreed: str, kinds: list[str], total: int) -> None:
    debts = debt_tasks(facts=[replace(LATE, overdue_minor=overdue, agreed=agreed)], policy=POLICY)
    letters = letter_tasks(letters=[LETTER], today=DAY, policy=POLICY)
    tasks = without_repeated(debts=debts, letters=letters)
    assert [task.kind.value for task in tasks] == kinds
    assert totals_of(tasks=tasks) == {"CNY": total}


def test_two_letters_of_two_own_companies_cover_a_debt_together() -> None:
    debts = debt_tasks(facts=[LATE], policy=POLICY)
    half = [replace(LETTER, company_id=pk, asked_minor=500_000) for pk in (1, 2)]
    tasks = without_repeated(debts=debts, letters=letter_tasks(letters=half, today=DAY, policy=POLICY))
    assert [task.kind for task in tasks] == [TaskKind.LETTER_AHEAD, TaskKind.LETTER_AHEAD]
    usd = without_repeated(
        debts=debts, letters=letter_tasks(letters=[replace(LETTER, currency="USD")], today=DAY, policy=POLICY)
    )
    assert [task.kind for task in usd] == [TaskKind.OVERDUE, TaskKind.LETTER_AHEAD]


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


@pytest.mark.parametrize(
    ("kind", "parameters", "due"),
    [
        (TaskKind.OVERDUE, {"days": 12}, date(2026, 2, 18)),
        (TaskKind.FOLLOW_UP, {"action": "打电话", "days": 1}, date(2026, 3, 1)),
        (TaskKind.FOLLOW_UP, {"action": "打电话", "days": 0}, None),
        (TaskKind.LETTER_AHEAD, {"date": "2026-03-03", "days": 2}, date(2026, 3, 1)),
        (TaskKind.LETTER_AHEAD, {"date": "2026-03-03", "days": -3}, None),
        (TaskKind.DUE_SOON, {"date": "2026-03-05"}, date(2026, 3, 5)),
        (TaskKind.FORETOLD, {"due": "2026-03-12", "date": "2026-03-06"}, date(2026, 3, 12)),
        (TaskKind.MONEY_UNKNOWN, {"lines": 3, "date": "2026-03-01"}, None),
    ],
)
def test_the_due_day_a_task_is_about(kind: TaskKind, parameters: dict[str, str | int], due: date | None) -> None:
    task = Task(kind, 0, "CNY", 1, 1, "", NextStep.CALL_NOW, parameters)
    assert due_of(task=task, today=date(2026, 3, 2)) == due
    late = {date(2026, 2, 18): 12, date(2026, 3, 1): 1}.get(due, 0) if due else 0
    assert days_late(task=task, today=date(2026, 3, 2)) == late


@settings(max_examples=30)
@given(st.lists(DEBTS, unique_by=lambda debt: (debt.customer_id, debt.currency)), st.randoms())
def test_the_order_of_the_input_does_not_matter(debts: list[DebtFacts], chance: object) -> None:
    shuffled = list(debts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = ranked(tasks=debt_tasks(facts=debts, policy=POLICY))
    other = ranked(tasks=debt_tasks(facts=shuffled, policy=POLICY))
    assert one == other
    assert all(task.score >= 0 for task in one)
