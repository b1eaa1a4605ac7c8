"""PURE: tasks about calls and visits of the ladder, and about letters on paper: to print, to hand over, to hear of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.outbox.rules import ChannelName
from huikuan.reminders.rules.posting import PostState
from huikuan.reminders.rules.waiting import WaitingTask
from huikuan.worklist.rules.debts import expected_gain, weights_at
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind, WorklistPolicy

ON_ITS_WAY = timedelta(days=7)
"""After so many days a courier has delivered or brought back; whoever posted it asks."""

_STEPS = {ChannelName.CALL: NextStep.MAKE_PLANNED_CALL, ChannelName.VISIT: NextStep.PAY_PLANNED_VISIT}


@dataclass(frozen=True, slots=True)
class LetterOut:
    """A printed letter that is not settled: where it is, and since when."""

    state: PostState
    since: date


def contact_tasks(*, waiting: Iterable[WaitingTask], policy: WorklistPolicy) -> list[Task]:
    """A task for every call or visit of which something may still be asked, with full urgency: the ladder waits for it."""
    return [
        Task(
            kind=TaskKind.CALL_PLANNED if one.channel is ChannelName.CALL else TaskKind.VISIT_PLANNED,
            score=_worth(one, policy),
            currency=one.currency,
            amount_minor=one.asked_minor,
            customer_id=one.customer_id,
            reason=f"{one.channel.value}_OF_LADDER",
            next_step=_STEPS[one.channel],
            parameters={
                "message_id": one.message_id,
                "ordinal": one.ordinal,
                "items": one.items,
                "days": one.days_overdue,
                "person": one.recipient_name,
            },
        )
        for one in waiting
        if one.channel in _STEPS and one.asked_minor > 0
    ]


def letter_post_tasks(*, waiting: Iterable[WaitingTask], out: Iterable[LetterOut], today: date) -> list[Task]:
    """At most three tasks, by how many letters: to print, printed and not handed over since a day, not heard of for a week."""
    to_print = [one for one in waiting if one.channel is ChannelName.LETTER and one.asked_minor > 0]
    printed = [one.since for one in out if one.state is PostState.PRINTED and one.since < today]
    silent = [one.since for one in out if one.state is PostState.HANDED_OVER and one.since + ON_ITS_WAY < today]
    found = (
        ("LETTERS_TO_PRINT", NextStep.PRINT_LETTERS, [one.planned_on for one in to_print]),
        ("LETTERS_NOT_HANDED_OVER", NextStep.NOTE_WAYBILLS, printed),
        ("LETTERS_NOT_HEARD_OF", NextStep.ASK_THE_COURIER, silent),
    )
    return [
        Task(
            TaskKind.LETTERS_POST,
            len(days),
            "",
            0,
            None,
            reason,
            step,
            {"letters": len(days), "date": min(days).isoformat()},
        )
        for reason, step, days in found
        if days
    ]


def _worth(one: WaitingTask, policy: WorklistPolicy) -> int:
    """As much as an agreed step about the same debt without its extra: it is due now."""
    if one.days_overdue < 1:
        return one.asked_minor * policy.due_soon_permille // 1_000
    chance, _ = weights_at(days=one.days_overdue, policy=policy)
    return expected_gain(amount_minor=one.asked_minor, chance_permille=chance, urgency_permille=1_000)
