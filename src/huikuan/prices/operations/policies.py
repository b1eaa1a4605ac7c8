"""The act that decides how far a billed price may lie from the confirmed one."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.prices.models import TolerancePolicy
from huikuan.prices.queries.confirmations import tolerance_in_force
from huikuan.prices.rules.comparing import MOST_TOLERANCE_PERMILLE


def set_tolerance(
    *, actor: Actor, now: datetime, key: str, tolerance_permille: int, reason: str, seen: int
) -> dict[str, Json]:
    """Write the next version of the tolerance, in per mille of the confirmed price; `{"number"}`.

    `seen` is the version the editor saw. Raises NotPermitted, Refused PRICES_TOLERANCE_OUT_OF_BOUNDS, PRICES_REASON_MISSING,
    Changed PRICES_TOLERANCE_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if not 0 <= tolerance_permille <= MOST_TOLERANCE_PERMILLE:
        raise Refused("PRICES_TOLERANCE_OUT_OF_BOUNDS", most=MOST_TOLERANCE_PERMILLE // 10)
    if not reason.strip():
        raise Refused("PRICES_REASON_MISSING")
    detail = {"tolerance_permille": tolerance_permille, "reason": reason, "replaces": seen}
    intent = Intent("set_price_tolerance", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(
            seen=seen, newest=lambda: tolerance_in_force().number, code="PRICES_TOLERANCE_CHANGED"
        ) as number:
            TolerancePolicy.objects.create(
                number=number,
                tolerance_permille=tolerance_permille,
                reason=reason,
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=intent, work=work)
