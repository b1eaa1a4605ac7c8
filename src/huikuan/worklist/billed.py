"""Bills that ask for something today, as tasks: one query where there is none, a constant number otherwise."""

from __future__ import annotations

from datetime import date

from huikuan.bills.queries.alarms import bill_alarms
from huikuan.kernel.actor import Actor, Verb
from huikuan.worklist.rules.bills import WatchedBill, bill_tasks
from huikuan.worklist.rules.tasks import Task, WorklistPolicy


def bills_waiting(*, actor: Actor, today: date, policy: WorklistPolicy) -> list[Task]:
    """What is to be done with bills for whoever keeps them; acceptors on the list also for who looks after the customer."""
    keeps = actor.may(Verb.POST_RECEIPT)
    watched = (
        WatchedBill(
            part_id=one.row.id,
            customer_id=one.row.customer_id,
            number=one.row.number,
            acceptor=one.row.acceptor,
            currency=one.row.currency,
            amount_minor=one.row.amount_minor,
            state=one.row.state,
            clock=one.row.clock if keeps and one.is_duty else None,
            listed_since=one.listing.from_day if one.listing else None,
        )
        for one in bill_alarms(actor=actor, today=today)
        if one.listing is not None or keeps
    )
    return bill_tasks(bills=watched, today=today, policy=policy)
