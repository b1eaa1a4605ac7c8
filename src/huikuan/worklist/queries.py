"""Today's tasks of one actor: a constant number of queries over open items, money and agreed next steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q, Sum

from huikuan.activities.queries import next_steps
from huikuan.customers.queries import CustomerRow, customers_by_id, ids_with_contact
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.paging import PAGE_SIZE, page_bounds
from huikuan.outbox.rules import State
from huikuan.paying.queries import expectations_of
from huikuan.paying.rules.expecting import UNRECORDED, Expectation
from huikuan.receipts.access import receipts_for
from huikuan.receivables.access import receivables_for
from huikuan.receivables.queries.balances import balances_by_customer
from huikuan.receivables.rules import Debtor, balances_by_debtor
from huikuan.reminders.access import run_rows_for, run_waiting_for
from huikuan.reminders.our_side import OurBlocker, our_side
from huikuan.reminders.queries import messages
from huikuan.reminders.rules.runs import Decision
from huikuan.reminders.upcoming import ahead_of
from huikuan.securities.queries import security_alarms
from huikuan.worklist.answering import answers_waiting
from huikuan.worklist.billed import bills_waiting
from huikuan.worklist.claimed import claim_tasks
from huikuan.worklist.contacting import contacts_waiting
from huikuan.worklist.rules.debts import (
    DebtFacts,
    debt_tasks,
    foretold_tasks,
    letter_tasks,
    without_repeated,
)
from huikuan.worklist.rules.securing import EndingSecurity, security_tasks
from huikuan.worklist.rules.tasks import (
    ASKS_FOR_MONEY,
    NextStep,
    Task,
    TaskKind,
    WorklistPolicy,
    due_of,
    ranked,
    totals_of,
)
from huikuan.worklist.stating import silent_tasks


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


def worklist(
    *, actor: Actor, today: date, policy: WorklistPolicy | None = None, number: int = 1, size: int = PAGE_SIZE
) -> Worklist:
    """The tasks `actor` sees today, best first."""
    policy = policy or WorklistPolicy()
    tasks = ranked(tasks=_tasks(actor, today, policy))
    start, end = page_bounds(number=number, size=size)
    shown = tasks[start:end]
    customers = customers_by_id(ids={task.customer_id for task in shown if task.customer_id is not None})
    expected = _expected(shown, today)
    asked = {task.customer_id for task in shown if task.customer_id is not None and task.kind in ASKS_FOR_MONEY}
    blocked = our_side(customer_ids=asked, today=today)
    rows = tuple(
        TaskRow(
            start + i,
            task,
            customers.get(task.customer_id or 0),
            expected.get(i),
            blocked.get(task.customer_id or 0, ()) if task.kind in ASKS_FOR_MONEY else (),
        )
        for i, task in enumerate(shown, 1)
    )
    return Worklist(today, policy, rows, max(number, 1), end - start, len(tasks), totals_of(tasks=tasks))


def _tasks(actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """All that waits, of every kind, in no order yet."""
    ahead = ahead_of(actor=actor, today=today)
    contacts, letters = contacts_waiting(actor=actor, today=today, policy=policy)
    going = letter_tasks(letters=ahead.letters, today=today, policy=policy)
    debts = without_repeated(
        debts=debt_tasks(facts=_facts(actor, today, policy), policy=policy), letters=[*going, *contacts]
    )
    return [
        *debts,
        *foretold_tasks(debts=ahead.foretold, policy=policy),
        *security_tasks(securities=_ending(actor, today), policy=policy),
        *_money_tasks(actor),
        *claim_tasks(actor=actor),
        *answers_waiting(actor=actor, today=today, policy=policy),
        *silent_tasks(actor=actor, today=today, policy=policy),
        *bills_waiting(actor=actor, today=today, policy=policy),
        *_reminder_tasks(actor, today),
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


def _facts(actor: Actor, today: date, policy: WorklistPolicy) -> Iterable[DebtFacts]:
    """Whoever is late or has an item due soon, and whoever something was agreed with for today or before."""
    balances = balances_by_debtor(balances=balances_by_customer(actor=actor, as_of=today))
    soon = _due_soon(actor, today, policy)
    unapplied = _unapplied(actor)
    with_contact = ids_with_contact()
    agreed = {row.customer_id: row.next_action for row in next_steps(actor=actor, until=today)}
    for key, balance in balances.items():
        customer_id, currency = key
        if not (balance.overdue_minor or key in soon or customer_id in agreed):
            continue
        due_soon_minor, next_due = soon.get(key, (0, None))
        yield DebtFacts(
            customer_id=customer_id,
            currency=currency,
            overdue_minor=balance.overdue_minor,
            oldest_days=(today - balance.oldest_due).days if balance.overdue_minor and balance.oldest_due else 0,
            overdue_items=balance.overdue_items,
            due_soon_minor=due_soon_minor,
            next_due=next_due,
            unapplied_minor=unapplied.get(key, 0),
            has_contact=customer_id in with_contact,
            open_minor=balance.open_minor,
            agreed=agreed.get(customer_id, ""),
        )
    owing = {customer_id for customer_id, _ in balances}
    for customer_id in agreed.keys() - owing:
        yield DebtFacts(customer_id, "", 0, 0, 0, 0, None, agreed=agreed[customer_id])


def _due_soon(actor: Actor, today: date, policy: WorklistPolicy) -> dict[Debtor, tuple[int, date]]:
    """What comes due within the policy's days, and when first; one query over these items alone, a moment after the balances."""
    rows = receivables_for(actor=actor).filter(
        outstanding_minor__gt=0, due_date__gte=today, due_date__lte=today + timedelta(days=policy.due_soon_days)
    )
    sums = rows.values_list("customer_id", "currency").annotate(soon=Sum("outstanding_minor"), first=Min("due_date"))
    return {(customer_id, currency): (soon, first) for customer_id, currency, soon, first in sums.order_by()}


def _unapplied(actor: Actor) -> dict[tuple[int, str], int]:
    # Added up here: SQLite would group by walking every receipt of every customer, not the few that are unapplied.
    sums: dict[tuple[int, str], int] = {}
    rows = receipts_for(actor=actor).filter(unapplied_minor__gt=0)
    for customer_id, currency, minor in rows.values_list("customer_id", "currency", "unapplied_minor"):
        if customer_id is not None:
            sums[customer_id, currency] = sums.get((customer_id, currency), 0) + minor
    return sums


def _money_tasks(actor: Actor) -> list[Task]:
    """Money that waits for a person: proposals to confirm and payers to find, one task per currency."""
    if not actor.may(Verb.ALLOCATE):
        return []
    rows = (
        receipts_for(actor=actor)
        .filter(unapplied_minor__gt=0, bank_account__isnull=False)
        .annotate(proposed=Q(match__decision="PROPOSED"))
        .values_list("currency", "proposed")
        .annotate(total=Sum("unapplied_minor"), lines=Count("pk"), oldest=Min(F("received_on")))
        .order_by("currency", "proposed")
    )
    return [_money_task(*row) for row in rows]


def _reminder_tasks(actor: Actor, today: date) -> list[Task]:
    """A run of today that waits for the actor, and messages of which nobody knows whether they arrived."""
    if not actor.may(Verb.REMIND):
        return []
    tasks = []
    run_id = run_waiting_for(actor=actor, today=today)
    if run_id is not None:
        tasks += _run_tasks(actor, run_id, today)
    uncertain = messages(actor=actor, states=(State.UNCERTAIN,)).count
    if uncertain:
        step = NextStep.DECIDE_MESSAGE
        counts: dict[str, str | int] = {"messages": uncertain}
        tasks.append(Task(TaskKind.MESSAGE_UNCERTAIN, uncertain, "", 0, None, "MESSAGES_UNCERTAIN", step, counts))
    return tasks


def _run_tasks(actor: Actor, run_id: int, day: date) -> list[Task]:
    """One task per currency: amounts of two currencies have no sum."""
    rows = run_rows_for(actor=actor).filter(run_id=run_id, decision=Decision.SEND.value)
    asked = rows.values_list("currency").annotate(total=Sum("asked_minor"), messages=Count("pk")).order_by("currency")
    return [
        Task(
            kind=TaskKind.RUN_WAITING,
            score=total,
            currency=currency,
            amount_minor=total,
            customer_id=None,
            reason="RUN_WAITS",
            next_step=NextStep.APPROVE_RUN,
            parameters={"messages": count, "date": day.isoformat()},
        )
        for currency, total, count in asked
    ]


def _money_task(currency: str, proposed: bool, total: int, lines: int, oldest: date) -> Task:
    return Task(
        kind=TaskKind.MONEY_PROPOSED if proposed else TaskKind.MONEY_UNKNOWN,
        score=total,
        currency=currency,
        amount_minor=total,
        customer_id=None,
        reason="MONEY_WAITS",
        next_step=NextStep.CONFIRM_MATCHES if proposed else NextStep.FIND_PAYER,
        parameters={"lines": lines, "date": oldest.isoformat()},
    )
