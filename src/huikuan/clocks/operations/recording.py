"""Record what was done about a debt, with its proof; take back what was recorded by mistake."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.clocks.access import event_for
from huikuan.clocks.models import EventItem, RecordedEvent, Withdrawal
from huikuan.clocks.operations.refreshing import refresh_debts
from huikuan.clocks.rules.interrupting import EventDraft, event_fault
from huikuan.customers.access import customer_for
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receivables.access import receivables_for


@dataclass(frozen=True, slots=True)
class Paper:
    """The file that proves an event."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves an event: a document that is kept, or the record of another room (`case:12`)."""

    document_id: int | None = None
    reference: str = ""


def record_event(
    *, actor: Actor, now: datetime, today: date, key: str, draft: EventDraft, paper: Paper | None
) -> dict[str, Json]:
    """Record an event with its paper; the clocks of its debts move in the same act. `{"event_id"}`.

    Raises NotPermitted, Refused CLOCK_EVENT_EVIDENCE (no paper: nothing counts without), DOCUMENT_TOO_LARGE and those of
    `add_event`.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    if paper is None or not paper.content:
        raise Refused("CLOCK_EVENT_EVIDENCE")
    said = {**plain(value=asdict(draft)), "name": paper.name[:120], "sha256": sha256(paper.content).hexdigest()}
    document = DocumentDraft(paper.name, paper.content, Purpose.CLOCK, draft.customer_id)

    def work(act: OpenAct) -> dict[str, Json]:
        if fault := event_fault(draft=draft, today=today):
            raise Refused(fault)
        proof = Proof(document_id=store(act=act, document=document))
        return {"event_id": add_event(act=act, today=today, draft=draft, proof=proof)}

    return perform(intent=Intent("record_clock_event", actor, now, key, draft.company_id, said), work=work)


def add_event(*, act: OpenAct, today: date, draft: EventDraft, proof: Proof) -> int:
    """Record an event inside an open act of a room above, its clocks refreshed; the id. The caller has checked who asks.

    Raises Refused CLOCK_EVENT_EVIDENCE, CLOCK_EVENT_FOUND, CLOCK_EVENT_AHEAD, CLOCK_EVENT_ITEMS, CLOCK_EVENT_SINCE,
    CLOCK_EVENT_NOTE.
    """
    if proof.document_id is None and not proof.reference:
        raise Refused("CLOCK_EVENT_EVIDENCE")
    if fault := event_fault(draft=draft, today=today):
        raise Refused(fault)
    wanted = sorted(set(draft.receivable_ids))
    theirs = receivables_for(actor=SYSTEM).filter(
        pk__in=wanted, customer_id=draft.customer_id, company_id=draft.company_id
    )
    items = dict(theirs.values_list("pk", "invoice_id"))
    if len(items) != len(wanted):
        raise Refused("CLOCK_EVENT_ITEMS")
    row = RecordedEvent.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        kind=draft.kind.value,
        on=draft.on,
        since=draft.since,
        note=draft.note.strip(),
        document_id=proof.document_id,
        reference=proof.reference,
        recorded_by_id=act.actor.user_id,
        recorded_by_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
    EventItem.objects.bulk_create(EventItem(event=row, receivable_id=pk) for pk in wanted)
    refresh_debts(invoice_ids=sorted(set(items.values())), today=today)
    return row.pk


def withdraw_event(
    *, actor: Actor, now: datetime, today: date, key: str, event_id: int, reason: str
) -> dict[str, Json]:
    """Say that an event was recorded by mistake: it stays on record and no longer counts. `{"event_id"}`.

    By who recorded it, or who handles cases. Raises NotPermitted, Refused CLOCK_EVENT_NOT_YOURS, REASON_NEEDED, Changed
    CLOCK_EVENT_CHANGED.
    """
    row = event_for(actor=actor, event_id=event_id, need=Verb.RECORD_ACTIVITY)
    if row.recorded_by_id != actor.user_id and not actor.may(Verb.HANDLE_CASE):
        raise Refused("CLOCK_EVENT_NOT_YOURS")
    if not reason.strip():
        raise Refused("REASON_NEEDED")
    said = {"event_id": event_id, "reason": reason.strip()[:300]}

    def work(act: OpenAct) -> dict[str, Json]:
        values = {"reason": said["reason"], "who_name": actor.name, "at": now, "act_id": act.id}
        _withdrawal, is_new = Withdrawal.objects.get_or_create(event_id=event_id, defaults=values)
        if not is_new:
            raise Changed("CLOCK_EVENT_CHANGED", event=event_id)
        debts = EventItem.objects.filter(event_id=event_id).values_list("receivable__invoice_id", flat=True)
        refresh_debts(invoice_ids=sorted(set(debts)), today=today)
        return {"event_id": event_id}

    return perform(intent=Intent("withdraw_clock_event", actor, now, key, row.company_id, said), work=work)
