"""Put the next version of the ladders into force; record what the courts' list says of a customer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.sanctions.models import CourtEntry, LadderVersion
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.rules.gates import publish
from huikuan.sanctions.rules.given import CourtFacts
from huikuan.sanctions.rules.policy import LadderPolicy, plain_policy, policy_fault


@dataclass(frozen=True, slots=True)
class CourtDraft:
    """What was looked up on the courts' list of debtors (失信被执行人名单): court, case, day, whether the entry stands."""

    customer_id: int
    court: str
    case_number: str
    checked_on: date
    stands: bool = True


def save_ladders(*, actor: Actor, now: datetime, key: str, policy: LadderPolicy, reason: str) -> dict[str, Json]:
    """Put the next version of the ladders into force; `{"number"}`. `policy.number` is the version the editor saw.

    Needs EDIT_POLICY. Raises NotPermitted; Refused LADDER_… (order, days, numbers, source), LADDER_REASON; Changed
    LADDER_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    why = reason.strip()
    if not why or len(why) > 300:
        raise Refused("LADDER_REASON", most=300)
    fault = policy_fault(policy=policy)
    if fault:
        raise Refused(fault)
    detail = {"content": plain_policy(policy=policy), "reason": why, "seen": policy.number}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: ladders_in_force().number  # noqa: E731
        with next_version(seen=policy.number, newest=newest, code="LADDER_CHANGED") as number:
            LadderVersion.objects.create(
                number=number,
                content=plain_policy(policy=replace(policy, number=number)),
                reason=why,
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=Intent("save_sanction_ladders", actor, now, key, None, detail), work=work)


def record_court_entry(*, actor: Actor, now: datetime, today: date, key: str, draft: CourtDraft) -> dict[str, Json]:
    """Record what the courts' list says of a customer, looked up on a day; `{"entry_id"}`. Nothing is published.

    An entry that is gone is recorded as gone. Raises NotPermitted; Refused COURT_CASE, COURT_DAY, COURT_LOOKED_UP_LONG_AGO,
    COURT_NAME.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.SANCTION)
    valid_days = ladders_in_force().court_days
    gate = publish(facts=CourtFacts(draft.case_number, draft.checked_on, today, draft.stands, valid_days))
    for one in gate.missing:
        if one.code != "COURT_ENTRY_GONE":
            raise Refused(one.code, **one.parameters)
    if not draft.court.strip():
        raise Refused("COURT_NAME")
    intent = Intent("record_court_entry", actor, now, key, None, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        row = CourtEntry.objects.create(
            customer_id=draft.customer_id,
            court=draft.court.strip()[:150],
            case_number=draft.case_number.strip()[:80],
            stands=draft.stands,
            checked_on=draft.checked_on,
            who_name=actor.name,
            at=now,
            act_id=act.id,
        )
        return {"entry_id": row.pk}

    return perform(intent=intent, work=work)
