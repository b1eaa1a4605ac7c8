"""The answer to a question as plain data, the same for pages, programs and the record of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huikuan.credit.rules.deciding import Verdict, allowed_minor
from huikuan.credit.rules.facts import Facts
from huikuan.credit.rules.policy import BLOCKING, Component, CreditPolicy
from huikuan.credit.rules.releasing import Way, ways_out
from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor

Plain = dict[str, Any]


def answer_of(*, facts: Facts, policy: CreditPolicy, verdict: Verdict) -> Plain:
    """Decision, reasons, exposure, limit and what would release it; amounts in minor units of `currency`."""
    frame = facts.binding(policy.components)
    return {
        "decision": verdict.severity.value.lower(),
        "reasons": [_reason(verdict, place) for place in range(len(verdict.reasons))],
        "currency": facts.base,
        "exposure": frame.exposure(policy.components),
        "increase": facts.increase_minor,
        "limit": frame.limit_minor,
        "allowed": None if frame.limit_minor is None else allowed_minor(limit_minor=frame.limit_minor, policy=policy),
        "is_group": frame.is_group,
        "components": {
            component.value: frame.components.get(component, 0)
            for component in Component
            if component in policy.components
        },
        "release_by": [plain_way(way=way) for way in ways_out(facts=facts, policy=policy, verdict=verdict)],
        "policy": policy.number,
    }


def plain_way(*, way: Way) -> Plain:
    """One thing that would help, as plain data."""
    return {"code": way.code, "parameters": dict(way.parameters)}


def seen_by(*, actor: Actor, ways: Sequence[Plain]) -> list[Plain]:
    """The same ways for an actor: of a customer he may not see the amount alone, no document (TRUST Z1)."""
    ids = {way["parameters"]["customer"] for way in ways if "customer" in way["parameters"]}
    if sees_everything(actor=actor) or not ids:
        return list(ways)
    visible = set(customers_for(actor=actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [way if way["parameters"].get("customer") in {None, *visible} else _veiled(way) for way in ways]


def _veiled(way: Plain) -> Plain:
    kept = {name: way["parameters"][name] for name in ("minor", "currency", "days")}
    return {"code": "PAY_ITEM_OF_GROUP", "parameters": kept}


def _reason(verdict: Verdict, place: int) -> Plain:
    reason = verdict.reasons[place]
    return {
        "code": reason.rule.value,
        "severity": reason.severity.value.lower(),
        "blocks": reason.severity in BLOCKING,
        "parameters": dict(reason.parameters),
        "lifted": reason.lifted.value,
        "lifted_by": reason.lifted_by,
    }
