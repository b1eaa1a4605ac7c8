"""The act that decides in which order unnamed money pays what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.receipts.debt_order import Order
from huikuan.receipts.models import DebtOrderVersion
from huikuan.receipts.queries.debt_orders import debt_order_of


@dataclass(frozen=True, slots=True)
class DebtOrderDraft:
    """The order of one own company and why; `seen` is the version the editor saw."""

    company_id: int
    order: Order
    reason: str
    seen: int


def set_debt_order(*, actor: Actor, now: datetime, key: str, draft: DebtOrderDraft) -> dict[str, Json]:
    """Write the next version of the order; `{"number"}`. What the debtor names goes first whatever it says (CC 560(1)).

    Raises NotPermitted, Refused DEBT_ORDER_REASON_MISSING, Changed DEBT_ORDER_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    if not draft.reason.strip():
        raise Refused("DEBT_ORDER_REASON_MISSING")
    detail = {"order": draft.order.value, "reason": draft.reason, "replaces": draft.seen}
    intent = Intent("set_debt_order", actor, now, key, draft.company_id, detail)

    def newest() -> int:
        return debt_order_of(company_id=draft.company_id).number

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(seen=draft.seen, newest=newest, code="DEBT_ORDER_CHANGED") as number:
            DebtOrderVersion.objects.create(
                company_id=draft.company_id,
                number=number,
                debt_order=draft.order.value,
                reason=draft.reason.strip()[:300],
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=intent, work=work)
