"""Acts on dated data: the prime rate as read on the published list, the policy in versions."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.interest.gathering import policy_in_force, prime_rates
from huikuan.interest.models import PolicyVersion, PrimeRate
from huikuan.interest.rules.charging import InterestPolicy, policy_fault, prime_rate_fault
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class PrimeRateDraft:
    """The one-year prime rate from a day on, basis points a year, as the list of `source` showed it on `as_of`.

    A rate for a day that has one replaces it. `seen` is the number the editor saw.
    """

    since: date
    rate_bp: int
    as_of: date
    source: str
    seen: int


def enter_prime_rate(*, actor: Actor, now: datetime, today: date, key: str, draft: PrimeRateDraft) -> dict[str, Json]:
    """Keep a prime rate; what was proposed or charged before keeps the number it was made by; `{"number"}`.

    Needs EDIT_POLICY. Raises NotPermitted, Refused PRIME_RATE_RANGE, PRIME_RATE_DAYS, PRIME_RATE_SOURCE, Changed
    PRIME_RATES_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := prime_rate_fault(since=draft.since, rate_bp=draft.rate_bp, as_of=draft.as_of, today=today):
        raise Refused(fault.code, **fault.parameters)
    if not draft.source.strip():
        raise Refused("PRIME_RATE_SOURCE")

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: prime_rates().number  # noqa: E731
        with next_version(seen=draft.seen, newest=newest, code="PRIME_RATES_CHANGED") as number:
            PrimeRate.objects.create(
                number=number,
                since=draft.since,
                rate_bp=draft.rate_bp,
                as_of=draft.as_of,
                source=draft.source.strip()[:300],
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=Intent("enter_prime_rate", actor, now, key, None, plain(value=asdict(draft))), work=work)


def save_interest_policy(
    *, actor: Actor, now: datetime, key: str, policy: InterestPolicy, reason: str
) -> dict[str, Json]:
    """Put the next version of the policy into force, for claims proposed from now on; `{"number"}`.

    `policy.number` is the version the editor saw. Raises NotPermitted, Refused INTEREST_POLICY_BASIS, INTEREST_POLICY_BOUNDS,
    INTEREST_FACTOR_RANGE, INTEREST_YEAR, REASON_NEEDED, Changed INTEREST_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=policy):
        raise Refused(fault.code, **fault.parameters)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    values = asdict(replace(policy, number=0))
    del values["number"]
    detail: dict[str, Json] = {**plain(value=values), "reason": reason, "replaces": policy.number}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=policy.number, newest=newest, code="INTEREST_POLICY_CHANGED") as number:
            more = {"who_name": actor.name, "at": now, "act_id": act.id, "reason": reason.strip()[:300]}
            PolicyVersion.objects.create(number=number, **values, **more)
        return {"number": number}

    return perform(intent=Intent("save_interest_policy", actor, now, key, None, detail), work=work)
