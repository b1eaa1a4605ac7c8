"""A run of today that waits and messages of unknown fate as tasks of whoever may remind: at most three queries."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Sum

from huikuan.kernel.actor import Actor, Verb
from huikuan.reminders.access import run_rows_for, run_waiting_for
from huikuan.reminders.queries import uncertain_count
from huikuan.reminders.rules.runs import Decision
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind


def reminder_tasks(*, actor: Actor, today: date) -> list[Task]:
    """A run of today that waits for the actor, and messages of which nobody knows whether they arrived."""
    if not actor.may(Verb.REMIND):
        return []
    tasks = []
    run_id = run_waiting_for(actor=actor, today=today)
    if run_id is not None:
        tasks += _run_tasks(actor, run_id, today)
    uncertain = uncertain_count(actor=actor)
    if uncertain:
        step = NextStep.DECIDE_MESSAGE
        counts: dict[str, str | int] = {"messages": uncertain}
        tasks.append(Task(TaskKind.MESSAGE_UNCERTAIN, uncertain, "", 0, None, "MESSAGES_UNCERTAIN", step, counts))
    return tasks


def _run_tasks(actor: Actor, run_id: int, day: date) -> list[Task]:
    """One task per currency: amounts of two currencies have no sum."""
    rows = run_rows_for(actor=actor).filter(run_id=run_id, decision=Decision.SEND.value)
    asked = rows.values_list("currency").annotate(total=Sum("asked_minor"), messages=Count("pk")).order_by("currency")
    return [
        Task(
            kind=TaskKind.RUN_WAITING,
            score=total,
            currency=currency,
            amount_minor=total,
            customer_id=None,
            reason="RUN_WAITS",
            next_step=NextStep.APPROVE_RUN,
            parameters={"messages": count, "date": day.isoformat()},
        )
        for currency, total, count in asked
    ]
