"""Reads the gate that the law sets before the whole rest of a broken plan may be asked for at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.settlements.access import plans_for
from huikuan.settlements.models import PlanStep
from huikuan.settlements.queries import policy_numbered, standings_of
from huikuan.settlements.rules.acceleration import Gate, InstalmentSale, acceleration_gate, demand_that_counts
from huikuan.settlements.rules.plans import Event, State


@dataclass(frozen=True, slots=True)
class PlanGate:
    """The gate before the whole rest is asked for, with its facts in minor units and the sentence's parameters."""

    gate: Gate
    sale: InstalmentSale
    rest_minor: int
    said: Mapping[str, str | int]


def gate_of(*, actor: Actor, plan_id: int, today: date) -> PlanGate | None:
    """Whether the whole rest of a broken plan may be asked for at once; None for another plan or one that is not visible.

    The plan is looked at as an instalment sale at the price of all that it settles, for its discount lapsed (Civil Code
    Art. 634).
    """
    row = plans_for(actor=actor).filter(pk=plan_id, state=State.BROKEN.value).first()
    if row is None:
        return None
    standing = standings_of(plan_id=plan_id, today=today)
    unpaid = [(one.instalment.day, one.instalment.minor - one.paid_minor) for one in standing]
    demands = PlanStep.objects.filter(plan_id=plan_id, event=Event.DEMAND.value).values_list("on", flat=True)
    sale = InstalmentSale(
        payments=len(standing),
        price_minor=row.settled_minor,
        arrears_minor=sum(minor for day, minor in unpaid if day < today),
        demanded_on=demand_that_counts(demands=demands, unpaid=unpaid, price_minor=row.settled_minor),
        reasonable_days=policy_numbered(number=row.policy_number).reasonable_days,
    )
    gate = acceleration_gate(sale=sale, today=today)
    said: dict[str, str | int] = {
        "payments": sale.payments,
        "found": sale.arrears_minor,
        "minimum": gate.threshold_minor,
        "currency": row.currency,
        "day": gate.opens_on.isoformat() if gate.opens_on else "",
    }
    return PlanGate(gate, sale, row.settled_minor - sum(one.paid_minor for one in standing), said)
