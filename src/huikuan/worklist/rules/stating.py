"""PURE: tasks about statements nobody answered: ask a second time, then prove the balance another way (RULES_CN §6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy


@dataclass(frozen=True, slots=True)
class Silent:
    """A statement without an answer, minor units: asked for once, or `twice`; `reply_by` was the day asked for."""

    statement_id: int
    number: str
    customer_id: int
    currency: str
    closing_minor: int
    reply_by: date
    twice: bool


def statement_tasks(*, silent: Iterable[Silent], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for each; without a second answer the balance wants other evidence, which is worth more than asking again."""
    return [_task(one, today, policy) for one in silent]


def _task(one: Silent, today: date, policy: WorklistPolicy) -> Task:
    permille = policy.silent_twice_permille if one.twice else policy.silent_permille
    amount = abs(one.closing_minor)
    return Task(
        kind=TaskKind.STATEMENT_SILENT,
        score=amount * permille // 1_000,
        currency=one.currency,
        amount_minor=amount,
        customer_id=one.customer_id,
        reason="STATEMENT_SILENT_TWICE" if one.twice else "STATEMENT_SILENT_ONCE",
        next_step=NextStep.PROVE_OTHERWISE if one.twice else NextStep.REQUEST_AGAIN,
        parameters={
            "statement_id": one.statement_id,
            "number": one.number,
            "date": one.reply_by.isoformat(),
            "days": max(0, (today - one.reply_by).days),
        },
    )
