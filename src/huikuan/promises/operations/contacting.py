"""A contact with what was promised in it, as one act: the time line tells it once, and the promise names its items."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft, add_activities, refuse_contact, said_of
from huikuan.activities.rules import Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Refused
from huikuan.promises.models import PromiseItem
from huikuan.promises.operations.promising import add_promise
from huikuan.promises.rules import PromiseDraft


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact to record, and the promise given in it, if one was."""

    activity: ActivityDraft
    promise: PromiseDraft | None = None


def record_contact(*, actor: Actor, now: datetime, today: date, key: str, contact: ContactDraft) -> dict[str, Json]:
    """Put a contact on the time line, with the promise given in it; `{"activity_id", "promise_id"}` (0: none).

    Raises NotPermitted, Refused as `refuse_contact` and `add_promise`, PROMISE_IN_ANOTHER_OUTCOME.
    """
    said = contact_said(actor=actor, now=now, today=today, contact=contact)
    intent = Intent("record_contact", actor, now, key, contact.activity.company_id, said)
    return perform(intent=intent, work=lambda act: add_contact(act=act, today=today, contact=contact))


def contact_said(*, actor: Actor, now: datetime, today: date, contact: ContactDraft) -> dict[str, Json]:
    """What an act keeps of a contact and its promise, once nothing stands against recording them. Raises as `record_contact`."""
    refuse_contact(actor=actor, now=now, today=today, activity=contact.activity)
    promise = contact.promise
    if promise is not None:
        refuse_other_company(actor=actor, company_id=promise.company_id)
        if contact.activity.outcome is not Outcome.PROMISED or promise.customer_id != contact.activity.customer_id:
            raise Refused("PROMISE_IN_ANOTHER_OUTCOME")
    return said_of(activity=contact.activity) | {"promise": plain(value=asdict(promise)) if promise else None}


def add_contact(*, act: OpenAct, today: date, contact: ContactDraft) -> dict[str, Json]:
    """The same inside an open act whose caller has checked who asks."""
    promise_id, subjects = 0, contact.activity.subjects
    if contact.promise is not None:
        promise_id = add_promise(act=act, today=today, draft=contact.promise, is_told=True)
        about = PromiseItem.objects.filter(promise_id=promise_id).order_by("pk").values_list("receivable_id", flat=True)
        subjects = (*subjects, *(Subject(SubjectKind.RECEIVABLE, pk) for pk in about))
    activity = replace(contact.activity, subjects=subjects)
    return {"activity_id": add_activities(act=act, drafts=[activity])[0], "promise_id": promise_id}
