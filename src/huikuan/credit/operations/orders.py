"""What became of an order: released, delivered, invoiced, cancelled; each step is checked again (FEATURES D25)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.access import order_for
from huikuan.credit.facts import order_amounts
from huikuan.credit.locks import hold_groups
from huikuan.credit.models import Commitment
from huikuan.credit.operations.checking import decided
from huikuan.credit.orders import move
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import OrderAmounts
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of an order of an own company was released, delivered, invoiced and cancelled in all; None: as it was."""

    company_id: int
    number: str
    released_minor: int | None = None
    delivered_minor: int | None = None
    invoiced_minor: int | None = None
    cancelled_minor: int | None = None


_STEPS = (
    (CheckPoint.INVOICE, "invoiced"),
    (CheckPoint.DELIVERY, "delivered"),
    (CheckPoint.RELEASE, "released"),
)
"""The furthest step that grew is the one that is asked about."""


def record_order(*, actor: Actor, now: datetime, today: date, key: str, progress: Progress) -> dict[str, Json]:
    """Take down what happened to an order; the answer of the check at the furthest step that grew, None if none did.

    `{"order": amounts, "check": answer or None}`. What has happened is written down also where the check says hold: it
    then stands on the hold list. Needs PLACE_ORDER. Raises NotPermitted ORDER_NOT_VISIBLE, Refused ORDER_AMOUNTS_WRONG.
    """
    row = order_for(actor=actor, company_id=progress.company_id, number=progress.number, need=Verb.PLACE_ORDER)
    intent = Intent("record_order", actor, now, key, progress.company_id, asdict(progress))

    def work(act: OpenAct) -> dict[str, Json]:
        return _moved(act, today, row, lambda before: _after(before, progress))

    return perform(intent=intent, work=work)


def bring_order(
    *, act: OpenAct, today: date, company_id: int, number: str, amounts: Mapping[str, int]
) -> dict[str, Json] | None:
    """Inside the open act of the room that delivers, bring an order to these amounts; as `record_order`, None if unknown.

    `amounts` are some of ordered, delivered and invoiced, minor units; an order that was delivered beyond itself is raised.
    """
    row = Commitment.objects.filter(company_id=company_id, number=number).first()
    if row is None:
        return None

    def after(before: OrderAmounts) -> OrderAmounts:
        wanted = replace(before, **amounts)
        needed = max(wanted.delivered, wanted.released) + wanted.cancelled
        return replace(wanted, ordered=max(wanted.ordered, needed), invoiced=min(wanted.invoiced, wanted.delivered))

    return _moved(act, today, row, after)


def _moved(
    act: OpenAct, today: date, row: Commitment, after: Callable[[OrderAmounts], OrderAmounts]
) -> dict[str, Json]:
    hold_groups(customer_ids=[row.customer_id])
    order = Commitment.objects.get(pk=row.pk)
    before = order_amounts(row=order)
    amounts = after(before)
    if not amounts.is_consistent:
        raise Refused("ORDER_AMOUNTS_WRONG", order=order.number)
    question = _question(order, before, amounts)
    check = None if question is None else decided(act=act, question=question, today=today)
    move(act=act, row=order, amounts=amounts)
    return {"order": asdict(amounts), "check": check}


def _after(before: OrderAmounts, progress: Progress) -> OrderAmounts:
    steps = {
        "released": progress.released_minor,
        "delivered": progress.delivered_minor,
        "invoiced": progress.invoiced_minor,
        "cancelled": progress.cancelled_minor,
    }
    return replace(before, **{name: minor for name, minor in steps.items() if minor is not None})


def _question(row: Commitment, before: OrderAmounts, after: OrderAmounts) -> Question | None:
    for point, name in _STEPS:
        grown = getattr(after, name) - getattr(before, name)
        if grown > 0:
            return Question(row.customer_id, row.company_id, grown, row.currency, point, row.number)
    return None
