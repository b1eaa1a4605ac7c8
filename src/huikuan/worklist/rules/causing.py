"""PURE: tasks about causes and judgements: a cause to record, something of ours to mend, malice proposed, a review, an appeal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
class Owed:
    """What a customer owes that is overdue, in the currency of the most of it, minor units."""

    currency: str = ""
    overdue_minor: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """Malice that the rules propose and nobody has judged."""

    customer_id: int
    owed: Owed
    points: int
    signs: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A judgement whose review is due."""

    customer_id: int
    owed: Owed
    judge: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Appealed:
    """An appeal that waits for somebody else than the judge."""

    customer_id: int
    owed: Owed
    filed_on: date


@dataclass(frozen=True, slots=True)
class ToJudge:
    """What waits for whoever may judge debtors."""

    proposals: tuple[Proposed, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    appeals: tuple[Appealed, ...] = ()

    def __iter__(self) -> Iterator[Proposed | Reviewed | Appealed]:
        yield from self.proposals
        yield from self.reviews
        yield from self.appeals


def causing_tasks(
    *,
    missing: Iterable[Uncaused],
    mending: Iterable[ToMend],
    judging: ToJudge,
    today: date,
    policy: WorklistPolicy,
) -> list[Task]:
    """One task a currency for all debts without a cause, one for each of the others; their amounts have tasks of their own."""
    return [
        *_missing(missing, policy),
        *(_mend(one, today, policy) for one in mending),
        *(_judge(one, today, policy) for one in judging),
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


def _judge(one: Proposed | Reviewed | Appealed, today: date, policy: WorklistPolicy) -> Task:
    """What waits longest for a decision is worth most: a customer waits for his appeal, letters for a proposal."""
    told: dict[str, str | int]
    if isinstance(one, Proposed):
        reason, step, permille = "CONDUCT_PROPOSED", NextStep.JUDGE_DEBTOR, policy.judging_permille
        told = {"points": one.points, "signs": one.signs}
    elif isinstance(one, Reviewed):
        reason, step, permille = "CONDUCT_REVIEW", NextStep.JUDGE_ANEW, policy.judging_permille
        told = {"person": one.judge, "date": one.review_on.isoformat()}
    else:
        reason, step, permille = "CONDUCT_APPEAL", NextStep.DECIDE_APPEAL, policy.dispute_permille
        told = {"date": one.filed_on.isoformat(), "days": max(0, (today - one.filed_on).days)}
    worth = one.owed.overdue_minor * permille // 1_000
    kind = TaskKind.CONDUCT_TO_DECIDE
    return Task(kind, worth, one.owed.currency, one.owed.overdue_minor, one.customer_id, reason, step, told)
