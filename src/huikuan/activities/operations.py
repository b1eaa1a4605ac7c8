"""Record contacts with customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from huikuan.activities.models import Activity, ActivitySubject
from huikuan.activities.models import Conversation as ConversationRow
from huikuan.activities.rules import (
    ActivityKind,
    Conversation,
    NextStep,
    Outcome,
    Subject,
    SubjectKind,
    activity_faults,
    conversation_fault,
)
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.customers.file_rules import PersonRole
from huikuan.customers.queries import contacts_of
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Refused

MOST_FILES = 5


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
    conversation: Conversation | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    """Photographs of signed papers and the like, kept with the contact as evidence."""


def record_activity(*, actor: Actor, now: datetime, today: date, key: str, activity: ActivityDraft) -> dict[str, Json]:
    """Put a contact on the customer's time line; `{"activity_id"}`. `today` is the business day in the company's zone.

    Raises NotPermitted; Refused CONTACT_AHEAD, TEXT_MISSING, TEXT_TOO_LONG, NEXT_STEP_MISSING, NEXT_STEP_IN_PAST, CONTACT_FILES_COUNT,
    CONVERSATION_PERSON_UNKNOWN and what `conversation_fault` names.
    """
    refuse_contact(actor=actor, now=now, today=today, activity=activity)
    intent = Intent("record_activity", actor, now, key, activity.company_id, said_of(activity=activity))
    return perform(intent=intent, work=lambda act: {"activity_id": add_activities(act=act, drafts=[activity])[0]})


def refuse_contact(*, actor: Actor, now: datetime, today: date, activity: ActivityDraft) -> None:
    """Raise what stands against recording a contact: NotPermitted, and Refused as `record_activity` says."""
    customer_for(actor=actor, customer_id=activity.customer_id, need=Verb.RECORD_ACTIVITY)
    if activity.company_id is not None:
        refuse_other_company(actor=actor, company_id=activity.company_id)
    if activity.at > now:
        raise Refused("CONTACT_AHEAD")
    faults = activity_faults(
        kind=activity.kind, outcome=activity.outcome, text=activity.text, next_step=activity.next_step, on=today
    )
    if faults:
        raise Refused(faults[0], kind=activity.kind.value)
    if len(activity.files) > MOST_FILES:
        raise Refused("CONTACT_FILES_COUNT", most=MOST_FILES)
    if activity.conversation is not None:
        _refuse_conversation(activity, activity.conversation)


def said_of(*, activity: ActivityDraft) -> dict[str, Json]:
    """What an act keeps of a contact: everything, and of its files the names and hashes."""
    said: dict[str, Json] = plain(value={**asdict(activity), "files": []})
    said["files"] = [[name[:120], write_file(content=content)] for name, content in activity.files]
    return said


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
    pairs = list(zip(rows, drafts, strict=True))
    talks = [ConversationRow(activity=row, **asdict(draft.conversation)) for row, draft in pairs if draft.conversation]
    if talks:
        ConversationRow.objects.bulk_create(talks, batch_size=500)
    for row, draft in pairs:
        _keep_files(act, row.pk, draft)
    return [row.pk for row in rows]


def _keep_files(act: OpenAct, activity_id: int, draft: ActivityDraft) -> None:
    kept = [store(act=act, document=DocumentDraft(*file, Purpose.CONTACT, activity_id)) for file in draft.files]
    ActivitySubject.objects.bulk_create(
        ActivitySubject(activity_id=activity_id, kind=SubjectKind.DOCUMENT.value, object_id=pk)
        for pk in dict.fromkeys(kept)
    )


def _refuse_conversation(activity: ActivityDraft, conversation: Conversation) -> None:
    fault = conversation_fault(conversation=conversation, outcome=activity.outcome)
    if fault:
        raise Refused(fault)
    if conversation == Conversation():
        raise Refused("CONVERSATION_EMPTY")
    known = {row.id for row in contacts_of(customer_ids=[activity.customer_id]).get(activity.customer_id, ())}
    if conversation.contact_id is not None and conversation.contact_id not in known:
        raise Refused("CONVERSATION_PERSON_UNKNOWN")
    if conversation.role and conversation.role not in PersonRole.__members__:
        raise Refused("CONVERSATION_ROLE_UNKNOWN")


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
