"""Reads what a salesperson should know before his customers get it: letters of the next business day, foretold debts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.accounts.queries import business_calendar
from huikuan.customers.access import customers_for
from huikuan.kernel.actor import Actor
from huikuan.reminders.access import run_rows_for
from huikuan.reminders.facts import Scope, facts_of, horizon_of
from huikuan.reminders.queries import policies_in_force
from huikuan.reminders.rules.deciding import GroupKey, decided_messages
from huikuan.reminders.rules.runs import WAITING, Decision
from huikuan.reminders.rules.upcoming import ComingLetter, ForetoldDebt, coming_letters, foretold_debts


@dataclass(frozen=True, slots=True)
class Ahead:
    """What goes to a salesperson's customers next, and what comes due after that."""

    letters: tuple[ComingLetter, ...] = ()
    foretold: tuple[ForetoldDebt, ...] = ()


def ahead_of(*, actor: Actor, today: date) -> Ahead:
    """What lies ahead of the customers `actor` himself looks after; decided by the rules that plan a run.

    One query for somebody who looks after nobody, else a constant number, over his own customers only.
    """
    if actor.user_id is None or not customers_for(actor=actor).filter(salesperson_id=actor.user_id).exists():
        return Ahead()
    calendar = business_calendar()
    on = calendar.add_business_days(day=today, days=1)
    policies = policies_in_force(today=on)
    facts = facts_of(scope=Scope(actor=actor, salesperson_id=actor.user_id), today=on, policies=policies.values())
    planned = decided_messages(facts=facts, policies=policies, today=on, calendar=calendar)
    return Ahead(
        letters=coming_letters(planned=planned, today=today, on=on, going_today=_going_today(actor, today)),
        foretold=foretold_debts(facts=facts, policies=policies, today=today, on=on, calendar=calendar),
    )


def unpublished_years(*, today: date) -> tuple[int, ...]:
    """The years a run of `today` looks at whose holidays are not published: letters may go, or wait, on the wrong day."""
    horizon = horizon_of(today=today, policies=policies_in_force(today=today).values())
    return business_calendar().unpublished_years(start=today, end=horizon)


def _going_today(actor: Actor, today: date) -> frozenset[GroupKey]:
    rows = run_rows_for(actor=actor).filter(
        run__day=today,
        run__state__in=[state.value for state in WAITING],
        decision=Decision.SEND.value,
        customer__salesperson_id=actor.user_id,
    )
    return frozenset(rows.values_list("customer_id", "company_id", "currency"))
