"""What the ladder and the gates rest on, read for one customer or all in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.causes.queries.causes import our_side_causes
from huikuan.conduct.queries.judgements import natures
from huikuan.conduct.rules.weighing import Nature
from huikuan.customers.queries import customers_by_id
from huikuan.deliveries.access import orders_for
from huikuan.deliveries.queries.papers import orders_of_invoices
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.actor import SYSTEM
from huikuan.promises.queries import held_items
from huikuan.receivables.access import receivables_for
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Gate, SupplyFacts, stop_supply
from huikuan.sanctions.rules.ladder import Debtor, Item, Past
from huikuan.sanctions.rules.rungs import TAKEN, Rung, State
from huikuan.settlements.queries import planned_items

Key = tuple[int, int]
"""Customer and own company."""
PROMISE, PLAN, OURS = "PROMISE", "PLAN", "OURS"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What a gate is asked about: the items of a sanction by receivable, and what people stated."""

    company_id: int
    receivable_ids: tuple[int, ...]
    stated: Stated
    noticed_on: date | None = None
    is_effective: bool = False


def debtors(*, today: date, customer_id: int | None = None) -> dict[Key, Debtor]:
    """Every customer with something overdue, or one customer, with what holds his items and the rungs he is on.

    For acts and reads that have checked who asks. Eight queries a portion of 5,000 customers.
    """
    items = _items(today, customer_id)
    past = _past(customer_id)
    whose = sorted({key[0] for key in (*items, *past)})
    classes, malicious = customers_by_id(ids=whose), malicious_customers(customer_ids=whose)
    return {
        key: Debtor(
            customer_class=classes[key[0]].customer_class if key[0] in classes else "STANDARD",
            is_malicious=key[0] in malicious,
            items=tuple(items.get(key, ())),
            past=tuple(past.get(key, ())),
        )
        for key in sorted({*items, *past})
    }


def malicious_customers(*, customer_ids: Iterable[int]) -> frozenset[int]:
    """The customers that a person judged malicious, as far as that judgement is in force."""
    found = natures(customer_ids=customer_ids)
    return frozenset(pk for pk, nature in found.items() if nature is Nature.MALICIOUS)


def gate_of(*, rung: Rung, asked: AskedOf, today: date) -> Gate | None:
    """What the law says to a rung on the facts of today; None where it asks for nothing beyond the contract.

    Five queries. The orders in breach are those whose deliveries or contract the overdue items bill (民法典 525–528).
    """
    if rung is not Rung.STOP_SUPPLY:
        return None
    rows = receivables_for(actor=SYSTEM).filter(pk__in=asked.receivable_ids, due_date__lt=today)
    columns = ("pk", "invoice_id", "invoice__contract", "outstanding_minor", "currency")
    found = list(rows.filter(outstanding_minor__gt=0).values_list(*columns))
    disputed = disputed_minor(receivable_ids=[row[0] for row in found])
    late = [
        row for row in found if row[3] - stopped_minor(open_minor=row[3], disputed_minor=disputed.get(row[0], 0)) > 0
    ]
    breached = _breached(asked, [(row[1], row[2]) for row in late])
    facts = SupplyFacts(
        order=asked.stated.order_number,
        breached=breached,
        overdue_minor=sum(
            row[3] - stopped_minor(open_minor=row[3], disputed_minor=disputed.get(row[0], 0)) for row in late
        ),
        currency=late[0][4] if late else "CNY",
        turn=asked.stated.turn,
        unrest=asked.stated.unrest,
        papers=len(asked.stated.papers),
        noticed_on=asked.noticed_on,
        security_given=asked.stated.security_given,
        is_effective=asked.is_effective,
    )
    return stop_supply(facts=facts)


def _breached(asked: AskedOf, billed: Iterable[tuple[int, str]]) -> frozenset[str]:
    rows = list(billed)
    contracts = {contract for _, contract in rows if contract}
    numbers = set(contracts)
    for orders in orders_of_invoices(invoice_ids=[invoice_id for invoice_id, _ in rows]).values():
        numbers |= orders
    order = asked.stated.order_number
    if order and order not in numbers:
        same = orders_for(actor=SYSTEM).filter(
            company_id=asked.company_id, number=order, contract__number__in=contracts
        )
        if same.exists():
            numbers.add(order)
    return frozenset(numbers)


def _items(today: date, customer_id: int | None) -> dict[Key, list[Item]]:
    rows = receivables_for(actor=SYSTEM).filter(outstanding_minor__gt=0, due_date__lt=today)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    held = _held(today, customer_id)
    disputed = disputed_minor(customer_id=customer_id)
    columns = ("pk", "customer_id", "company_id", "due_date", "outstanding_minor", "currency", "invoice__contract")
    found: dict[Key, list[Item]] = {}
    for pk, whose, company_id, due, minor, currency, contract in rows.order_by("pk").values_list(*columns):
        asked = minor - stopped_minor(open_minor=minor, disputed_minor=disputed.get(pk, 0))
        item = Item(pk, due, asked, currency, held.get(pk, ""), contract)
        found.setdefault((whose, company_id), []).append(item)
    return found


def _held(today: date, customer_id: int | None) -> Mapping[int, str]:
    """What holds an item back: a cause of ours, a running promise, a running plan; the last one named counts."""
    return {
        **dict.fromkeys(our_side_causes(today=today, customer_id=customer_id), OURS),
        **dict.fromkeys(held_items(today=today, customer_id=customer_id), PROMISE),
        **dict.fromkeys(planned_items(today=today, customer_id=customer_id), PLAN),
    }


def _past(customer_id: int | None) -> dict[Key, list[Past]]:
    rows = Sanction.objects.exclude(state=State.RELEASED.value).order_by("pk")
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    found: dict[Key, list[Past]] = {}
    for whose, company_id, rung, state, day, noticed in rows.values_list(
        "customer_id", "company_id", "rung", "state", "moved_on", "noticed_on"
    ):
        # A rung is climbed when the debtor is told: the gap to the next one counts from there.
        since = noticed if State(state) in TAKEN and noticed else day
        found.setdefault((whose, company_id), []).append(Past(Rung(rung), State(state), since))
    return found
