"""PURE: tasks of the ladder of sanctions: what is done or undone by hand, letters to send, sanctions to put into force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huikuan.sanctions.rules.rungs import Duty, Rung
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy

Asked = tuple[int, str, int]
"""The customer, and what the sanction asks for: currency and minor units."""


def by_hand_task(*, asked: Asked, what: tuple[Rung, Duty, str], opened_on: date, policy: WorklistPolicy) -> Task:
    """What a person has to do for a sanction, or to undo now that it is released, until he says what was done."""
    rung, duty, responsible = what
    return _task(
        asked,
        TaskKind.SANCTION_TASK,
        ("SANCTION_BY_HAND" if duty is Duty.DO else "SANCTION_TO_UNDO", NextStep.DO_BY_HAND),
        {"rung": rung.value, "duty": duty.value, "person": responsible, "date": opened_on.isoformat()},
        policy,
    )


def step_tasks(*, steps: Iterable[tuple[Asked, Rung, bool, date]], policy: WorklistPolicy) -> list[Task]:
    """A letter that was approved, or a sanction whose customer was told and whose time is over (the third part says which)."""
    return [
        _task(
            asked,
            TaskKind.SANCTION_WAITS,
            ("SANCTION_TO_APPLY", NextStep.APPLY_SANCTION) if is_told else ("SANCTION_TO_SEND", NextStep.SEND_SANCTION),
            {"rung": rung.value, "date": since.isoformat()},
            policy,
        )
        for asked, rung, is_told, since in steps
    ]


def _task(
    asked: Asked, kind: TaskKind, said: tuple[str, NextStep], parameters: dict[str, str | int], policy: WorklistPolicy
) -> Task:
    customer_id, currency, minor = asked
    reason, step = said
    return Task(
        kind=kind,
        score=minor * policy.sanction_permille // 1_000,
        currency=currency,
        amount_minor=minor,
        customer_id=customer_id,
        reason=reason,
        next_step=step,
        parameters=parameters,
    )
