"""Reads for the worklist: what has to be done by hand, and which sanctions wait for their letter or for coming into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q

from huikuan.accounts.queries import business_calendar
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.sanctions.access import open_tasks_for, sanctions_for
from huikuan.sanctions.models import Sanction, SanctionTask
from huikuan.sanctions.rules.rungs import LETTERS, Duty, Rung, State, first_day_in_force


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What somebody has to do by hand, since when, about how much, minor units; `note` says what was ordered."""

    id: int
    customer_id: int
    rung: Rung
    duty: Duty
    responsible: str
    opened_on: date
    currency: str
    asked_minor: int


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A sanction that was approved and waits for its letter, or whose notice is out and its time over, minor units."""

    sanction_id: int
    customer_id: int
    rung: Rung
    is_told: bool
    since: date
    currency: str
    asked_minor: int


def open_tasks(*, actor: Actor, customer_id: int) -> tuple[OpenTask, ...]:
    """The tasks about a customer that wait for `actor`; one query."""
    rows = open_tasks_for(actor=actor).filter(sanction__customer=customer_id).select_related("sanction").order_by("pk")
    return tuple(_task(row.sanction, row) for row in rows)


def ladder_waits(*, actor: Actor, today: date) -> tuple[tuple[OpenTask, ...], tuple[WaitingStep, ...]]:
    """What waits for `actor`: tasks by hand, his own or where he sanctions everybody's; and letters to send, sanctions to put
    into force where he sanctions. One query, two where a notice is out that gives days to pay.
    """
    told, may = State.NOTIFIED.value, actor.may(Verb.SANCTION)
    steps = Q(state=State.APPROVED.value) | Q(state=told) & ~Q(rung__in=[one.value for one in LETTERS])
    tasks = Q(task__isnull=False) if may else Q(task__responsible=actor.user_id, task__responsible__isnull=False)
    rows = sanctions_for(actor=actor).annotate(task=FilteredRelation("tasks", condition=Q(tasks__ended="")))
    found: list[Any] = list(rows.filter(tasks | steps if may else tasks).annotate(**_OF_TASK).order_by("pk", "task"))
    waiting = [row for row in found if row.state in (State.APPROVED.value, told)]
    calendar = business_calendar() if any(row.state == told for row in waiting) else None
    return (
        tuple(_open_task(row) for row in found if row.task_id is not None),
        tuple(_step(row) for row in waiting if calendar is None or _may_begin(row, today, calendar)),
    )


_OF_TASK = {
    "task_id": F("task__pk"),
    "task_duty": F("task__duty"),
    "task_person": F("task__responsible_name"),
    "task_opened": F("task__opened_on"),
}


def _may_begin(row: Sanction, today: date, calendar: BusinessCalendar) -> bool:
    if row.noticed_on is None:
        return True
    return first_day_in_force(rung=Rung(row.rung), noticed_on=row.noticed_on, calendar=calendar) <= today


def _step(row: Sanction) -> WaitingStep:
    is_told = row.state == State.NOTIFIED.value
    return WaitingStep(row.pk, row.customer_id, Rung(row.rung), is_told, row.moved_on, row.currency, row.asked_minor)


def _task(row: Sanction, task: SanctionTask) -> OpenTask:
    return OpenTask(
        task.pk, row.customer_id, Rung(row.rung), Duty(task.duty), task.responsible_name, task.opened_on,
        row.currency, row.asked_minor,
    )  # fmt: skip


def _open_task(row: Any) -> OpenTask:
    return OpenTask(
        row.task_id, row.customer_id, Rung(row.rung), Duty(row.task_duty), row.task_person, row.task_opened,
        row.currency, row.asked_minor,
    )  # fmt: skip
