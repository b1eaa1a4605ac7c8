"""Acts on signs: recorded by a colleague with the document that proves it, taken back; the policy that weighs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.conduct.access import sign_for
from huikuan.conduct.models import PolicyVersion, Sign, SignTakenBack
from huikuan.conduct.queries.judgements import policy_in_force
from huikuan.conduct.rules.judging import SignDraft, sign_fault
from huikuan.conduct.rules.weighing import ConductPolicy, policy_fault
from huikuan.customers.access import customer_for, locked_customer
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """The next version of the policy (its number is not read) and why; `seen` is the version the editor saw."""

    policy: ConductPolicy
    reason: str
    seen: int


def record_sign(*, actor: Actor, now: datetime, today: date, key: str, draft: SignDraft) -> dict[str, Json]:
    """Write down a fact about a customer with its document; `{"sign_id"}`.

    Raises NotPermitted, Refused SIGN_NOT_RECORDED, REASON_NEEDED, CONDUCT_TEXT_TOO_LONG, SIGN_DAY_AHEAD, SIGN_WITHOUT_PAPER,
    DOCUMENT_TOO_LARGE.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    if fault := sign_fault(draft=draft, today=today):
        raise Refused(fault)
    name, content = draft.file
    detail: dict[str, Json] = {
        "customer_id": draft.customer_id,
        "ground": draft.ground.value,
        "text": draft.text,
        "happened_on": draft.happened_on.isoformat(),
        "file": [name[:120], write_file(content=content)],
    }

    def work(act: OpenAct) -> dict[str, Json]:
        paper = DocumentDraft(name, content, Purpose.CONDUCT, draft.customer_id)
        row = Sign.objects.create(
            customer_id=draft.customer_id,
            ground=draft.ground.value,
            text=draft.text.strip(),
            happened_on=draft.happened_on,
            document_id=store(act=act, document=paper),
            recorded_at=now,
            recorded_by_name=actor.name,
            act_id=act.id,
        )
        return {"sign_id": row.pk}

    return perform(intent=Intent("record_sign", actor, now, key, None, detail), work=work)


def take_back_sign(*, actor: Actor, now: datetime, key: str, sign_id: int, reason: str) -> dict[str, Json]:
    """Take back a sign that turned out not to be true: it counts no more; `{"sign_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, Changed SIGN_CHANGED.
    """
    row = sign_for(actor=actor, sign_id=sign_id, need=Verb.RECORD_ACTIVITY)
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"sign_id": sign_id, "reason": reason.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=row.customer_id)
        if SignTakenBack.objects.filter(sign_id=sign_id).exists():
            raise Changed("SIGN_CHANGED", sign=sign_id)
        values = {"reason": reason.strip()[:500], "at": now, "who_name": actor.name}
        SignTakenBack.objects.create(sign_id=sign_id, act_id=act.id, **values)
        return {"sign_id": sign_id}

    return perform(intent=Intent("take_back_sign", actor, now, key, None, detail), work=work)


def save_policy(*, actor: Actor, now: datetime, key: str, draft: PolicyDraft) -> dict[str, Json]:
    """Put the next version of points, threshold and days into force; `{"number"}`.

    Raises NotPermitted, Refused CONDUCT_POLICY_WEIGHTS, CONDUCT_POLICY_THRESHOLD, CONDUCT_POLICY_DAYS, REASON_NEEDED,
    Changed CONDUCT_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    policy = draft.policy
    if fault := policy_fault(policy=policy):
        raise Refused(fault)
    if not draft.reason.strip():
        raise Refused("REASON_NEEDED")
    weights = {name.value: [one.points, one.least, one.most] for name, one in sorted(policy.weights.items())}
    names = ("threshold", "least_kinds", "look_back_days", "review_days")
    values: dict[str, Json] = {"weights": weights, **{name: getattr(policy, name) for name in names}}
    detail: dict[str, Json] = {**values, "reason": draft.reason, "replaces": draft.seen}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=draft.seen, newest=newest, code="CONDUCT_POLICY_CHANGED") as number:
            more = {"who_name": actor.name, "at": now, "act_id": act.id}
            PolicyVersion.objects.create(number=number, reason=draft.reason.strip()[:300], **values, **more)
        return {"number": number}

    return perform(intent=Intent("save_conduct_policy", actor, now, key, None, detail), work=work)
