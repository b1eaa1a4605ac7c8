"""Which strategy fits each debt of a page of tasks, from what the page and the rooms know: five queries, whatever its length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.causes.queries.causes import causes_of_customers
from huikuan.conduct.queries.judgements import natures
from huikuan.customers.queries import CustomerRow
from huikuan.kernel.actor import Actor
from huikuan.paying.rules.expecting import Derivation, Expectation
from huikuan.playbook.queries.library import strategies_in_force
from huikuan.playbook.queries.outcomes import tallies
from huikuan.playbook.queries.suggesting import suggestions
from huikuan.playbook.rules.situations import Sign, Situation, signs_of
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.ratings.queries.ratings import grades_of
from huikuan.worklist.rules.tasks import ASKS_FOR_MONEY, NextStep, Task, TaskKind, days_late


@dataclass(frozen=True, slots=True)
class Asked:
    """A task with what stands beside it."""

    place: int
    task: Task
    customer: CustomerRow | None
    expected: Expectation | None
    is_blocked_by_us: bool


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the customers of a page: causes, judged natures, grades, lately broken promises, who disputes."""

    causes: Mapping[int, frozenset[str]]
    natures: Mapping[int, str]
    grades: Mapping[int, str]
    broken: Mapping[int | None, int]
    disputed: Collection[int]


def advised(
    *, actor: Actor, asked: Iterable[Asked], tasks: Iterable[Task], disputed: Collection[int], today: date
) -> dict[int, Suggestion]:
    """The strategy of each task in which a customer is asked for money, by its place; natures and grades only if any strategy asks.

    Broken promises are tasks among `tasks`; `disputed` are the customers of whom something is in dispute.
    """
    wanted = [one for one in asked if one.task.kind in ASKS_FOR_MONEY]
    if not wanted:
        return {}
    ids = sorted({one.task.customer_id for one in wanted if one.task.customer_id is not None})
    library = strategies_in_force()
    is_judged = any(one.when.natures for one in library)
    is_graded = any(one.when.grades for one in library) or bool(tallies())
    about = About(
        causes=causes_of_customers(actor=actor, customer_ids=ids),
        natures={pk: one.value for pk, one in natures(customer_ids=ids).items()} if is_judged else {},
        grades={pk: one.grade for pk, one in grades_of(customer_ids=ids).items()} if is_graded else {},
        broken=Counter(task.customer_id for task in tasks if task.kind is TaskKind.PROMISE_BROKEN),
        disputed=disputed,
    )
    return suggestions(situations={one.place: _situation(one, about, today) for one in wanted})


def _situation(one: Asked, about: About, today: date) -> Situation:
    step = one.expected.why_unknown if one.expected else None
    pk = one.task.customer_id or 0
    causes = about.causes.get(pk, frozenset())
    known = {
        Sign.OUR_SIDE: one.is_blocked_by_us,
        Sign.STEP_BLOCKED: step is not None and step.code is Derivation.BLOCKED,
        Sign.NO_KEY_PERSON: one.task.next_step is NextStep.FIND_CONTACT_FIRST,
        Sign.DISPUTED: pk in about.disputed,
    }
    return Situation(
        days_overdue=days_late(task=one.task, today=today),
        amount_minor=one.task.amount_minor,
        currency=one.task.currency,
        causes=causes,
        nature=about.natures.get(pk, ""),
        grade=about.grades.get(pk, ""),
        customer_class=one.customer.customer_class if one.customer else "",
        broken_promises=about.broken.get(pk, 0),
        signs=signs_of(known=known, causes=causes),
    )
