"""What the ladder and the gates rest on, read for one customer or all in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.causes.queries.causes import our_side_causes
from huikuan.conduct.queries.judgements import natures
from huikuan.conduct.rules.weighing import Nature
from huikuan.contracts.access import contracts_for
from huikuan.contracts.rules.states import ContractState
from huikuan.credit.access import orders_for as commitments_for
from huikuan.customers.queries import customers_by_id
from huikuan.deliveries.access import orders_for
from huikuan.deliveries.queries.papers import orders_of_invoices
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.actor import SYSTEM
from huikuan.promises.holding import held_items
from huikuan.receipts.queries.exposure import unused_money
from huikuan.receivables.access import receivables_for
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.neighbours import legal_files
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Gate, SupplyFacts, Turn, stop_supply
from huikuan.sanctions.rules.ladder import Debtor, Item, Past, covered, main_sum
from huikuan.sanctions.rules.rungs import TAKEN, Rung, State
from huikuan.settlements.queries import planned_items

Key = tuple[int, int]
"""Customer and own company."""
LATELY = timedelta(days=366)
PROMISE, PLAN, OURS, CASE = "PROMISE", "PLAN", "OURS", "CASE"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What a gate is asked about: the items of a sanction by receivable, and what people stated of an order of the customer."""

    company_id: int
    receivable_ids: tuple[int, ...]
    stated: Stated
    noticed_on: date | None = None
    is_effective: bool = False
    customer_id: int = 0


def debtors(*, today: date, customer_id: int | None = None) -> dict[Key, Debtor]:
    """Every customer with something overdue, or one customer, with what holds his items and the rungs he is on.

    For acts and reads that have checked who asks. Eleven queries a portion of 5,000 customers.
    """
    items = _items(today, customer_id)
    past = _past(customer_id)
    for key, lifted in _lifted(customer_id, today):
        if key in items:
            past.setdefault(key, []).append(lifted)
    whose = sorted({key[0] for key in (*items, *past)})
    classes, malicious = customers_by_id(ids=whose), malicious_customers(customer_ids=whose)
    return {
        key: Debtor(
            customer_class=classes[key[0]].customer_class if key[0] in classes else "STANDARD",
            is_malicious=key[0] in malicious,
            items=items.get(key, ()),
            past=tuple(past.get(key, ())),
        )
        for key in sorted({*items, *past})
    }


def malicious_customers(*, customer_ids: Iterable[int]) -> frozenset[int]:
    """The customers that a person judged malicious, as far as that judgement is in force."""
    found = natures(customer_ids=customer_ids)
    return frozenset(pk for pk, nature in found.items() if nature is Nature.MALICIOUS)


def gate_of(*, rung: Rung, asked: AskedOf, today: date) -> Gate | None:
    """What the law says to a rung on the facts of today; None where it asks for nothing beyond the contract."""
    return supply_gates(asked={0: asked}, today=today)[0] if rung is Rung.STOP_SUPPLY else None


def supply_gates(*, asked: Mapping[int, AskedOf], today: date) -> dict[int, Gate]:
    """What the law says to each of these stops of supply on the facts of today (民法典 525–528); eight queries for any number.

    The orders in breach are those whose deliveries or contract the overdue items bill; an order under which we deliver first
    must be one of the customer's, or a person has confirmed that it stands.
    """
    late = _late(asked, today)
    billed = {pk: [(one.invoice_id, one.contract) for one in rows] for pk, rows in late.items()}
    breached, known = _breached(asked, billed), _known_orders(asked)
    return {
        pk: stop_supply(
            facts=SupplyFacts(
                order=one.stated.order_number,
                breached=breached[pk],
                overdue_minor=main_sum(items=[row.item for row in late[pk]])[1],
                currency=main_sum(items=[row.item for row in late[pk]])[0],
                turn=one.stated.turn,
                today=today,
                unrest=one.stated.unrest,
                papers=len(one.stated.papers),
                noticed_on=one.noticed_on,
                security_given=one.stated.security_given,
                is_effective=one.is_effective,
                is_known=one.stated.order_stands or pk in known or one.stated.order_number in breached[pk],
            )
        )
        for pk, one in asked.items()
    }


@dataclass(frozen=True, slots=True)
class _Late:
    """An item that is due and unpaid, as far as it is undisputed, with what bills it."""

    item: Item
    invoice_id: int
    contract: str


def _late(asked: Mapping[int, AskedOf], today: date) -> dict[int, list[_Late]]:
    ids = sorted({pk for one in asked.values() for pk in one.receivable_ids})
    rows = receivables_for(actor=SYSTEM).filter(pk__in=ids, due_date__lt=today, outstanding_minor__gt=0)
    columns = ("pk", "invoice_id", "invoice__contract", "due_date", "outstanding_minor", "currency")
    found = list(rows.values_list(*columns))
    disputed = disputed_minor(receivable_ids=[row[0] for row in found])
    known: dict[int, _Late] = {}
    for pk, invoice_id, contract, due, minor, currency in found:
        undisputed = minor - stopped_minor(open_minor=minor, disputed_minor=disputed.get(pk, 0))
        if undisputed > 0:
            known[pk] = _Late(Item(pk, due, undisputed, currency, "", contract), invoice_id, contract)
    return {key: [known[pk] for pk in one.receivable_ids if pk in known] for key, one in asked.items()}


def _breached(asked: Mapping[int, AskedOf], billed: Mapping[int, list[tuple[int, str]]]) -> dict[int, frozenset[str]]:
    """The orders and contracts in breach of each; an order of a contract in breach is in breach with it."""
    orders = orders_of_invoices(invoice_ids=sorted({invoice_id for rows in billed.values() for invoice_id, _ in rows}))
    named = sorted({one.stated.order_number for one in asked.values() if one.stated.order_number})
    of_contract = orders_for(actor=SYSTEM).filter(number__in=named, contract__isnull=False) if named else ()
    under = set(of_contract.values_list("company_id", "number", "contract__number")) if of_contract else set()
    found = {}
    for pk, one in asked.items():
        contracts = {contract for _, contract in billed[pk] if contract}
        numbers = contracts.union(*(orders.get(invoice_id, ()) for invoice_id, _ in billed[pk]))
        order = one.stated.order_number
        is_under = any((one.company_id, order, contract) in under for contract in contracts)
        found[pk] = frozenset(numbers | ({order} if order and is_under else set()))
    return found


def _known_orders(asked: Mapping[int, AskedOf]) -> frozenset[int]:
    """Those that name an order or a signed contract which the books know of their customer and own company."""
    first = {pk: one for pk, one in asked.items() if one.stated.turn is Turn.OURS_FIRST}
    named = sorted({one.stated.order_number for one in first.values()} - {""})
    if not named:
        return frozenset()
    signed = contracts_for(actor=SYSTEM).filter(state=ContractState.SIGNED.value)
    known: set[tuple[int, int, str]] = set()
    for rows in (orders_for(actor=SYSTEM), commitments_for(actor=SYSTEM), signed):
        known.update(rows.filter(number__in=named).values_list("customer_id", "company_id", "number"))
    return frozenset(
        pk for pk, one in first.items() if (one.customer_id, one.company_id, one.stated.order_number) in known
    )


def _items(today: date, customer_id: int | None) -> dict[Key, tuple[Item, ...]]:
    rows = receivables_for(actor=SYSTEM).filter(outstanding_minor__gt=0, due_date__lt=today)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    held = _held(today, customer_id)
    money = unused_money(customer_id=customer_id)
    disputed = disputed_minor(customer_id=customer_id)
    columns = ("pk", "customer_id", "company_id", "due_date", "outstanding_minor", "currency", "invoice__contract")
    found: dict[Key, list[Item]] = {}
    for pk, whose, company_id, due, minor, currency, contract in rows.order_by("pk").values_list(*columns):
        asked = minor - stopped_minor(open_minor=minor, disputed_minor=disputed.get(pk, 0))
        item = Item(pk, due, asked, currency, held.get(pk, ""), contract)
        found.setdefault((whose, company_id), []).append(item)
    return {key: covered(items=items, money=money.get(key, {})) for key, items in found.items()}


def _held(today: date, customer_id: int | None) -> Mapping[int, str]:
    """What holds an item back: a case, a cause of ours, a running promise, a running plan; the last one named counts."""
    return {
        **dict.fromkeys(legal_files().running_items(customer_id=customer_id), CASE),
        **dict.fromkeys(our_side_causes(today=today, customer_id=customer_id), OURS),
        **dict.fromkeys(held_items(today=today, customer_id=customer_id), PROMISE),
        **dict.fromkeys(planned_items(today=today, customer_id=customer_id), PLAN),
    }


def _lifted(customer_id: int | None, today: date) -> Iterable[tuple[Key, Past]]:
    """Rungs released lately: where the customer owes still, one that a person lifted does not come back the next day."""
    rows = Sanction.objects.filter(state=State.RELEASED.value, moved_on__gt=today - LATELY)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    for whose, company_id, rung, day in rows.values_list("customer_id", "company_id", "rung", "moved_on"):
        yield (whose, company_id), Past(Rung(rung), State.RELEASED, day)


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
