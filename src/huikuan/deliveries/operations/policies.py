"""The act that decides by how much a delivery may differ from its order."""

from __future__ import annotations

from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.deliveries.models import PolicyVersion
from huikuan.deliveries.policies import policy_in_force
from huikuan.deliveries.rules.policy import MOST_PERMILLE, DeliveryPolicy
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused


def set_delivery_policy(
    *, actor: Actor, now: datetime, key: str, wanted: DeliveryPolicy, reason: str
) -> dict[str, Json]:
    """Write the next version, per mille above the order and short of it; `{"number"}`. Orders placed before keep theirs.

    `wanted.number` is the version the editor saw. Raises NotPermitted, Refused DELIVERY_TOLERANCE, UNDOING_REASON, Changed
    DELIVERY_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    over_permille, short_permille, seen = wanted.over_permille, wanted.short_permille, wanted.number
    if not (0 <= over_permille <= MOST_PERMILLE and 0 <= short_permille <= MOST_PERMILLE):
        raise Refused("DELIVERY_TOLERANCE", most=MOST_PERMILLE // 10)
    if not reason.strip():
        raise Refused("UNDOING_REASON")
    detail = {"over": over_permille, "short": short_permille, "reason": reason, "replaces": seen}
    intent = Intent("set_delivery_policy", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=seen, newest=newest, code="DELIVERY_POLICY_CHANGED") as number:
            PolicyVersion.objects.create(
                number=number,
                over_permille=over_permille,
                short_permille=short_permille,
                reason=reason.strip()[:300],
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=intent, work=work)
