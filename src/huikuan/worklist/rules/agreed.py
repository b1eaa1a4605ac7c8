"""PURE: tasks somebody set for one of our people: joint steps with other creditors, bundles he ordered that are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy


@dataclass(frozen=True, slots=True)
class JointStepDue:
    """A joint step whose day has come, with whom, and its kind, which carries the caution."""

    customer_id: int
    creditor: str
    kind: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class BundleMade:
    """A bundle of evidence that is ready to be fetched, or could not be made."""

    customer_id: int
    items: int
    day: date
    is_ready: bool


def joint_tasks(*, steps: Iterable[JointStepDue], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for each joint step from its day on; it is about no amount, and weighs as a legal deadline on its last day."""
    return [
        Task(
            kind=TaskKind.JOINT_STEP,
            score=policy.deadline_worth_minor,
            currency="",
            amount_minor=0,
            customer_id=one.customer_id,
            reason="JOINT_STEP_LATE" if one.day < today else "JOINT_STEP_TODAY",
            next_step=NextStep.DO_JOINT_STEP,
            parameters={
                "creditor": one.creditor,
                "joint": one.kind,
                "text": one.text,
                "date": one.day.isoformat(),
                "days": (today - one.day).days,
            },
        )
        for one in steps
    ]


def bundle_tasks(*, bundles: Iterable[BundleMade], policy: WorklistPolicy) -> list[Task]:
    """The notice that an ordered bundle is ready, or was not made; it stands until the bundle is fetched."""
    return [
        Task(
            kind=TaskKind.BUNDLE_READY,
            score=policy.deadline_worth_minor,
            currency="",
            amount_minor=0,
            customer_id=one.customer_id,
            reason="BUNDLE_IS_READY" if one.is_ready else "BUNDLE_NOT_MADE",
            next_step=NextStep.FETCH_BUNDLE if one.is_ready else NextStep.RETRY_BUNDLE,
            parameters={"items": one.items, "date": one.day.isoformat()},
        )
        for one in bundles
    ]
