"""PURE: what to do today, ranked by money × chance × urgency, each task with its reason and its next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.upcoming import ComingLetter, ForetoldDebt


class TaskKind(StrEnum):
    """What the task is about."""

    FOLLOW_UP = "FOLLOW_UP"
    OVERDUE = "OVERDUE"
    DUE_SOON = "DUE_SOON"
    MONEY_PROPOSED = "MONEY_PROPOSED"
    MONEY_UNKNOWN = "MONEY_UNKNOWN"
    MESSAGE_UNCERTAIN = "MESSAGE_UNCERTAIN"
    RUN_WAITING = "RUN_WAITING"
    LETTER_AHEAD = "LETTER_AHEAD"
    FORETOLD = "FORETOLD"


URGENT_KINDS = frozenset({TaskKind.MESSAGE_UNCERTAIN, TaskKind.RUN_WAITING})
"""Tasks before all money: letters to many customers wait for one decision."""

DEBT_KINDS = frozenset({TaskKind.FOLLOW_UP, TaskKind.OVERDUE, TaskKind.DUE_SOON})
AHEAD_KINDS = frozenset({TaskKind.LETTER_AHEAD, TaskKind.FORETOLD})
"""Tasks about what will happen to a debt that may have a task of its own."""


class NextStep(StrEnum):
    """The concrete next step; worded by the top floor."""

    DO_AS_AGREED = "DO_AS_AGREED"
    CALL_NOW = "CALL_NOW"
    CALL_AND_GET_DATE = "CALL_AND_GET_DATE"
    VISIT_AND_ESCALATE = "VISIT_AND_ESCALATE"
    USE_UNAPPLIED_FIRST = "USE_UNAPPLIED_FIRST"
    FIND_CONTACT_FIRST = "FIND_CONTACT_FIRST"
    CONFIRM_NOTHING_BLOCKS = "CONFIRM_NOTHING_BLOCKS"
    CONFIRM_MATCHES = "CONFIRM_MATCHES"
    FIND_PAYER = "FIND_PAYER"
    DECIDE_MESSAGE = "DECIDE_MESSAGE"
    APPROVE_RUN = "APPROVE_RUN"
    CALL_BEFORE_LETTER = "CALL_BEFORE_LETTER"


@dataclass(frozen=True, slots=True)
class WorklistPolicy:
    """Weights of the ranking, per mille, by days overdue (from, chance, urgency); edit to the company's own experience."""

    version: str = "worklist-1"
    source: str = "starting values of this product, to be replaced by the company's own collection history"
    by_days: tuple[tuple[int, int, int], ...] = (
        (1, 930, 500),
        (8, 900, 650),
        (31, 800, 800),
        (61, 700, 900),
        (91, 550, 1_000),
        (181, 350, 1_000),
        (366, 200, 1_000),
    )
    due_soon_days: int = 5
    due_soon_permille: int = 120
    foretold_permille: int = 60
    visit_from_days: int = 61
    follow_up_permille: int = 1_200


@dataclass(frozen=True, slots=True)
class DebtFacts:
    """What is known of one customer's debt in one currency today, minor units."""

    customer_id: int
    currency: str
    overdue_minor: int
    oldest_days: int
    overdue_items: int
    due_soon_minor: int
    next_due: date | None
    unapplied_minor: int = 0
    has_contact: bool = True
    open_minor: int = 0
    """All that is open, due or not."""
    agreed: str = ""
    """The next step that was agreed for today or before; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist: `score` orders, reason and next step are codes with parameters."""

    kind: TaskKind
    score: int
    currency: str
    amount_minor: int
    """Minor units it is about; 0 with an empty currency where it is about no amount."""
    customer_id: int | None
    reason: str
    next_step: NextStep
    parameters: dict[str, str | int] = field(default_factory=dict)


def debt_tasks(*, facts: Iterable[DebtFacts], policy: WorklistPolicy) -> list[Task]:
    """A task for every customer with an agreed step, who is late, or whose money is due within the policy's days."""
    tasks = []
    for debt in facts:
        if debt.agreed:
            tasks.append(_follow_up(debt, policy))
        elif debt.overdue_minor > 0:
            tasks.append(_overdue(debt, policy))
        elif debt.due_soon_minor > 0:
            tasks.append(_due_soon(debt, policy))
    return tasks


def letter_tasks(*, letters: Iterable[ComingLetter], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for every letter that goes out next: whoever looks after the customer calls before it does, or pauses it."""
    return [
        Task(
            kind=TaskKind.LETTER_AHEAD,
            score=_worth_of(letter, policy),
            currency=letter.currency,
            amount_minor=letter.asked_minor,
            customer_id=letter.customer_id,
            reason=f"{'OVERDUE' if letter.kind is LetterKind.OVERDUE else 'DUE'}_LETTER_{_when(letter.on, today)}",
            next_step=NextStep.CALL_BEFORE_LETTER,
            parameters={
                "ordinal": letter.ordinal,
                "date": letter.on.isoformat(),
                "items": letter.items,
                "days": letter.days_overdue,
            },
        )
        for letter in letters
    ]


def foretold_tasks(*, debts: Iterable[ForetoldDebt], policy: WorklistPolicy) -> list[Task]:
    """A task for every customer whose debts come due and who will be written to after the next letters."""
    return [
        Task(
            kind=TaskKind.FORETOLD,
            score=debt.open_minor * policy.foretold_permille // 1_000,
            currency=debt.currency,
            amount_minor=debt.open_minor,
            customer_id=debt.customer_id,
            reason="FORETOLD",
            next_step=NextStep.CONFIRM_NOTHING_BLOCKS,
            parameters={"items": debt.items, "due": debt.next_due.isoformat(), "date": debt.letter_on.isoformat()},
        )
        for debt in debts
    ]


def without_repeated(*, debts: Iterable[Task], letters: Iterable[Task]) -> list[Task]:
    """Both, without the plain task of a debt that is asked for in full by the letter that goes next.

    What was agreed with the customer stays, as the letter may have to wait for it.
    """
    asked: dict[tuple[int | None, str], int] = {}
    going = list(letters)
    for letter in going:
        key = (letter.customer_id, letter.currency)
        asked[key] = asked.get(key, 0) + letter.amount_minor
    kept = [
        debt
        for debt in debts
        if debt.kind is TaskKind.FOLLOW_UP or debt.amount_minor > asked.get((debt.customer_id, debt.currency), 0)
    ]
    return [*kept, *going]


def due_of(*, task: Task, today: date) -> date | None:
    """The due day of the oldest item a task is about; None where it is about no debt or nothing of it is due."""
    if task.kind is TaskKind.DUE_SOON:
        return date.fromisoformat(str(task.parameters["date"]))
    if task.kind is TaskKind.FORETOLD:
        return date.fromisoformat(str(task.parameters["due"]))
    late = task.parameters.get("days", 0)
    if task.kind not in (TaskKind.OVERDUE, TaskKind.FOLLOW_UP, TaskKind.LETTER_AHEAD) or not isinstance(late, int):
        return None
    counted_on = date.fromisoformat(str(task.parameters["date"])) if task.kind is TaskKind.LETTER_AHEAD else today
    return counted_on - timedelta(days=late) if late > 0 else None


def totals_of(*, tasks: Iterable[Task]) -> dict[str, int]:
    """Minor units the tasks are about, by currency; a debt that has a task of its own and one ahead counts once.

    A waiting run adds nothing: it asks for debts that have tasks of their own.
    """
    known = list(tasks)
    own = {(task.customer_id, task.currency) for task in known if task.kind in DEBT_KINDS}
    sums: dict[str, int] = {}
    for task in known:
        repeats = task.kind in AHEAD_KINDS and (task.customer_id, task.currency) in own
        if task.currency and not repeats and task.kind is not TaskKind.RUN_WAITING:
            sums[task.currency] = sums.get(task.currency, 0) + task.amount_minor
    return sums


def ranked(*, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Highest score first; equal ones by customer and kind, so that the order never depends on the input's."""
    return tuple(
        sorted(
            tasks, key=lambda t: (t.kind not in URGENT_KINDS, -t.score, t.kind.value, t.customer_id or 0, t.currency)
        )
    )


def expected_gain(*, amount_minor: int, chance_permille: int, urgency_permille: int) -> int:
    """Minor units that acting today is worth: amount × chance × urgency, rounded down."""
    return amount_minor * chance_permille * urgency_permille // 1_000_000


def weights_at(*, days: int, policy: WorklistPolicy) -> tuple[int, int]:
    """Chance and urgency per mille for a debt so many days overdue (≥ 1)."""
    found = policy.by_days[0]
    for row in policy.by_days:
        if days >= row[0]:
            found = row
    return found[1], found[2]


def _worth_of(letter: ComingLetter, policy: WorklistPolicy) -> int:
    """As much as the debt is worth today, with full urgency: tomorrow the call comes after the letter."""
    if letter.days_overdue < 1:
        return letter.asked_minor * policy.due_soon_permille // 1_000
    chance, _ = weights_at(days=letter.days_overdue, policy=policy)
    return expected_gain(amount_minor=letter.asked_minor, chance_permille=chance, urgency_permille=1_000)


def _when(day: date, today: date) -> str:
    return {0: "TODAY", 1: "TOMORROW"}.get((day - today).days, "ON")


def _follow_up(debt: DebtFacts, policy: WorklistPolicy) -> Task:
    """About what is late, else about all that is open; worth more than the same debt without an agreed step."""
    chance, _ = weights_at(days=debt.oldest_days, policy=policy)
    permille = chance if debt.overdue_minor > 0 else policy.due_soon_permille
    amount_minor = debt.overdue_minor or debt.open_minor
    gain = expected_gain(amount_minor=amount_minor, chance_permille=permille, urgency_permille=1_000)
    return Task(
        kind=TaskKind.FOLLOW_UP,
        score=gain * policy.follow_up_permille // 1_000,
        currency=debt.currency,
        amount_minor=amount_minor,
        customer_id=debt.customer_id,
        reason="AGREED",
        next_step=NextStep.DO_AS_AGREED,
        parameters={"action": debt.agreed, "days": debt.oldest_days},
    )


def _overdue(debt: DebtFacts, policy: WorklistPolicy) -> Task:
    chance, urgency = weights_at(days=debt.oldest_days, policy=policy)
    return Task(
        kind=TaskKind.OVERDUE,
        score=expected_gain(amount_minor=debt.overdue_minor, chance_permille=chance, urgency_permille=urgency),
        currency=debt.currency,
        amount_minor=debt.overdue_minor,
        customer_id=debt.customer_id,
        reason="OVERDUE_SINCE",
        next_step=_step_when_overdue(debt, policy),
        parameters={"days": debt.oldest_days, "items": debt.overdue_items, "unapplied": debt.unapplied_minor},
    )


def _step_when_overdue(debt: DebtFacts, policy: WorklistPolicy) -> NextStep:
    if debt.unapplied_minor > 0:
        return NextStep.USE_UNAPPLIED_FIRST
    if not debt.has_contact:
        return NextStep.FIND_CONTACT_FIRST
    if debt.oldest_days >= policy.visit_from_days:
        return NextStep.VISIT_AND_ESCALATE
    return NextStep.CALL_NOW if debt.oldest_days <= 7 else NextStep.CALL_AND_GET_DATE


def _due_soon(debt: DebtFacts, policy: WorklistPolicy) -> Task:
    return Task(
        kind=TaskKind.DUE_SOON,
        score=debt.due_soon_minor * policy.due_soon_permille // 1_000,
        currency=debt.currency,
        amount_minor=debt.due_soon_minor,
        customer_id=debt.customer_id,
        reason="DUE_ON",
        next_step=NextStep.CONFIRM_NOTHING_BLOCKS,
        parameters={"date": debt.next_due.isoformat() if debt.next_due else ""},
    )
