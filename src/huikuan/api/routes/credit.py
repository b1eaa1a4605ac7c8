"""Credit control for an ERP: ask and reserve in one call, and say what became of the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from huikuan.api.answers import CreditAnswerOut, Fault, OrderAmountsOut, OrderProgressOut
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import Key
from huikuan.api.inputs import CreditCheckIn, OrderProgressIn
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.operations.orders import Progress, record_order
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Verb
from huikuan.wording.credit import credit_said

router = Router(tags=["credit"])


@router.post(
    "/credit/checks",
    response={200: CreditAnswerOut, 201: CreditAnswerOut, STATUSES: Fault},
    auth=Bearer(Verb.PLACE_ORDER),
)
def create_credit_check(request: HttpRequest, key: Key, body: CreditCheckIn) -> Status[CreditAnswerOut]:
    """Ask whether something may go ahead. With an order number the answer is kept (201), without one nothing is (200)."""
    caller = caller_of(request=request)
    question = Question(
        customer_id=body.customer_id,
        company_id=body.company_id,
        amount_minor=body.amount_minor,
        currency=body.currency,
        point=CheckPoint(body.at.value.upper()),
        order_number=body.order_number,
        reserve=body.reserve,
    )
    answer = check_credit(**caller.acting(key), question=question)
    return Status(201 if body.order_number else 200, _answer(answer))


@router.post("/credit/orders", response={201: OrderProgressOut, STATUSES: Fault}, auth=Bearer(Verb.PLACE_ORDER))
def record_order_progress(request: HttpRequest, key: Key, body: OrderProgressIn) -> Status[OrderProgressOut]:
    """Say what became of an order. It is taken down in any case; where the check says hold it stands on the hold list."""
    caller = caller_of(request=request)
    done = record_order(
        **caller.acting(key),
        progress=Progress(**body.model_dump()),
    )
    check = None if done["check"] is None else _answer(done["check"])
    return Status(201, OrderProgressOut(order=OrderAmountsOut(**done["order"]), check=check))


def _answer(answer: Mapping[str, Any]) -> CreditAnswerOut:
    named = {name: answer.get(name) for name in CreditAnswerOut.model_fields}
    return CreditAnswerOut.model_validate(
        {
            **named,
            "reasons": _worded(answer["reasons"]),
            "release_by": _worded(answer["release_by"]),
            "reserved": answer.get("reserved", False),
        }
    )


def _worded(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "message": credit_said(code=row["code"], parameters=row["parameters"])} for row in rows]
