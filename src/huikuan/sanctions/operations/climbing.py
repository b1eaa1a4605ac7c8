"""The day's run climbs the ladders: every debtor whose next rung is reached gets a proposal that a person decides."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import locked_customers
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.text_amounts import format_amount
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.operations.asking import SanctionDraft, Wanted, put_forward, written_down
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import Key, debtors
from huikuan.sanctions.rules.ladder import Climb, next_rung
from huikuan.sanctions.rules.policy import LadderPolicy
from huikuan.sanctions.rules.rungs import LADDER, LIVE, TAKEN

MOST_A_DAY = 200
"""Proposals the day's run makes at most: so many people can decide."""
_NOT_TOLD = sorted(state.value for state in LIVE - TAKEN)
_RUNGS = [rung.value for rung in LADDER]


def propose_by_policy(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Propose for debtors the rung that the ladder has reached, unless the ladders in force leave it to people; `{"proposed"}`.

    The day's run calls it; at most 200 a day, the largest amounts first, so that people can decide them. A rung whose gate
    is closed is proposed all the same: it waits until somebody states what is missing. The same queries for 1 and for 200;
    a second run, of this day or another, adds nothing. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.SANCTION)
    intent = Intent("propose_sanctions_by_policy", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        policy = ladders_in_force()
        wanted = _wanted(policy, today) if policy.proposes else []
        if wanted:
            rows = written_down(act=act, today=today, policy_number=policy.number, wanted=wanted)
            put_forward(act=act, today=today, rows=rows)
        return {"proposed": len(wanted)}

    return perform(intent=intent, work=work)


def _wanted(policy: LadderPolicy, today: date) -> list[Wanted]:
    """What the ladders have reached, of debtors held until the act ends; nobody else proposes for them meanwhile."""
    climbs = _climbs(policy, today)
    locked_customers(customer_ids=[whose[0] for whose in climbs])
    waiting = Sanction.objects.filter(customer__in=[whose[0] for whose in climbs], state__in=_NOT_TOLD, rung__in=_RUNGS)
    pending = set(waiting.values_list("customer_id", "company_id"))
    return [
        Wanted(SanctionDraft(*whose, climb.rung, _in_figures(climb)), climb.items)
        for whose, climb in sorted(climbs.items())
        if climb.rung is not None and whose not in pending
    ]


def _climbs(policy: LadderPolicy, today: date) -> dict[Key, Climb]:
    found = [
        (whose, climb)
        for whose, debtor in debtors(today=today).items()
        if (climb := next_rung(debtor=debtor, policy=policy, today=today)).rung is not None
    ]
    return dict(sorted(found, key=lambda pair: (-pair[1].asked_minor, pair[0]))[:MOST_A_DAY])


def _in_figures(climb: Climb) -> str:
    """Why the ladder proposes it, readable in every language; the reasons in words stand on the page."""
    figures = climb.reasons[0].parameters
    currency = str(figures["currency"])
    return f"{currency} {format_amount(minor=int(figures['minor']), currency=currency)} · {figures['days']} d"
