"""PURE: tasks about what customers owe: late, due soon, agreed, asked for by the next letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.upcoming import ComingLetter, ForetoldDebt
from huikuan.worklist.rules.tasks import NextStep, Part, Task, TaskKind, WorklistPolicy


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
    """Money of his that is not used yet, as far as something is overdue at the own company it came to."""
    ahead_minor: int = 0
    """What is left of it there for what is open and not late."""
    has_contact: bool = True
    open_minor: int = 0
    """All that is open, due or not, and waits for nothing."""
    agreed: str = ""
    """The next step that was agreed for today or before; empty if there is none."""


def debt_tasks(*, facts: Iterable[DebtFacts], policy: WorklistPolicy) -> list[Task]:
    """A task for every customer with an agreed step, who is late, or whose money is due within the policy's days.

    A step is one task, in however many currencies its customer owes; late or due money is one in each.
    """
    tasks = []
    agreed: dict[int, list[DebtFacts]] = {}
    for debt in facts:
        if debt.agreed:
            agreed.setdefault(debt.customer_id, []).append(debt)
        elif debt.overdue_minor > 0:
            tasks.append(_overdue(debt, policy))
        elif debt.due_soon_minor > 0:
            tasks.append(_due_soon(debt, policy))
    return [*tasks, *(_follow_up(debts, policy) for debts in agreed.values())]


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


def _follow_up(debts: Iterable[DebtFacts], policy: WorklistPolicy) -> Task:
    """The step agreed with one customer, about the debt that is late the longest and, beside it, those in other currencies.

    A step stands though nothing may be asked for: then it is about no amount.
    """
    in_turn = sorted(debts, key=lambda debt: (-debt.oldest_days, debt.currency))
    first = in_turn[0]
    parts = [part for debt in in_turn if (part := _agreed_part(debt, policy)).amount_minor]
    main = parts[0] if parts else Part("", 0, 0)
    return Task(
        kind=TaskKind.FOLLOW_UP,
        score=main.score,
        currency=main.currency,
        amount_minor=main.amount_minor,
        customer_id=first.customer_id,
        reason="AGREED",
        next_step=NextStep.DO_AS_AGREED,
        parameters={"action": first.agreed, "days": first.oldest_days},
        others=tuple(parts[1:]),
    )


def _agreed_part(debt: DebtFacts, policy: WorklistPolicy) -> Part:
    """What is late, else all that is open, as far as it may be asked for; worth more than the same without an agreed step."""
    chance, _ = weights_at(days=debt.oldest_days, policy=policy)
    permille = chance if debt.overdue_minor > 0 else policy.due_soon_permille
    amount_minor = debt.overdue_minor or debt.open_minor
    gain = expected_gain(amount_minor=amount_minor, chance_permille=permille, urgency_permille=1_000)
    return Part(debt.currency, amount_minor, gain * policy.follow_up_permille // 1_000)


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
