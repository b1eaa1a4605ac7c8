"""Record contacts with customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from huikuan.activities.models import Activity, ActivitySubject
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, activity_faults
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """A contact to record; `at` is when it took place, in the actor's name."""

    customer_id: int
    kind: ActivityKind
    at: datetime
    text: str
    outcome: Outcome = Outcome.NONE
    next_step: NextStep = field(default_factory=NextStep)
    subjects: tuple[Subject, ...] = ()
    company_id: int | None = None


def record_activity(*, actor: Actor, now: datetime, today: date, key: str, activity: ActivityDraft) -> dict[str, Json]:
    """Put a contact on the customer's time line; `{"activity_id"}`. `today` is the business day in the company's zone.

    Raises NotPermitted; Refused TEXT_MISSING, TEXT_TOO_LONG, NEXT_STEP_MISSING, NEXT_STEP_IN_PAST.
    """
    customer_for(actor=actor, customer_id=activity.customer_id, need=Verb.RECORD_ACTIVITY)
    if activity.company_id is not None:
        refuse_other_company(actor=actor, company_id=activity.company_id)
    faults = activity_faults(
        kind=activity.kind, outcome=activity.outcome, text=activity.text, next_step=activity.next_step, on=today
    )
    if faults:
        raise Refused(faults[0], kind=activity.kind.value)
    intent = Intent("record_activity", actor, now, key, activity.company_id, plain(value=asdict(activity)))
    return perform(intent=intent, work=lambda act: {"activity_id": add_activities(act=act, drafts=[activity])[0]})


def add_activities(*, act: OpenAct, drafts: Sequence[ActivityDraft]) -> list[int]:
    """Put contacts on time lines inside an open act; ids in order, a constant number of queries per 500."""
    rows = Activity.objects.bulk_create([_activity(act, draft) for draft in drafts], batch_size=500)
    ActivitySubject.objects.bulk_create(
        [
            ActivitySubject(activity=row, kind=subject.kind.value, object_id=subject.id)
            for row, draft in zip(rows, drafts, strict=True)
            for subject in dict.fromkeys(draft.subjects)
        ],
        batch_size=500,
    )
    return [row.pk for row in rows]


def _activity(act: OpenAct, draft: ActivityDraft) -> Activity:
    return Activity(
        customer_id=draft.customer_id,
        company_id=draft.company_id,
        kind=draft.kind.value,
        at=draft.at,
        who_id=act.actor.user_id,
        who_name=act.actor.name,
        text=draft.text,
        outcome=draft.outcome.value,
        next_action=draft.next_step.action.strip(),
        next_date=draft.next_step.on,
        act_id=act.id,
    )
