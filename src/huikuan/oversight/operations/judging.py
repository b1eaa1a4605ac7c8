"""Acts of people on flags: what they say of one, and where the thresholds lie."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.oversight.access import flag_for
from huikuan.oversight.models import Flag, FlagEvent, PolicyVersion
from huikuan.oversight.queries import policy_in_force
from huikuan.oversight.rules.flags import TRANSITIONS, Event, Policy, State, policy_fault

LONGEST_NOTE = 1_000


def judge_flag(*, actor: Actor, now: datetime, key: str, flag_id: int, event: Event, note: str) -> dict[str, Json]:
    """Say of a flag that it is explained, confirmed or dismissed, or open it again; `{"flag_id", "state"}`.

    Whoever is named in a flag never judges it: he does not even see it, and the database refuses the first two. Raises
    NotPermitted FLAG_NOT_VISIBLE, Refused PERSON_NEEDED, FLAG_NOTE_MISSING, Changed FLAG_CHANGED.
    """
    row = flag_for(actor=actor, flag_id=flag_id)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    said = note.strip()[:LONGEST_NOTE]
    if not said:
        raise Refused("FLAG_NOTE_MISSING")
    intent = Intent("judge_flag", actor, now, key, row.company_id, {"id": flag_id, "event": event.value, "note": said})

    def work(act: OpenAct) -> dict[str, Json]:
        after = TRANSITIONS.get((State(row.state), event))
        values = _judgement(act, after, said)
        if after is None or not Flag.objects.filter(pk=flag_id, state=row.state).update(**values):
            raise Changed("FLAG_CHANGED")
        FlagEvent.objects.create(
            flag_id=flag_id,
            event=event.value,
            state=after.value,
            at=now,
            who_name=actor.name,
            note=said,
            act_id=act.id,
        )
        return {"flag_id": flag_id, "state": after.value}

    return perform(intent=intent, work=work)


def set_watch_policy(
    *, actor: Actor, now: datetime, key: str, policy: Policy, reason: str, seen: int
) -> dict[str, Json]:
    """Write the next version of the thresholds; `{"number"}`. `seen` is the version the editor saw.

    Raises NotPermitted, Refused WATCH_POLICY_FAULTY, FLAG_NOTE_MISSING, Changed WATCH_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.VIEW_OVERSIGHT)
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    fault = policy_fault(policy=policy)
    if fault:
        raise Refused("WATCH_POLICY_FAULTY", field=fault)
    if not reason.strip():
        raise Refused("FLAG_NOTE_MISSING")
    detail = {"policy": asdict(policy), "reason": reason, "replaces": seen}
    intent = Intent("set_watch_policy", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(seen=seen, newest=lambda: policy_in_force().number, code="WATCH_POLICY_CHANGED") as number:
            PolicyVersion.objects.create(
                number=number,
                content=asdict(policy),
                reason=reason,
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=intent, work=work)


def _judgement(act: OpenAct, after: State | None, note: str) -> dict[str, object]:
    if after is None or after is State.OPEN:
        return {"state": State.OPEN.value, "judged_by_id": None, "judged_by_name": "", "judged_at": None, "note": ""}
    return {
        "state": after.value,
        "judged_by_id": act.actor.user_id,
        "judged_by_name": act.actor.name,
        "judged_at": act.now,
        "note": note,
    }
