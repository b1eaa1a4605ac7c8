"""PURE: tasks about causes and judgements of debtors: a cause to record, something of ours to mend, a review, an appeal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy


@dataclass(frozen=True, slots=True)
class Uncaused:
    """A debt that needs a cause and has none, minor units."""

    currency: str
    overdue_minor: int


@dataclass(frozen=True, slots=True)
class ToMend:
    """A cause on our side that keeps items from being asked for, minor units still open."""

    cause_id: int
    customer_id: int
    currency: str
    still_minor: int
    what: str
    who: str
    until: date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A judgement whose review is due."""

    customer_id: int
    judge: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Appealed:
    """An appeal that waits for somebody else than the judge."""

    customer_id: int
    filed_on: date


def causing_tasks(
    *,
    missing: Iterable[Uncaused],
    mending: Iterable[ToMend],
    reviews: Iterable[Reviewed],
    appeals: Iterable[Appealed],
    today: date,
    policy: WorklistPolicy,
) -> list[Task]:
    """One task a currency for all debts without a cause, one for each of the others; their amounts have tasks of their own."""
    return [
        *_missing(missing, policy),
        *(_mend(one, today, policy) for one in mending),
        *(_review(one) for one in reviews),
        *(_appeal(one) for one in appeals),
    ]


def _missing(missing: Iterable[Uncaused], policy: WorklistPolicy) -> Iterable[Task]:
    sums: dict[str, list[int]] = {}
    for one in missing:
        sums.setdefault(one.currency, []).append(one.overdue_minor)
    for currency, amounts in sorted(sums.items()):
        yield Task(
            kind=TaskKind.CAUSE_MISSING,
            score=sum(amounts) * policy.cause_permille // 1_000,
            currency=currency,
            amount_minor=sum(amounts),
            customer_id=None,
            reason="CAUSES_MISSING",
            next_step=NextStep.RECORD_CAUSES,
            parameters={"debts": len(amounts)},
        )


def _mend(one: ToMend, today: date, policy: WorklistPolicy) -> Task:
    days = (today - one.until).days
    permille = policy.dispute_late_permille if days > 0 else policy.dispute_permille
    return Task(
        kind=TaskKind.OURS_TO_MEND,
        score=one.still_minor * permille // 1_000,
        currency=one.currency,
        amount_minor=one.still_minor,
        customer_id=one.customer_id,
        reason="MEND_LATE" if days > 0 else "MEND_WAITS",
        next_step=NextStep.MEND_OURS,
        parameters={
            "cause_id": one.cause_id,
            "what": one.what,
            "person": one.who,
            "date": one.until.isoformat(),
            "days": abs(days),
        },
    )


def _review(one: Reviewed) -> Task:
    told: dict[str, str | int] = {"person": one.judge, "date": one.review_on.isoformat()}
    return Task(TaskKind.CONDUCT_TO_DECIDE, 0, "", 0, one.customer_id, "CONDUCT_REVIEW", NextStep.JUDGE_ANEW, told)


def _appeal(one: Appealed) -> Task:
    told: dict[str, str | int] = {"date": one.filed_on.isoformat()}
    return Task(TaskKind.CONDUCT_TO_DECIDE, 1, "", 0, one.customer_id, "CONDUCT_APPEAL", NextStep.DECIDE_APPEAL, told)
