"""PURE: tasks about what customers told us: disputes to decide, promises that were broken, requests that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute that stops something, minor units; `owner` is who decides it."""

    dispute_id: int
    customer_id: int
    currency: str
    amount_minor: int
    owner: str
    deadline: date


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise that was broken or kept in part, minor units; `is_part`: some of its money came."""

    promise_id: int
    customer_id: int
    currency: str
    missing_minor: int
    day: date
    said_by: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for more time, minor units."""

    extension_id: int
    customer_id: int
    currency: str
    amount_minor: int
    until: date
    asked_on: date


def answering_tasks(
    *,
    disputed: Iterable[Disputed],
    missed: Iterable[Missed],
    asked: Iterable[Asked],
    today: date,
    policy: WorklistPolicy,
) -> list[Task]:
    """A task for each; a dispute past its deadline and a broken promise are worth most, as others wait for them."""
    return [
        *(_dispute(one, today, policy) for one in disputed),
        *(_missed(one, today, policy) for one in missed),
        *(_asked(one, today, policy) for one in asked),
    ]


def _dispute(one: Disputed, today: date, policy: WorklistPolicy) -> Task:
    days = (today - one.deadline).days
    permille = policy.dispute_late_permille if days > 0 else policy.dispute_permille
    return Task(
        kind=TaskKind.DISPUTE_OPEN,
        score=one.amount_minor * permille // 1_000,
        currency=one.currency,
        amount_minor=one.amount_minor,
        customer_id=one.customer_id,
        reason="DISPUTE_LATE" if days > 0 else "DISPUTE_WAITS",
        next_step=NextStep.DECIDE_DISPUTE,
        parameters={
            "dispute_id": one.dispute_id,
            "person": one.owner or "–",
            "date": one.deadline.isoformat(),
            "days": abs(days),
        },
    )


def _missed(one: Missed, today: date, policy: WorklistPolicy) -> Task:
    return Task(
        kind=TaskKind.PROMISE_BROKEN,
        score=one.missing_minor * policy.broken_permille // 1_000,
        currency=one.currency,
        amount_minor=one.missing_minor,
        customer_id=one.customer_id,
        reason="PROMISE_IN_PART" if one.is_part else "PROMISE_MISSED",
        next_step=NextStep.ASK_FOR_NEW_DAY,
        parameters={
            "promise_id": one.promise_id,
            "person": one.said_by,
            "date": one.day.isoformat(),
            "days": max(0, (today - one.day).days),
        },
    )


def _asked(one: Asked, today: date, policy: WorklistPolicy) -> Task:
    return Task(
        kind=TaskKind.CUSTOMER_ASKED,
        score=one.amount_minor * policy.dispute_permille // 1_000,
        currency=one.currency,
        amount_minor=one.amount_minor,
        customer_id=one.customer_id,
        reason="MORE_TIME_ASKED",
        next_step=NextStep.ANSWER_CUSTOMER,
        parameters={
            "extension_id": one.extension_id,
            "date": one.until.isoformat(),
            "days": max(0, (today - one.asked_on).days),
        },
    )
