"""PURE: tasks about bills: present them in time, follow up what was not paid by its clocks, see to those of listed acceptors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.bills.rules.dates import Clock, Duty
from huikuan.bills.rules.life import State
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy

STEPS = {
    Duty.GIVE_NOTICE: NextStep.GIVE_NOTICE_OF_DISHONOUR,
    Duty.RECOURSE: NextStep.SEEK_RECOURSE,
    Duty.RE_RECOURSE: NextStep.SEEK_RECOURSE,
    Duty.ACCEPTOR: NextStep.CLAIM_ON_ACCEPTOR,
}


@dataclass(frozen=True, slots=True)
class WatchedBill:
    """A part of a bill, minor units: `clock` is what is to be done now, `listed_since` when its acceptor came on the list."""

    part_id: int
    customer_id: int
    number: str
    acceptor: str
    currency: str
    amount_minor: int
    state: State
    clock: Clock | None
    listed_since: date | None = None


def bill_tasks(*, bills: Iterable[WatchedBill], today: date, policy: WorklistPolicy) -> list[Task]:
    """A task for each: what a clock asks for goes before the listing of its acceptor."""
    return [_duty(one, one.clock, today, policy) if one.clock else _listed(one, policy) for one in bills]


def _duty(one: WatchedBill, clock: Clock, today: date, policy: WorklistPolicy) -> Task:
    left = clock.days_left(today=today)
    reason, step = _presenting(one, clock, today) if clock.duty is Duty.PRESENT else _after_dishonour(clock, left)
    is_ahead = clock.from_day > today
    return Task(
        kind=TaskKind.BILL_DUTY,
        score=one.amount_minor * (policy.bill_ahead_permille if is_ahead else _worth(left, policy)) // 1_000,
        currency=one.currency,
        amount_minor=one.amount_minor,
        customer_id=one.customer_id,
        reason=reason,
        next_step=step,
        parameters={
            **_about(one),
            "duty": clock.duty.value,
            "date": (clock.from_day if is_ahead else clock.last_day).isoformat(),
            "days": abs(left),
            "article": clock.article,
        },
    )


def _presenting(one: WatchedBill, clock: Clock, today: date) -> tuple[str, NextStep]:
    if one.state is State.PRESENTED:
        return "BILL_UNANSWERED", NextStep.RECORD_BILL_ANSWER
    if clock.last_day < today:
        return "BILL_PRESENTED_LATE", NextStep.PRESENT_BILL_LATE
    if clock.from_day > today:
        return "BILL_MATURES", NextStep.PREPARE_PRESENTATION
    return "BILL_TO_PRESENT", NextStep.PRESENT_BILL


def _after_dishonour(clock: Clock, left: int) -> tuple[str, NextStep]:
    if left < 0:
        return "BILL_CLOCK_RAN_OUT", NextStep.KEEP_TO_THE_SALE
    return "BILL_CLOCK_RUNS", STEPS[clock.duty]


def _listed(one: WatchedBill, policy: WorklistPolicy) -> Task:
    since = one.listed_since.isoformat() if one.listed_since else ""
    return Task(
        kind=TaskKind.BILL_LISTED,
        score=one.amount_minor * policy.bill_listed_permille // 1_000,
        currency=one.currency,
        amount_minor=one.amount_minor,
        customer_id=one.customer_id,
        reason="BILL_ACCEPTOR_ON_LIST",
        next_step=NextStep.ASK_FOR_OTHER_PAYMENT,
        parameters={**_about(one), "date": since},
    )


def _worth(left: int, policy: WorklistPolicy) -> int:
    """Per mille of the amount by days left; what is over is lost in part already."""
    if left < 0:
        return policy.bill_over_permille
    return next((permille for days, permille in policy.bill_by_days if left <= days), policy.bill_later_permille)


def _about(one: WatchedBill) -> dict[str, str | int]:
    return {"part_id": one.part_id, "number": one.number[-10:], "acceptor": one.acceptor}
