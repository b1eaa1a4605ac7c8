"""Decide how long before an end people are warned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.clocks.models import PolicyVersion
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.rules.warning import LONGEST_REASON, WarningPolicy, policy_fault
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """Another policy, why, and the version the editor saw."""

    policy: WarningPolicy
    reason: str
    seen: int


def save_policy(*, actor: Actor, now: datetime, key: str, draft: PolicyDraft) -> dict[str, Json]:
    """Put the next version of the warning days into force; `{"number"}`.

    Raises NotPermitted, Refused CLOCK_POLICY_ORDER, REASON_NEEDED, Changed CLOCK_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=draft.policy):
        raise Refused(fault)
    if not draft.reason.strip():
        raise Refused("REASON_NEEDED")
    long, short = draft.policy.long, draft.policy.short
    values = {
        "first_days": long.first,
        "second_days": long.second,
        "last_days": long.last,
        "short_first_days": short.first,
        "short_second_days": short.second,
        "short_last_days": short.last,
        "reason": draft.reason.strip()[:LONGEST_REASON],
    }
    detail: dict[str, Json] = {**values, "replaces": draft.seen}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=draft.seen, newest=newest, code="CLOCK_POLICY_CHANGED") as number:
            PolicyVersion.objects.create(number=number, who_name=actor.name, at=now, act_id=act.id, **values)
        return {"number": number}

    return perform(intent=Intent("save_clock_policy", actor, now, key, None, detail), work=work)
