"""Which strategy fits each debt of a page of tasks, from what the page knows already: two queries more, whatever its length."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.customers.queries import CustomerRow
from huikuan.paying.rules.expecting import Derivation, Expectation
from huikuan.playbook.queries.suggesting import suggestions
from huikuan.playbook.rules.situations import Sign, Situation
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.worklist.rules.tasks import ASKS_FOR_MONEY, NextStep, Task, TaskKind, days_late


@dataclass(frozen=True, slots=True)
class Asked:
    """A task with what stands beside it."""

    place: int
    task: Task
    customer: CustomerRow | None
    expected: Expectation | None
    is_blocked_by_us: bool


def advised(
    *, asked: Iterable[Asked], broken: Collection[int | None], disputed: Collection[int], today: date
) -> dict[int, Suggestion]:
    """The strategy of each task in which a customer is asked for money, by its place.

    `broken` are customers that lately broke a promise, `disputed` those of whom something is in dispute.
    """
    situations = {
        one.place: _situation(one, one.task.customer_id in broken, one.task.customer_id in disputed, today)
        for one in asked
        if one.task.kind in ASKS_FOR_MONEY
    }
    return suggestions(situations=situations)


def broken_by(*, tasks: Iterable[Task]) -> frozenset[int | None]:
    """The customers whose broken promise is a task of its own."""
    return frozenset(task.customer_id for task in tasks if task.kind is TaskKind.PROMISE_BROKEN)


def _situation(one: Asked, has_broken: bool, is_disputed: bool, today: date) -> Situation:
    step = one.expected.why_unknown if one.expected else None
    signs = {
        Sign.OUR_SIDE: one.is_blocked_by_us,
        Sign.STEP_BLOCKED: step is not None and step.code is Derivation.BLOCKED,
        Sign.NO_KEY_PERSON: one.task.next_step is NextStep.FIND_CONTACT_FIRST,
        Sign.DISPUTED: is_disputed,
    }
    return Situation(
        days_overdue=days_late(task=one.task, today=today),
        amount_minor=one.task.amount_minor,
        currency=one.task.currency,
        customer_class=one.customer.customer_class if one.customer else "",
        broken_promises=1 if has_broken else 0,
        signs=frozenset(sign for sign, is_there in signs.items() if is_there),
    )
