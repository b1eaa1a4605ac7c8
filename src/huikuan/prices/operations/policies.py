"""The act that decides how far a billed price may lie from the confirmed one."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.prices.models import TolerancePolicy
from huikuan.prices.rules.comparing import MOST_TOLERANCE_PERMILLE


def set_tolerance(*, actor: Actor, now: datetime, key: str, tolerance_permille: int, reason: str) -> dict[str, Json]:
    """Write the next version of the tolerance, in per mille of the confirmed price; `{"number"}`.

    Raises NotPermitted, Refused PRICES_TOLERANCE_OUT_OF_BOUNDS, PRICES_REASON_MISSING.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if not 0 <= tolerance_permille <= MOST_TOLERANCE_PERMILLE:
        raise Refused("PRICES_TOLERANCE_OUT_OF_BOUNDS", most=MOST_TOLERANCE_PERMILLE // 10)
    if not reason.strip():
        raise Refused("PRICES_REASON_MISSING")
    detail = {"tolerance_permille": tolerance_permille, "reason": reason}
    intent = Intent("set_price_tolerance", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        last = TolerancePolicy.objects.order_by("-number").values_list("number", flat=True).first() or 0
        TolerancePolicy.objects.create(
            number=last + 1,
            tolerance_permille=tolerance_permille,
            reason=reason,
            who_name=actor.name,
            at=now,
            act_id=act.id,
        )
        return {"number": last + 1}

    return perform(intent=intent, work=work)
