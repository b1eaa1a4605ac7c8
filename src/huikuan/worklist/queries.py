"""Today's tasks of one actor: a constant number of queries over open items, money and agreed next steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.once import reading_once
from huikuan.kernel.paging import PAGE_SIZE, page_bounds
from huikuan.paying.queries import expectations_of
from huikuan.paying.rules.expecting import UNRECORDED, Expectation
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.reminders.our_side import OurBlocker, our_side
from huikuan.reminders.upcoming import ahead_of
from huikuan.securities.queries import security_alarms
from huikuan.settlements.called import called_items
from huikuan.worklist.advising import Asked, advised
from huikuan.worklist.agreed import own_tasks
from huikuan.worklist.answering import answers_waiting
from huikuan.worklist.billed import bills_waiting
from huikuan.worklist.causing import causes_waiting
from huikuan.worklist.claimed import claim_tasks
from huikuan.worklist.clocked import clocks_ending
from huikuan.worklist.contacting import contacts_waiting
from huikuan.worklist.exchanging import exchange_of
from huikuan.worklist.holding import late_items
from huikuan.worklist.owing import debt_facts
from huikuan.worklist.received import money_tasks
from huikuan.worklist.reminding import reminder_tasks
from huikuan.worklist.rules.debts import (
    DebtFacts,
    debt_tasks,
    foretold_tasks,
    letter_tasks,
    without_repeated,
)
from huikuan.worklist.rules.ranking import ranked
from huikuan.worklist.rules.securing import EndingSecurity, security_tasks
from huikuan.worklist.rules.tasks import (
    ASKS_FOR_MONEY,
    Task,
    TaskKind,
    WorklistPolicy,
    amounts_of,
    due_of,
    effort_of,
    totals_of,
)
from huikuan.worklist.rules.waiting import (
    LateItem,
    Waiting,
    WaitsFor,
    held_back,
    in_order,
    without_covered,
    without_held,
)
from huikuan.worklist.sanctioned import sanctions_waiting
from huikuan.worklist.stating import silent_tasks

MOST_WAITING = 20
"""So many debts that wait are shown under the tasks, the largest first."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the customer it is about, if it is about one."""

    rank: int
    task: Task
    customer: CustomerRow | None
    expected: Expectation | None = None
    """When the customer's own process pays the debt it is about; None where it is about none, or nothing is written down."""
    blockers: tuple[OurBlocker, ...] = ()
    """What on our side keeps the customer from paying: to be mended before he is asked for money (HANDBOOK B1)."""
    suggestion: Suggestion | None = None
    """The strategy that fits; None where nobody is asked for money, or none fits."""
    minutes: int = 0
    """What the next step usually takes."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A debt that waits for something, with its customer."""

    waiting: Waiting
    customer: CustomerRow | None


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What the tasks are narrowed to: a part of the customer's name or code, a kind; empty means no narrowing."""

    search: str = ""
    kind: TaskKind | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """All tasks and what waits in no order yet, and the late items of whom something waits."""

    tasks: list[Task]
    waiting: tuple[Waiting, ...]
    items: tuple[LateItem, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of today's tasks; `count` is their number in all, `totals` the money they are about, by currency."""

    day: date
    policy: WorklistPolicy
    rows: tuple[TaskRow, ...]
    number: int
    size: int
    count: int
    totals: dict[str, int]
    waiting: tuple[WaitingRow, ...] = ()
    """The largest of the late debts that wait for something and are no task meanwhile."""
    waiting_count: int = 0
    unrated: tuple[str, ...] = ()
    """Currencies of tasks that stand behind the others, as no rate of them is known."""
    kinds: frozenset[TaskKind] = frozenset()
    """What there is before anything is narrowed to a kind."""


@reading_once()
def worklist(
    *,
    actor: Actor,
    today: date,
    policy: WorklistPolicy | None = None,
    narrowed: WorklistFilter | None = None,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Worklist:
    """The tasks `actor` sees today, best first."""
    policy, narrowed = policy or WorklistPolicy(), narrowed or WorklistFilter()
    found = _searched(_found(actor, today, policy), narrowed.search)
    kinds = frozenset(task.kind for task in found.tasks)
    if narrowed.kind is not None:
        found = replace(found, tasks=[task for task in found.tasks if task.kind is narrowed.kind], waiting=())
    named = {currency for task in found.tasks for currency in amounts_of(task=task)}
    exchange = exchange_of(currencies=named | {one.currency for one in found.waiting}, today=today)
    tasks = ranked(tasks=found.tasks, policy=policy, exchange=exchange)
    start, end = page_bounds(number=number, size=size)
    shown, waiting = tasks[start:end], in_order(waiting=found.waiting, exchange=exchange)[:MOST_WAITING]
    about = {task.customer_id for task in shown if task.customer_id is not None}
    customers = customers_by_id(ids=about | {one.customer_id for one in waiting})
    rows = _rows(actor, found, shown, customers, today, policy)
    return Worklist(
        today,
        policy,
        tuple(replace(row, rank=start + row.rank) for row in rows),
        max(number, 1),
        end - start,
        len(tasks),
        totals_of(tasks=tasks),
        tuple(WaitingRow(one, customers.get(one.customer_id)) for one in waiting),
        len(found.waiting),
        exchange.unrated(currencies=named),
        kinds,
    )


def _searched(found: _Found, search: str) -> _Found:
    """What is about customers whose name or code holds the words; one query, none where nothing is searched for."""
    if not search:
        return found
    ids = {task.customer_id for task in found.tasks if task.customer_id is not None}
    ids |= {one.customer_id for one in found.waiting}
    wanted = search.casefold()
    fitting = {
        pk
        for pk, row in customers_by_id(ids=ids).items()
        if wanted in row.name.casefold() or wanted in row.code.casefold()
    }
    return replace(
        found,
        tasks=[task for task in found.tasks if task.customer_id in fitting],
        waiting=tuple(one for one in found.waiting if one.customer_id in fitting),
    )


def _rows(
    actor: Actor,
    found: _Found,
    shown: Sequence[Task],
    customers: dict[int, CustomerRow],
    today: date,
    policy: WorklistPolicy,
) -> list[TaskRow]:
    """The tasks of a page with what stands beside them, ranked from 1."""
    expected = _expected(shown, today)
    asked = {task.customer_id for task in shown if task.customer_id is not None and task.kind in ASKS_FOR_MONEY}
    blocked = our_side(customer_ids=asked, today=today)
    known = [
        Asked(i, task, customers.get(task.customer_id or 0), expected.get(i), task.customer_id in blocked)
        for i, task in enumerate(shown, 1)
    ]
    disputed = {item.customer_id for item in found.items if item.waits_for is WaitsFor.DISPUTE}
    advice = advised(actor=actor, asked=known, tasks=found.tasks, disputed=disputed, today=today)
    return [
        TaskRow(
            one.place,
            one.task,
            one.customer,
            one.expected,
            blocked.get(one.task.customer_id or 0, ()) if one.task.kind in ASKS_FOR_MONEY else (),
            advice.get(one.place),
            effort_of(task=one.task, policy=policy),
        )
        for one in known
    ]


def _found(actor: Actor, today: date, policy: WorklistPolicy) -> _Found:
    """The tasks without the debts that wait for something, and these apart."""
    answers = answers_waiting(actor=actor, today=today, policy=policy)
    is_disputed = any(task.kind is TaskKind.DISPUTE_OPEN for task in answers)
    called = called_items()
    items = late_items(actor=actor, today=today, is_disputed=is_disputed, called=called)
    late = {(item.customer_id, item.currency) for item in items}
    owing = debt_facts(actor=actor, today=today, policy=policy, late=late, called=called.keys())
    free = without_held(facts=owing, items=items, today=today)
    facts, covered = without_covered(facts=free, may_allocate=actor.may(Verb.ALLOCATE))
    causes = causes_waiting(actor=actor, today=today, policy=policy)
    tasks = [*_tasks(actor, today, policy, facts), *answers, *causes]
    return _Found(tasks, (*held_back(items=items), *covered), items)


def _tasks(actor: Actor, today: date, policy: WorklistPolicy, facts: Iterable[DebtFacts]) -> list[Task]:
    """All that waits, of every kind but answers, in no order yet."""
    ahead = ahead_of(actor=actor, today=today)
    contacts, letters = contacts_waiting(actor=actor, today=today, policy=policy)
    going = letter_tasks(letters=ahead.letters, today=today, policy=policy)
    debts = without_repeated(debts=debt_tasks(facts=facts, policy=policy), letters=[*going, *contacts])
    return [
        *debts,
        *foretold_tasks(debts=ahead.foretold, policy=policy),
        *security_tasks(securities=_ending(actor, today), policy=policy),
        *clocks_ending(actor=actor, today=today, policy=policy),
        *own_tasks(actor=actor, today=today, policy=policy),
        *money_tasks(actor=actor),
        *claim_tasks(actor=actor),
        *silent_tasks(actor=actor, today=today, policy=policy),
        *sanctions_waiting(actor=actor, today=today, policy=policy),
        *bills_waiting(actor=actor, today=today, policy=policy),
        *reminder_tasks(actor=actor, today=today),
        *letters,
    ]


def _expected(shown: Sequence[Task], today: date) -> dict[int, Expectation]:
    """By place on the page, when the debt of a task may be paid; of an overdue one its oldest item."""
    debts = [(i, task, due) for i, task in enumerate(shown, 1) if (due := due_of(task=task, today=today)) is not None]
    items = [(i, task.customer_id, due) for i, task, due in debts if task.customer_id is not None]
    found = expectations_of(items=items, today=today)
    return {i: expected for i, expected in found.items() if expected != UNRECORDED}


def _ending(actor: Actor, today: date) -> Iterable[EndingSecurity]:
    """What runs out behind the debts of visible customers, by its nearest end."""
    for row in security_alarms(actor=actor, today=today):
        yield EndingSecurity(
            security_id=row.id,
            customer_id=row.customer_id,
            kind=row.kind,
            giver=row.giver,
            currency=row.currency,
            amount_minor=row.amount_minor,
            share_permille=row.share_permille,
            alarm=row.alarms[0],
        )
