"""PURE: tasks about security that runs out: before its last day, before the guarantor's clock, and after either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huikuan.securities.rules import Alarm, ClaimDuty, SecurityKind
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy

WHOLE = 1_000
STEPS = {
    ClaimDuty.DEMAND: NextStep.DEMAND_FROM_GUARANTOR,
    ClaimDuty.SUE: NextStep.SUE_FOR_GUARANTEE,
    ClaimDuty.RENEW: NextStep.RENEW_SECURITY,
}
"""What keeps it alive: a joint guarantor is asked, for an ordinary one the debtor is sued (CC 693), another is renewed."""


@dataclass(frozen=True, slots=True)
class EndingSecurity:
    """A security that runs out or ran out, minor units; `share_permille` of its amount counts. The first alarm is the nearest."""

    security_id: int
    customer_id: int
    kind: SecurityKind
    giver: str
    currency: str
    amount_minor: int
    share_permille: int
    alarm: Alarm


def security_tasks(*, securities: Iterable[EndingSecurity], policy: WorklistPolicy) -> list[Task]:
    """A task for each security that runs out within 180 days, or did and nobody dealt with it; the nearest end counts."""
    worth = dict(policy.security_by_step)
    return [_task(one, worth.get(one.alarm.step, 0)) for one in securities]


def _task(one: EndingSecurity, worth_permille: int) -> Task:
    is_over = one.alarm.days_left < 0
    is_clock = one.alarm.duty is not ClaimDuty.RENEW
    about = "GUARANTEE" if is_clock else "SECURITY"
    return Task(
        kind=TaskKind.SECURITY_ENDING,
        score=one.amount_minor * one.share_permille * worth_permille // (WHOLE * WHOLE),
        currency=one.currency,
        amount_minor=one.amount_minor,
        customer_id=one.customer_id,
        reason=f"{about}_{'RAN_OUT' if is_over else 'RUNS_OUT'}",
        next_step=NextStep.SETTLE_LAPSED if is_over else STEPS[one.alarm.duty],
        parameters={
            "security_id": one.security_id,
            "security_kind": one.kind.value,
            "giver": one.giver,
            "date": one.alarm.day.isoformat(),
            "days": abs(one.alarm.days_left),
            "article": one.alarm.article,
        },
    )
