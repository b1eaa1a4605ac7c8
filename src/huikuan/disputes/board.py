"""Reads for the board of disputes: what stands where, and how long they took by reason."""

from __future__ import annotations

from datetime import date

from huikuan.disputes.access import disputes_for
from huikuan.disputes.cycle_rules import Case, Cycle, cycles
from huikuan.disputes.rules import Ending, Reason, State
from huikuan.kernel.actor import Actor


def cycles_of(*, actor: Actor, since: date, today: date, currency: str) -> dict[Reason, Cycle]:
    """How the disputes in one currency that were raised since a day went, by reason; one query."""
    rows = disputes_for(actor=actor).filter(opened_on__gte=since, currency=currency).order_by("pk")
    columns = ("reason", "state", "opened_on", "ended_on", "deadline", "amount_minor", "ending")
    cases = [
        Case(Reason(reason), State(state), opened, ended, deadline, minor, Ending(ending) if ending else None)
        for reason, state, opened, ended, deadline, minor, ending in rows.values_list(*columns)
    ]
    return cycles(cases=cases, today=today)
