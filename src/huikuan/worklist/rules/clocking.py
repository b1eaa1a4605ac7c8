"""PURE: tasks about debts whose limitation period ends, and about other legal deadlines, until somebody handles them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.clocks.rules.interrupting import Action
from huikuan.clocks.rules.warning import Level
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy

WHOLE = 1_000
STEPS = {
    Action.GET_CONFIRMED: NextStep.HAVE_DEBT_CONFIRMED,
    Action.POST_DEMAND: NextStep.POST_DEMAND,
    Action.FILE_SUIT: NextStep.FILE_SUIT,
    Action.NEW_AGREEMENT: NextStep.REVIVE_DEBT,
}


@dataclass(frozen=True, slots=True)
class EndingClock:
    """Debts of one customer in one currency whose period ends soon or has ended, minor units; the nearest end and its invoice."""

    customer_id: int
    currency: str
    minor: int
    debts: int
    invoice_id: int
    invoice_number: str
    day: date
    step: int
    action: Action


@dataclass(frozen=True, slots=True)
class EndingDeadline:
    """Another legal deadline within its warning days, or over and not finished; `person_id` looks after it."""

    deadline_id: int
    customer_id: int
    name: str
    subject: str
    day: date
    step: int
    article: str
    person_id: int | None = None

    def is_for(self, *, reader: int | None, is_watched: bool) -> bool:
        """Whether it is a task of `reader`: his own at once, another's from the last warning or once he sees it no more."""
        if self.person_id is None or self.person_id == reader:
            return True
        return self.step <= Level.LAST or not is_watched


def clock_tasks(*, clocks: Iterable[EndingClock], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for each customer and currency of whom a debt ends within 180 days, or ended and was not given up."""
    worth = dict(policy.clock_by_step)
    return [
        Task(
            kind=TaskKind.CLOCK_ENDING,
            score=one.minor * worth.get(one.step, 0) // WHOLE,
            currency=one.currency,
            amount_minor=one.minor,
            customer_id=one.customer_id,
            reason="LIMITATION_RAN_OUT" if one.day < today else "LIMITATION_RUNS_OUT",
            next_step=STEPS[one.action],
            parameters={
                "invoice_id": one.invoice_id,
                "number": one.invoice_number,
                "items": one.debts,
                "date": one.day.isoformat(),
                "days": abs((one.day - today).days),
                "article": "CC 188",
            },
        )
        for one in clocks
    ]


def deadline_tasks(*, deadlines: Iterable[EndingDeadline], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for each other legal deadline that ends soon, or is over and not finished; it is about no amount."""
    worth = dict(policy.clock_by_step)
    return [
        Task(
            kind=TaskKind.DEADLINE_ENDING,
            score=policy.deadline_worth_minor * worth.get(one.step, 0) // WHOLE,
            currency="",
            amount_minor=0,
            customer_id=one.customer_id,
            reason=_reason(one, today),
            next_step=NextStep.MEET_DEADLINE,
            parameters={
                "deadline_id": one.deadline_id,
                "deadline": one.name,
                "subject": one.subject,
                "date": one.day.isoformat(),
                "days": abs((one.day - today).days),
                "article": one.article,
            },
        )
        for one in deadlines
    ]


def _reason(one: EndingDeadline, today: date) -> str:
    """A deadline with its article, or a day that a court named."""
    if one.article:
        return "DEADLINE_RAN_OUT" if one.day < today else "DEADLINE_RUNS_OUT"
    return "COURT_DAY_PASSED" if one.day < today else "COURT_DAY_COMES"
