"""Acts on judgements: a person judges with a reason, a later judgement replaces it, an appeal is decided by somebody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.conduct.access import appeal_for, judgement_for
from huikuan.conduct.models import Appeal, Judgement, JudgementStep
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.queries.judgements import policy_in_force
from huikuan.conduct.rules.judging import (
    TRANSITIONS,
    AppealDraft,
    AppealState,
    Event,
    JudgementDraft,
    State,
    judgement_fault,
    text_fault,
)
from huikuan.conduct.rules.weighing import Proposal
from huikuan.customers.access import customer_for, locked_customer
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an appeal is upheld, and why."""

    is_upheld: bool
    note: str


def judge_conduct(
    *, actor: Actor, now: datetime, today: date, key: str, draft: JudgementDraft, with_plan: Collection[int] = ()
) -> dict[str, Json]:
    """Say what a debtor is taken for, whatever the rules propose; the judgement before ends, its open appeal lapses.

    `{"judgement_id"}`. Raises NotPermitted (also for the system: a person decides), Refused REASON_NEEDED,
    CONDUCT_TEXT_TOO_LONG, CONDUCT_REVIEW_DAY, Changed JUDGEMENT_CHANGED.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.JUDGE_CONDUCT)
    judge_id = _person(actor)
    if fault := judgement_fault(draft=draft, today=today):
        raise Refused(fault)
    policy = policy_in_force()
    proposal = proposals_of(
        actor=actor, customer_ids=[draft.customer_id], today=today, policy=policy, with_plan=with_plan
    )[draft.customer_id]
    review_on = draft.review_on or today + timedelta(days=policy.review_days)

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=draft.customer_id)
        _replace(act, today, draft)
        row = Judgement.objects.create(
            customer_id=draft.customer_id,
            nature=draft.nature.value,
            reason=draft.reason.strip(),
            judged_on=today,
            review_on=review_on,
            judge_id=judge_id,
            judge_name=actor.name,
            state=State.IN_FORCE.value,
            act_id=act.id,
            **_proposed(proposal),
        )
        _told(act, row.pk, Event.JUDGE, State.IN_FORCE, row.reason)
        _on_time_line(act, row.customer_id, row.reason)
        return {"judgement_id": row.pk}

    return perform(intent=Intent("judge_conduct", actor, now, key, None, _asked(draft)), work=work)


def file_appeal(
    *, actor: Actor, now: datetime, today: date, key: str, judgement_id: int, draft: AppealDraft
) -> dict[str, Json]:
    """Record what the customer says against a judgement in force; `{"appeal_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, CONDUCT_TEXT_TOO_LONG, APPEAL_BY_WHOM, Changed JUDGEMENT_CHANGED.
    """
    row = judgement_for(actor=actor, judgement_id=judgement_id, need=Verb.RECORD_ACTIVITY)
    if fault := text_fault(text=draft.text):
        raise Refused(fault)
    if not draft.said_by.strip():
        raise Refused("APPEAL_BY_WHOM")
    file = draft.file
    hashed: Json = [file[0][:120], write_file(content=file[1])] if file else None
    detail: dict[str, Json] = {"judgement_id": judgement_id, "text": draft.text, "said_by": draft.said_by}

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=row.customer_id)
        is_free = not Appeal.objects.filter(judgement_id=judgement_id, state=AppealState.OPEN.value).exists()
        still = Judgement.objects.filter(pk=judgement_id, state=State.IN_FORCE.value)
        if not is_free or not still.exists():
            raise Changed("JUDGEMENT_CHANGED", judgement=judgement_id)
        paper = DocumentDraft(*file, Purpose.CONDUCT, row.customer_id) if file else None
        appeal = Appeal.objects.create(
            judgement_id=judgement_id,
            judge_id=row.judge_id,
            text=draft.text.strip(),
            said_by=draft.said_by.strip()[:150],
            document_id=store(act=act, document=paper) if paper else None,
            filed_on=today,
            filed_by_name=actor.name,
            state=AppealState.OPEN.value,
            act_id=act.id,
        )
        _told(act, judgement_id, Event.APPEAL, State.IN_FORCE, appeal.text)
        _on_time_line(act, row.customer_id, appeal.text)
        return {"appeal_id": appeal.pk}

    intent = Intent("file_appeal", actor, now, key, None, {**detail, "file": hashed})
    return perform(intent=intent, work=work)


def decide_appeal(
    *, actor: Actor, now: datetime, today: date, key: str, appeal_id: int, verdict: Verdict
) -> dict[str, Json]:
    """Uphold an appeal (the judgement holds no more, tone and policy are again those of the class) or dismiss it.

    Never by who judged. `{"appeal_id"}`. Raises NotPermitted (APPEAL_OWN_JUDGEMENT), Refused REASON_NEEDED, Changed APPEAL_CHANGED.
    """
    row = appeal_for(actor=actor, appeal_id=appeal_id, need=Verb.JUDGE_CONDUCT)
    if _person(actor) == row.judge_id:
        raise NotPermitted("APPEAL_OWN_JUDGEMENT", appeal=appeal_id)
    if fault := text_fault(text=verdict.note):
        raise Refused(fault)
    detail: dict[str, Json] = {
        "appeal_id": appeal_id,
        **plain(value={"upheld": verdict.is_upheld, "note": verdict.note}),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=row.judgement.customer_id)
        note = verdict.note.strip()
        after = AppealState.UPHELD if verdict.is_upheld else AppealState.DISMISSED
        decided = {"decided_on": today, "decided_by_id": actor.user_id, "decided_by_name": actor.name, "note": note}
        still = Appeal.objects.filter(pk=appeal_id, state=AppealState.OPEN.value)
        if not still.update(state=after.value, **decided):
            raise Changed("APPEAL_CHANGED", appeal=appeal_id)
        event = Event.UPHOLD if verdict.is_upheld else Event.DISMISS
        if verdict.is_upheld and not _ended(row.judgement_id, event, today):
            raise Changed("APPEAL_CHANGED", appeal=appeal_id)
        _told(act, row.judgement_id, event, TRANSITIONS[State.IN_FORCE, event], note)
        return {"appeal_id": appeal_id}

    return perform(intent=Intent("decide_appeal", actor, now, key, None, detail), work=work)


def _asked(draft: JudgementDraft) -> dict[str, Json]:
    return {
        "customer_id": draft.customer_id,
        "nature": draft.nature.value,
        "reason": draft.reason,
        "review_on": draft.review_on.isoformat() if draft.review_on else None,
        "replaces": draft.seen_id,
    }


def _person(actor: Actor) -> int:
    """Who judges is a person, never the system."""
    if actor.user_id is None:
        raise NotPermitted("JUDGED_BY_A_PERSON")
    return actor.user_id


def _replace(act: OpenAct, today: date, draft: JudgementDraft) -> None:
    rows = Judgement.objects.filter(customer_id=draft.customer_id, state=State.IN_FORCE.value)
    before = rows.values_list("pk", flat=True).first() or 0
    if before != draft.seen_id:
        raise Changed("JUDGEMENT_CHANGED", judgement=before)
    if before and _ended(before, Event.REPLACE, today):
        waiting = Appeal.objects.filter(judgement_id=before, state=AppealState.OPEN.value)
        waiting.update(state=AppealState.LAPSED.value, decided_on=today)
        _told(act, before, Event.REPLACE, State.REPLACED, draft.reason)


def _ended(judgement_id: int, event: Event, today: date) -> bool:
    still = Judgement.objects.filter(pk=judgement_id, state=State.IN_FORCE.value, judged_on__lte=today)
    return bool(still.update(state=TRANSITIONS[State.IN_FORCE, event].value, ended_on=today))


def _proposed(proposal: Proposal) -> dict[str, Json]:
    """What the rules proposed when it was judged, kept with it."""
    grounds: list[Json] = [
        {
            "ground": one.ground.value,
            "times": one.times,
            "points": one.points,
            "rows": [[trace.kind, trace.id, trace.day.isoformat(), trace.said] for trace in one.traces],
        }
        for one in (*proposal.reasons, *proposal.counters)
    ]
    return {
        "proposed": proposal.nature.value,
        "points_for": proposal.points_for,
        "points_against": proposal.points_against,
        "grounds": grounds,
        "policy_number": proposal.policy_number,
    }


def _told(act: OpenAct, judgement_id: int, event: Event, state: State, note: str) -> None:
    JudgementStep.objects.create(
        judgement_id=judgement_id,
        event=event.value,
        state=state.value,
        at=act.now,
        who_name=act.actor.name,
        note=note.strip()[:2_000],
        act_id=act.id,
    )


def _on_time_line(act: OpenAct, customer_id: int, text: str) -> None:
    draft = ActivityDraft(
        customer_id=customer_id, company_id=None, kind=ActivityKind.NOTE, at=act.now, text=text, outcome=Outcome.NONE
    )
    add_activities(act=act, drafts=[draft])
