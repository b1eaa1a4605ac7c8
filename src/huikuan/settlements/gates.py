"""Reads the gate that the law sets before the whole rest of a broken plan may be asked for at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.contracts.access import contracts_for
from huikuan.contracts.rules.states import ContractState
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.settlements.access import plans_for
from huikuan.settlements.models import Plan, PlanItem, PlanStep
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

    The plan is looked at as an instalment sale at the whole price of what was sold (`whole_price`), not at the rest that the plan
    settles. A demand counts where a paper proves it (Civil Code Art. 634).
    """
    row = plans_for(actor=actor).filter(pk=plan_id, state=State.BROKEN.value).first()
    if row is None:
        return None
    standing = standings_of(plan_id=plan_id, today=today)
    unpaid = [(one.instalment.day, one.instalment.minor - one.paid_minor) for one in standing]
    steps = PlanStep.objects.filter(plan_id=plan_id, event=Event.DEMAND.value, document_id__isnull=False)
    price = whole_price(plan=row)
    sale = InstalmentSale(
        payments=len(standing),
        price_minor=price,
        arrears_minor=sum(minor for day, minor in unpaid if day < today),
        demanded_on=demand_that_counts(demands=steps.values_list("on", flat=True), unpaid=unpaid, price_minor=price),
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


def whole_price(*, plan: Plan) -> int:
    """The whole price of what the items of a plan were sold for, minor units (全部价款, Civil Code Art. 634).

    The totals of their invoices as they were issued, with what was paid or credited since; where invoices name a signed contract
    of this customer that says more, its amount once. Two queries.
    """
    items = PlanItem.objects.filter(plan_id=plan.pk)
    invoices = items.values_list(
        "receivable__invoice_id", "receivable__invoice__contract", "receivable__invoice__face_minor"
    )
    invoiced = Counter[str]()
    for _, contract, minor in invoices.distinct():
        invoiced[contract] += minor
    contracts = contracts_for(actor=SYSTEM).filter(
        company_id=plan.company_id,
        customer_id=plan.customer_id,
        currency=plan.currency,
        number__in=[number for number in invoiced if number],
        state__in=[ContractState.SIGNED.value, ContractState.CLOSED.value],
    )
    agreed = dict(contracts.values_list("number", "amount_minor"))
    return sum(max(minor, agreed.get(number, 0)) for number, minor in invoiced.items())
