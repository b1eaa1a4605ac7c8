"""Reads for the worklist: what has to be done by hand, and which sanctions wait for their letter or for coming into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import business_calendar
from huikuan.kernel.actor import Actor, Verb
from huikuan.sanctions.access import open_tasks_for, sanctions_for
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


def open_tasks(*, actor: Actor, sanction_id: int | None = None) -> tuple[OpenTask, ...]:
    """The tasks that wait for `actor`: his own, or where he sanctions those of every customer he sees; one query."""
    rows = open_tasks_for(actor=actor)
    if sanction_id is not None:
        rows = rows.filter(sanction=sanction_id)
    return tuple(
        OpenTask(
            id=row.pk,
            customer_id=row.sanction.customer_id,
            rung=Rung(row.sanction.rung),
            duty=Duty(row.duty),
            responsible=row.responsible_name,
            opened_on=row.opened_on,
            currency=row.sanction.currency,
            asked_minor=row.sanction.asked_minor,
        )
        for row in rows.select_related("sanction").order_by("pk")
    )


def waiting_steps(*, actor: Actor, today: date) -> tuple[WaitingStep, ...]:
    """What whoever sanctions has to send or put into force; one query, two where a notice is out that gives days to pay."""
    if not actor.may(Verb.SANCTION):
        return ()
    told = State.NOTIFIED.value
    rows = sanctions_for(actor=actor).filter(state__in=[State.APPROVED.value, told])
    live = list(rows.exclude(state=told, rung__in=[one.value for one in LETTERS]).order_by("pk"))
    calendar = business_calendar() if any(row.state == told for row in live) else None
    return tuple(
        WaitingStep(
            row.pk, row.customer_id, Rung(row.rung), row.state == told, row.moved_on, row.currency, row.asked_minor
        )
        for row in live
        if calendar is None
        or row.noticed_on is None
        or first_day_in_force(rung=Rung(row.rung), noticed_on=row.noticed_on, calendar=calendar) <= today
    )
