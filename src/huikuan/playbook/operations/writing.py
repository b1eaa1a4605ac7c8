"""Acts on the library and on plans: the next version of a strategy, of the policy of measuring, of a plan for one customer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db.models import Max

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import locked_customer
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.playbook.access import plans_for
from huikuan.playbook.models import MeasureVersion, NegotiationPlan, StrategyVersion
from huikuan.playbook.queries.library import measure_in_force, newest_number, strategy_in_force
from huikuan.playbook.rules.measuring import MeasurePolicy, policy_fault
from huikuan.playbook.rules.strategies import Strategy, document_of, strategy_faults


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What we want of a customer, what we accept at the least, and what we do if it is not met; `seen` is the version read."""

    customer_id: int
    aim: str
    bottom_line: str
    alternatives: str
    seen: int


def save_strategy(
    *, actor: Actor, now: datetime, key: str, strategy: Strategy, reason: str, is_new: bool = False
) -> dict[str, Json]:
    """Put the next version of a strategy into the library; `strategy.number` is the one the editor saw; `{"number"}`.

    A new one may not have the code of one that is there. Raises NotPermitted; Refused REASON_NEEDED, STRATEGY_CODE_TAKEN or the
    first of `rules.strategies.strategy_faults`; Changed STRATEGY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    faults = strategy_faults(strategy=strategy)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    document = plain(value=document_of(strategy=strategy))
    detail = {"code": strategy.code, "document": document, "reason": reason.strip(), "replaces": strategy.number}

    def work(act: OpenAct) -> dict[str, Json]:
        if is_new and strategy_in_force(code=strategy.code) is not None:
            raise Refused("STRATEGY_CODE_TAKEN", strategy=strategy.code)
        newest = lambda: newest_number(code=strategy.code)  # noqa: E731
        with next_version(seen=strategy.number, newest=newest, code="STRATEGY_CHANGED") as number:
            StrategyVersion.objects.create(
                code=strategy.code,
                number=number,
                document=document,
                reason=reason.strip()[:300],
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=Intent("save_strategy", actor, now, key, None, detail), work=work)


def save_measure(*, actor: Actor, now: datetime, key: str, policy: MeasurePolicy, reason: str) -> dict[str, Json]:
    """Change how success is measured from now on; results found before stay; `policy.number` is the one seen; `{"number"}`.

    Raises NotPermitted; Refused MEASURE_DAYS, MEASURE_SHARE, MEASURE_CASES, REASON_NEEDED; Changed MEASURE_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=policy):
        raise Refused(fault)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    values = {name: value for name, value in asdict(policy).items() if name != "number"}
    detail = {**values, "reason": reason.strip(), "replaces": policy.number}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: measure_in_force().number  # noqa: E731
        with next_version(seen=policy.number, newest=newest, code="MEASURE_CHANGED") as number:
            more = {"who_name": actor.name, "at": now, "act_id": act.id}
            MeasureVersion.objects.create(number=number, reason=reason.strip()[:300], **values, **more)
        return {"number": number}

    return perform(intent=Intent("save_measure_policy", actor, now, key, None, detail), work=work)


def save_plan(*, actor: Actor, now: datetime, key: str, draft: PlanDraft) -> dict[str, Json]:
    """Write down aim, bottom line and alternatives for one customer as the next version; `{"number"}`.

    Raises NotPermitted; Refused PLAN_INCOMPLETE, TEXT_TOO_LONG; Changed PLAN_CHANGED.
    """
    rows = plans_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    whole = replace(
        draft, aim=draft.aim.strip(), bottom_line=draft.bottom_line.strip(), alternatives=draft.alternatives.strip()
    )
    if not whole.aim or not whole.bottom_line:
        raise Refused("PLAN_INCOMPLETE")
    if max(len(whole.aim), len(whole.bottom_line)) > 1_000 or len(whole.alternatives) > 2_000:
        raise Refused("TEXT_TOO_LONG")

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=draft.customer_id)
        newest = lambda: rows.aggregate(newest=Max("number"))["newest"] or 0  # noqa: E731
        with next_version(seen=draft.seen, newest=newest, code="PLAN_CHANGED") as number:
            NegotiationPlan.objects.create(
                customer_id=draft.customer_id,
                number=number,
                aim=whole.aim,
                bottom_line=whole.bottom_line,
                alternatives=whole.alternatives,
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    intent = Intent("save_negotiation_plan", actor, now, key, None, plain(value=asdict(whole)))
    return perform(intent=intent, work=work)
