"""Another person approves or rejects a sanction; its gate is asked again on the facts of that day (FEATURES D25)."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.approvals.operations import decide, withdraw
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import locked_customer
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Refused
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.operations.moving import gate_now, moved, refuse_closed, refuse_idle
from huikuan.sanctions.rules.rungs import Event


def decide_sanction(  # noqa: PLR0913 - the inbox gives every owner of a request the same seven
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve or reject a sanction that somebody else proposed; `{"sanction_id", "state"}`.

    Who stated facts for it does not approve it. Raises what `approvals.operations.decide` raises; Refused
    SANCTION_FACTS_ARE_YOURS, SANCTION_NOTHING_LEFT, LADDER_HELD_…, SANCTION_GATE_CLOSED; Changed SANCTION_CHANGED.
    """
    known = _of_request(request_id)
    refuse_other_company(actor=actor, company_id=known.company_id)
    detail = {"request_id": request_id, "approve": approve, "note": note}
    intent = Intent("decide_sanction", actor, now, key, known.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=known.customer_id)
        decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        row = Sanction.objects.select_for_update().get(pk=known.pk)
        if not approve:
            moved(act=act, row=row, event=Event.REJECT, on=today, note=note)
            return {"sanction_id": row.pk, "state": row.state}
        if actor.user_id in row.facts.get("by", ()):
            raise Refused("SANCTION_FACTS_ARE_YOURS")
        refuse_idle(row=row, today=today)
        gate = gate_now(row=row, today=today)
        refuse_closed(gate=gate)
        moved(act=act, row=row, event=Event.APPROVE, on=today, gate=gate, note=note)
        return {"sanction_id": row.pk, "state": row.state}

    return perform(intent=intent, work=work)


def withdraw_sanction(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own proposal back while it waits; `{"sanction_id"}`. Raises NotPermitted, Changed REQUEST_DECIDED."""
    known = _of_request(request_id)
    intent = Intent("withdraw_sanction", actor, now, key, known.company_id, {"request_id": request_id})

    def work(act: OpenAct) -> dict[str, Json]:
        withdraw(act=act, request_id=request_id)
        row = Sanction.objects.select_for_update().get(pk=known.pk)
        moved(act=act, row=row, event=Event.WITHDRAW, on=act.now.date())
        return {"sanction_id": row.pk}

    return perform(intent=intent, work=work)


def _of_request(request_id: int) -> Sanction:
    row = Sanction.objects.filter(request_id=request_id).first()
    if row is None:
        raise Refused("SANCTION_UNKNOWN")
    return row
