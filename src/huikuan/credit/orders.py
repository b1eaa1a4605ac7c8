"""Moving the amounts of an order inside an open act, with the group's lock held: the row, and its line in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.credit.facts import order_amounts
from huikuan.credit.models import Commitment, Hold, OrderMove
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import HoldState, OrderAmounts
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class Placer:
    """Who placed an order, also where another one lets it through."""

    id: int | None
    name: str


def known_order(*, question: Question) -> Commitment | None:
    """The order asked about, as it stands; None if it is new or none is named.

    Raises Refused ORDER_OF_ANOTHER if the number is known with another customer, ORDER_CURRENCY_DIFFERS with another
    currency.
    """
    if not question.order_number:
        return None
    row = Commitment.objects.filter(company_id=question.company_id, number=question.order_number).first()
    if row is None:
        waiting = Hold.objects.filter(
            company_id=question.company_id, order_number=question.order_number, state=HoldState.HELD.value
        )
        if waiting.exclude(customer_id=question.customer_id).exists():
            raise Refused("ORDER_OF_ANOTHER", order=question.order_number)
        return None
    if row.customer_id != question.customer_id:
        raise Refused("ORDER_OF_ANOTHER", order=question.order_number)
    if row.currency != question.currency:
        raise Refused("ORDER_CURRENCY_DIFFERS", order=question.order_number, expected=row.currency)
    return row


def place(*, act: OpenAct, question: Question, amounts: OrderAmounts, today: date, placer: Placer) -> None:
    """Make a new order with these amounts."""
    row = Commitment.objects.create(
        company_id=question.company_id,
        customer_id=question.customer_id,
        number=question.order_number,
        currency=question.currency,
        placed_on=today,
        placed_by_id=placer.id,
        placed_by_name=placer.name,
        changed_at=act.now,
        **_columns(amounts),
    )
    OrderMove.objects.create(order=row, act_id=act.id, **_columns(amounts))


def move(*, act: OpenAct, row: Commitment, amounts: OrderAmounts) -> None:
    """Move an order to these amounts; nothing is written where nothing changes. Raises Refused ORDER_AMOUNTS_WRONG."""
    if not amounts.is_consistent:
        raise Refused("ORDER_AMOUNTS_WRONG", order=row.number)
    before = _columns(order_amounts(row=row))
    after = _columns(amounts)
    if before == after:
        return
    Commitment.objects.filter(pk=row.pk).update(**after, changed_at=act.now)
    OrderMove.objects.create(order=row, act_id=act.id, **{name: after[name] - before[name] for name in after})


def _columns(amounts: OrderAmounts) -> dict[str, int]:
    return {
        "ordered_minor": amounts.ordered,
        "released_minor": amounts.released,
        "delivered_minor": amounts.delivered,
        "invoiced_minor": amounts.invoiced,
        "cancelled_minor": amounts.cancelled,
    }
