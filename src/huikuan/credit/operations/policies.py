"""Edit the policy of credit control: every edit is a new version, so that each decision can name the one that made it."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.models import PolicyVersion
from huikuan.credit.policies import newest_number
from huikuan.credit.rules.policy import CreditPolicy, plain_policy, policy_faults, shipped_policy
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused

LONGEST_SOURCE = 400


def save_credit_policy(
    *, actor: Actor, now: datetime, today: date, key: str, policy: CreditPolicy, replaces: int
) -> dict[str, Json]:
    """Put the next version into force from its day on, today if it has none; `{"number"}`. Needs EDIT_POLICY.

    `replaces` is the newest version that the editor saw. Raises NotPermitted, Refused CREDIT_NUMBER_WRONG and the other
    faults of a policy, POLICY_BEGINS_EARLIER, Changed POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    faults = policy_faults(policy=policy)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    asked = policy.effective_from.isoformat() if policy.effective_from else None
    content = plain_policy(policy=policy)
    detail = {"policy": content, "replaces": replaces, "effective_from": asked, "source": policy.source}
    intent = Intent("save_credit_policy", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        begins = policy.effective_from or today
        if begins < today:
            raise Refused("POLICY_BEGINS_EARLIER", day=today.isoformat())
        newest = newest_number()
        if newest != replaces:
            raise Changed("POLICY_CHANGED", number=newest)
        if newest == 0:  # what held so far stays on record, and holds until the new one begins
            _add(act, shipped_policy(), 1, date(1990, 1, 1))
            newest = 1
        _add(act, policy, newest + 1, begins)
        return {"number": newest + 1}

    return perform(intent=intent, work=work)


def _add(act: OpenAct, policy: CreditPolicy, number: int, begins: date) -> None:
    PolicyVersion.objects.create(
        number=number,
        content=plain_policy(policy=policy),
        source=policy.source.strip()[:LONGEST_SOURCE],
        effective_from=begins,
        made_by=act.actor.name,
        made_at=act.now,
        act_id=act.id,
    )
