"""Acts on causes: recorded with evidence, replaced by a later one, mended, taken back; the policy that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.accounts.queries import actors_of, people
from huikuan.activities.access import activities_for
from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.causes.access import cause_for
from huikuan.causes.models import Cause, CauseEvidence, CauseItem, MendTask, PolicyVersion
from huikuan.causes.operations.steps import ended, told
from huikuan.causes.queries.requiring import policy_in_force
from huikuan.causes.rules.causes import CauseDraft, Event, State, draft_faults
from huikuan.causes.rules.requiring import CausePolicy, policy_fault
from huikuan.customers.access import customer_for, locked_customer, watched
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.parts import locked_receivables


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """The next version of the policy (its number is not read) and why; `seen` is the version the editor saw."""

    policy: CausePolicy
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class Mended:
    """Whether what was ours is mended, and what was done or is still missing."""

    is_done: bool
    note: str


def record_cause(*, actor: Actor, now: datetime, today: date, key: str, draft: CauseDraft) -> dict[str, Json]:
    """Record why items are not paid; a cause that was in force for one of them ends for it; `{"cause_id"}`.

    While a cause on our side is not mended its items are not asked for. Raises NotPermitted, and Refused with the codes of
    `draft_faults`, CAUSE_OWNER_UNKNOWN, CAUSE_MENDER_BLIND, CAUSE_ITEMS_NOT_THEIRS, CAUSE_CONTACT_NOT_THEIRS,
    DOCUMENT_TOO_LARGE.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    for fault in draft_faults(draft=draft, today=today):
        raise Refused(fault)
    names = _people(draft)
    contacts = activities_for(actor=actor).filter(pk__in=draft.activity_ids, customer_id=draft.customer_id)
    if contacts.count() != len(set(draft.activity_ids)):
        raise Refused("CAUSE_CONTACT_NOT_THEIRS")
    said: dict[str, Json] = plain(value={**asdict(draft), "files": []})
    said["files"] = [[name[:120], write_file(content=content)] for name, content in draft.files]

    def work(act: OpenAct) -> dict[str, Json]:
        locked_customer(customer_id=draft.customer_id)
        items = _open_items(draft)
        _replace(act, today, sorted(items))
        row = _written(act, today, draft, names)
        CauseItem.objects.bulk_create(
            CauseItem(cause=row, receivable_id=pk, open_minor=minor) for pk, minor in items.items()
        )
        _keep_evidence(act, row, draft)
        told(act=act, cause_id=row.pk, event=Event.RECORD, state=State.IN_FORCE, note=row.text)
        _on_time_line(act, row, sorted(items))
        return {"cause_id": row.pk}

    return perform(intent=Intent("record_cause", actor, now, key, draft.company_id, said), work=work)


def mark_mended(
    *, actor: Actor, now: datetime, today: date, key: str, cause_id: int, mended: Mended
) -> dict[str, Json]:
    """Say that what was ours is mended (its items are asked for again) or is not after all; `{"cause_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED, Changed CAUSE_CHANGED.
    """
    row = cause_for(actor=actor, cause_id=cause_id, need=Verb.RECORD_ACTIVITY)
    is_done, note = mended.is_done, mended.note.strip()[:2_000]
    if not note:
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"cause_id": cause_id, "is_done": is_done, "note": note}

    def work(act: OpenAct) -> dict[str, Json]:
        tasks = MendTask.objects.filter(cause_id=cause_id, cause__state=State.IN_FORCE.value)
        still = MendTask.objects.filter(pk__in=tasks.values("pk"), done_on__isnull=is_done)
        values = {"done_on": today, "done_by_name": actor.name} if is_done else {"done_on": None, "done_by_name": ""}
        if not still.update(**values):
            raise Changed("CAUSE_CHANGED", cause=cause_id)
        event = Event.MEND if is_done else Event.REOPEN
        told(act=act, cause_id=cause_id, event=event, state=State.IN_FORCE, note=note)
        return {"cause_id": cause_id}

    return perform(intent=Intent("mark_mended", actor, now, key, row.company_id, detail), work=work)


def withdraw_cause(*, actor: Actor, now: datetime, today: date, key: str, cause_id: int, note: str) -> dict[str, Json]:
    """Take back a cause that was recorded by mistake; `{"cause_id"}`. Raises NotPermitted, Refused REASON_NEEDED, Changed CAUSE_CHANGED."""
    row = cause_for(actor=actor, cause_id=cause_id, need=Verb.RECORD_ACTIVITY)
    if not note.strip():
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"cause_id": cause_id, "note": note.strip()[:2_000]}

    def work(act: OpenAct) -> dict[str, Json]:
        if not ended(act=act, cause_ids=[cause_id], event=Event.WITHDRAW, on=today, note=note):
            raise Changed("CAUSE_CHANGED", cause=cause_id)
        return {"cause_id": cause_id}

    return perform(intent=Intent("withdraw_cause", actor, now, key, row.company_id, detail), work=work)


def save_policy(*, actor: Actor, now: datetime, key: str, draft: PolicyDraft) -> dict[str, Json]:
    """Put the next version of what requires a cause into force; `{"number"}`.

    Raises NotPermitted, Refused CAUSE_POLICY_DAYS, CAUSE_POLICY_GRACE, CAUSE_POLICY_AMOUNTS, REASON_NEEDED, Changed
    CAUSE_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=draft.policy):
        raise Refused(fault)
    if not draft.reason.strip():
        raise Refused("REASON_NEEDED")
    policy = draft.policy
    values = {"amounts": dict(policy.amounts), "days": policy.days, "grace_days": policy.grace_days}
    detail: dict[str, Json] = {**values, "reason": draft.reason, "replaces": draft.seen}

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=draft.seen, newest=newest, code="CAUSE_POLICY_CHANGED") as number:
            more = {"who_name": actor.name, "at": now, "act_id": act.id}
            PolicyVersion.objects.create(number=number, reason=draft.reason.strip()[:300], **values, **more)
        return {"number": number}

    return perform(intent=Intent("save_cause_policy", actor, now, key, None, detail), work=work)


def _people(draft: CauseDraft) -> dict[int, str]:
    """The names of the owner and of who mends it, who sees the customer there: else the task would stand in nobody's list."""
    ids = frozenset({draft.owner_id, *([draft.mend.who_id] if draft.mend else [])})
    found = people(ids=ids)
    if len(found) != len(ids):
        raise Refused("CAUSE_OWNER_UNKNOWN")
    if draft.mend is not None:
        actors = actors_of(user_ids=[draft.mend.who_id])
        if not watched(actors=actors.values(), places=[(draft.customer_id, draft.company_id)]):
            raise Refused("CAUSE_MENDER_BLIND")
    return {pk: person.name for pk, person in found.items()}


def _open_items(draft: CauseDraft) -> dict[int, int]:
    """What is open of the items, locked in id order, minor units; all are of this debt."""
    rows = locked_receivables(ids=draft.receivable_ids)
    group = (draft.customer_id, draft.company_id, draft.currency)
    for row in rows.values():
        if (row.customer_id, row.company_id, row.currency) != group or row.outstanding_minor <= 0:
            raise Refused("CAUSE_ITEMS_NOT_THEIRS")
    return {pk: row.outstanding_minor for pk, row in rows.items()}


def _replace(act: OpenAct, today: date, receivable_ids: Sequence[int]) -> None:
    """End what was in force for these items; a cause that is about others too stays in force for them."""
    before = CauseItem.objects.filter(receivable_id__in=receivable_ids, ended_on=None)
    cause_ids = sorted(set(before.values_list("cause_id", flat=True)))
    before.update(ended_on=today)
    left = CauseItem.objects.filter(cause_id__in=cause_ids, ended_on=None)
    narrowed = set(left.values_list("cause_id", flat=True))
    for pk in sorted(narrowed):
        told(act=act, cause_id=pk, event=Event.NARROW, state=State.IN_FORCE)
    ended(act=act, cause_ids=[pk for pk in cause_ids if pk not in narrowed], event=Event.REPLACE, on=today)


def _written(act: OpenAct, today: date, draft: CauseDraft, names: dict[int, str]) -> Cause:
    row = Cause.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        cause=draft.cause.value,
        text=draft.text.strip(),
        owner_id=draft.owner_id,
        owner_name=names[draft.owner_id],
        since=today,
        recorded_at=act.now,
        recorded_by_id=act.actor.user_id,
        recorded_by_name=act.actor.name,
        state=State.IN_FORCE.value,
        act_id=act.id,
    )
    if draft.mend is not None:
        mend = draft.mend
        what = mend.what.strip()[:300]
        MendTask.objects.create(cause=row, what=what, who_id=mend.who_id, who_name=names[mend.who_id], until=mend.until)
    return row


def _keep_evidence(act: OpenAct, row: Cause, draft: CauseDraft) -> None:
    files = [
        store(act=act, document=DocumentDraft(name, content, Purpose.CAUSE, row.pk)) for name, content in draft.files
    ]
    CauseEvidence.objects.bulk_create(
        [
            *(CauseEvidence(cause=row, document_id=pk) for pk in dict.fromkeys(files)),
            *(CauseEvidence(cause=row, activity_id=pk) for pk in sorted(set(draft.activity_ids))),
        ]
    )


def _on_time_line(act: OpenAct, row: Cause, receivable_ids: Sequence[int]) -> None:
    draft = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.NOTE,
        at=act.now,
        text=row.text,
        outcome=Outcome.NONE,
        subjects=tuple(Subject(SubjectKind.RECEIVABLE, pk) for pk in receivable_ids),
    )
    add_activities(act=act, drafts=[draft])
