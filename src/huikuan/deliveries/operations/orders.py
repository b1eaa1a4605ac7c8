"""Acts on orders: placed with the question to credit, closed, opened again, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import QuerySet

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.contracts.access import contract_for
from huikuan.contracts.queries.events import ContractFacts, contract_facts
from huikuan.credit.operations.checking import decided
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.access import customer_for
from huikuan.customers.merging import refuse_merged
from huikuan.deliveries.access import order_for
from huikuan.deliveries.models import Note, Order, OrderLine
from huikuan.deliveries.operations.following import follow_order
from huikuan.deliveries.policies import policy_in_force
from huikuan.deliveries.rules.drafts import Fault, Goods, OrderDraft, faults_of_order
from huikuan.deliveries.rules.quantities import most_delivered
from huikuan.deliveries.rules.states import NoteState, OrderState, OrderStep, order_reached_by, order_sources_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


def place_order(*, actor: Actor, now: datetime, today: date, key: str, draft: OrderDraft) -> dict[str, Json]:
    """Take down an order and ask credit about it at once; `{"order_id", "check"}`, the answer of credit.

    Where it says hold the order stands on the hold list and nothing of it is delivered before its release. Needs
    PLACE_ORDER. Raises NotPermitted, Refused with the first fault, ORDER_EXISTS, ORDER_CONTRACT (of another customer, own
    company or currency), CUSTOMER_MERGED, and what `credit.check_credit` raises.
    """
    refuse_first(faults=faults_of_order(draft=draft))
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.PLACE_ORDER)
    company_for(actor=actor, company_id=draft.company_id, need=Verb.PLACE_ORDER)
    if draft.contract_id is not None:
        contract_for(actor=actor, contract_id=draft.contract_id)
    intent = Intent("place_order", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    try:
        return perform(intent=intent, work=lambda act: take_order(act=act, today=today, draft=draft))
    except IntegrityError as error:
        if Order.objects.filter(company_id=draft.company_id, number=draft.number.strip()).exists():
            raise Refused("ORDER_EXISTS", number=draft.number) from error
        raise


def take_order(*, act: OpenAct, today: date, draft: OrderDraft) -> dict[str, Json]:
    """As `place_order`, inside the open act of an import; the caller looked at faults and access."""
    refuse_merged(customer_ids={draft.customer_id})
    if draft.placed_on > act.latest_day:
        raise Refused("DATED_AHEAD", date=draft.placed_on.isoformat(), latest=act.latest_day.isoformat())
    facts = contract_of(contract_id=draft.contract_id, customer_id=draft.customer_id, company_id=draft.company_id)
    if facts is not None and facts.currency != draft.currency:
        raise Refused("ORDER_CONTRACT", number=facts.number)
    amounts = [line.amount(currency=draft.currency) for line in draft.lines]
    order = Order.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        contract_id=draft.contract_id,
        number=draft.number.strip(),
        placed_on=draft.placed_on,
        currency=draft.currency,
        amount_minor=sum(amounts),
        needs_acceptance=draft.needs_acceptance or bool(facts and facts.needs_acceptance),
        inspection_days=facts.inspection_days if facts and draft.inspection_days is None else draft.inspection_days,
        remark=draft.remark[:300],
        state=OrderState.OPEN.value,
        placed_by_name=act.actor.name,
        act_id=act.id,
    )
    _save_lines(order, draft.lines, amounts)
    question = Question(
        customer_id=order.customer_id,
        company_id=order.company_id,
        amount_minor=order.amount_minor,
        currency=order.currency,
        point=CheckPoint.ORDER,
        order_number=order.number,
        reserve=True,
    )
    return {"order_id": order.pk, "check": decided(act=act, question=question, today=today)}


def close_order(*, actor: Actor, now: datetime, today: date, key: str, order_id: int) -> dict[str, Json]:
    """Say that nothing more of an order is delivered: its rest leaves the exposure; `{"order_id"}`. Raises Changed ORDER_STATE."""
    return _step(OrderStep.CLOSE, actor, now, today, key, order_id)


def reopen_order(*, actor: Actor, now: datetime, today: date, key: str, order_id: int) -> dict[str, Json]:
    """Open a closed order again; its rest counts again. `{"order_id"}`. Raises Changed ORDER_STATE."""
    return _step(OrderStep.REOPEN, actor, now, today, key, order_id)


def cancel_order(*, actor: Actor, now: datetime, today: date, key: str, order_id: int) -> dict[str, Json]:
    """Cancel an order of which nothing was delivered; `{"order_id"}`. Raises Changed ORDER_STATE, Refused ORDER_DELIVERED."""
    return _step(OrderStep.CANCEL, actor, now, today, key, order_id)


def contract_of(*, contract_id: int | None, customer_id: int, company_id: int) -> ContractFacts | None:
    """The facts of a contract that goods are delivered under. Raises Refused ORDER_CONTRACT if it is of somebody else."""
    if contract_id is None:
        return None
    facts = contract_facts(contract_ids=[contract_id])[contract_id]
    if (facts.customer_id, facts.company_id) != (customer_id, company_id):
        raise Refused("ORDER_CONTRACT", number=facts.number)
    return facts


def refuse_first(*, faults: Sequence[Fault]) -> None:
    """Raise Refused with the first fault."""
    for fault in faults:
        raise Refused(fault.code, line=fault.line, value=fault.value)


def _step(step: OrderStep, actor: Actor, now: datetime, today: date, key: str, order_id: int) -> dict[str, Json]:
    row = order_for(actor=actor, order_id=order_id, need=Verb.PLACE_ORDER)
    intent = Intent(f"{step.value.lower()}_order", actor, now, key, row.company_id, {"order": order_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        locked = Order.objects.select_for_update().get(pk=order_id)
        if step is OrderStep.CANCEL and _living(locked).exists():
            raise Refused("ORDER_DELIVERED", number=locked.number)
        known = Order.objects.filter(pk=order_id, state__in=order_sources_of(step=step))
        if not known.update(state=order_reached_by(step=step).value):
            raise Changed("ORDER_STATE", number=locked.number, state=locked.state)
        follow_order(act=act, today=today, order_id=order_id)
        return {"order_id": order_id}

    return perform(intent=intent, work=work)


def _living(order: Order) -> QuerySet[Note]:
    return Note.objects.filter(order=order).exclude(state=NoteState.TAKEN_BACK.value)


def _save_lines(order: Order, lines: Sequence[Goods], amounts: Sequence[int]) -> None:
    over = policy_in_force().over_permille
    rows = [
        OrderLine(
            order=order,
            number=number,
            item_code=line.item_code,
            name=line.name.strip(),
            specification=line.specification,
            unit=line.unit,
            quantity_micros=line.quantity_micros,
            unit_price_micros=line.unit_price_micros or 0,
            amount_minor=minor,
            most_micros=most_delivered(quantity_micros=line.quantity_micros, over_permille=over),
        )
        for number, (line, minor) in enumerate(zip(lines, amounts, strict=True), 1)
    ]
    OrderLine.objects.bulk_create(rows, batch_size=500)
