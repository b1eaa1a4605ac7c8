"""Acts on requests for a later day: asked by the customer, accepted or refused by our people; no due date changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.guests.access import Guest
from huikuan.guests.operations.asking import keep_statement, refuse_text
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.promises.access import extension_for
from huikuan.promises.models import Extension
from huikuan.promises.operations.promising import add_promise, open_items
from huikuan.promises.rules import (
    EXTENSION_TRANSITIONS,
    MOST_ITEMS,
    Channel,
    ExtensionDraft,
    ExtensionEvent,
    ExtensionState,
    PromiseDraft,
    day_fault,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What our people answer to a request: accepted for a day (None: the one asked for) or refused, and why."""

    event: ExtensionEvent
    note: str
    day: date | None = None


def ask_extension(*, actor: Actor, now: datetime, today: date, key: str, draft: ExtensionDraft) -> dict[str, Json]:
    """Write down that a customer asks to pay later; `{"extension_id"}`. Raises NotPermitted, Refused as `add_extension`."""
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.RECORD_ACTIVITY)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    intent = Intent("ask_extension", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: {"extension_id": add_extension(act=act, today=today, draft=draft)})


def ask_extension_as_guest(
    *, guest: Guest, now: datetime, today: date, key: str, draft: ExtensionDraft
) -> dict[str, Json]:
    """What a guest asks for, his words kept by their hash; `{"extension_id", "document_id"}`.

    Raises NotPermitted PORTAL_LINK_CLOSED for another customer or own company than his link's, Refused as `add_extension`.
    """
    if draft.customer_id != guest.customer_id or guest.company_id not in (None, draft.company_id):
        raise NotPermitted("PORTAL_LINK_CLOSED")
    whole = replace(draft, link_id=guest.link_id)
    said: dict[str, Json] = plain(value=asdict(whole))

    def work(act: OpenAct) -> dict[str, Json]:
        extension_id = add_extension(act=act, today=today, draft=whole)
        kept = keep_statement(act=act, guest=guest, said={**said, "extension": extension_id})
        return {"extension_id": extension_id, "document_id": kept}

    return perform(intent=Intent("ask_extension_by_portal", guest.actor, now, key, draft.company_id, said), work=work)


def add_extension(*, act: OpenAct, today: date, draft: ExtensionDraft) -> int:
    """Write a request down inside an open act; its id. The caller has checked who asks.

    Raises Refused GUEST_TEXT_MISSING, GUEST_TEXT_TOO_LONG, PROMISE_DAY_PAST, PROMISE_DAY_FAR, PROMISE_ITEMS_NOT_THEIRS.
    """
    refuse_text(text=draft.text)
    if fault := day_fault(day=draft.day, today=today):
        raise Refused(fault)
    if not 1 <= len(draft.receivable_ids) <= MOST_ITEMS:
        raise Refused("PROMISE_ITEMS_NOT_THEIRS")
    group = (draft.customer_id, draft.company_id, draft.currency)
    items = open_items(group=group, wanted=draft.receivable_ids)
    row = Extension.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        amount_minor=sum(item.open_minor for item in items),
        receivable_ids=[item.receivable_id for item in items],
        day=draft.day,
        text=draft.text.strip(),
        said_by=draft.said_by.strip()[:150],
        link_id=draft.link_id,
        asked_on=today,
        asked_at=act.now,
        asked_by_name=act.actor.name,
        state=ExtensionState.ASKED.value,
        act_id=act.id,
    )
    _on_time_line(act, row, row.text, Outcome.REACHED)
    return row.pk


def decide_extension(
    *, actor: Actor, now: datetime, today: date, key: str, extension_id: int, answer: Answer
) -> dict[str, Json]:
    """Accept or refuse; accepted it becomes a promise of what is still open, due dates and late-payment claims stay as they are.

    `{"extension_id", "promise_id"}`. Raises NotPermitted, Refused REASON_NEEDED and as `add_promise`, Changed EXTENSION_CHANGED.
    """
    row = extension_for(actor=actor, extension_id=extension_id, need=Verb.HANDLE_DISPUTE)
    if not answer.note.strip():
        raise Refused("REASON_NEEDED")
    detail: dict[str, Json] = {"extension_id": extension_id, **plain(value=asdict(answer))}

    def work(act: OpenAct) -> dict[str, Json]:
        if row.state != ExtensionState.ASKED.value:
            raise Changed("EXTENSION_CHANGED", extension=extension_id)
        accepted = answer.event is ExtensionEvent.ACCEPT
        promise_id = _promise(act, today, row, answer.day or row.day) if accepted else None
        decided = {"decided_at": now, "decided_by_name": actor.name, "note": answer.note.strip()[:2_000]}
        after = EXTENSION_TRANSITIONS[ExtensionState.ASKED, answer.event]
        still = Extension.objects.filter(pk=extension_id, state=ExtensionState.ASKED.value)
        if not still.update(state=after.value, promise_id=promise_id, **decided):
            raise Changed("EXTENSION_CHANGED", extension=extension_id)
        _on_time_line(act, row, answer.note.strip(), Outcome.PROMISED if accepted else Outcome.NONE)
        return {"extension_id": extension_id, "promise_id": promise_id}

    return perform(intent=Intent("decide_extension", actor, now, key, row.company_id, detail), work=work)


def _promise(act: OpenAct, today: date, row: Extension, day: date) -> int:
    """The promise an accepted request becomes: what is open now of its items."""
    items = open_items(group=(row.customer_id, row.company_id, row.currency))
    asked = [item for item in items if item.receivable_id in row.receivable_ids]
    draft = PromiseDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        currency=row.currency,
        amount_minor=sum(item.open_minor for item in asked),
        day=day,
        said_by=row.said_by or row.asked_by_name,
        channel=Channel.PORTAL if row.link_id else Channel.LETTER,
        text=row.text,
        receivable_ids=tuple(item.receivable_id for item in asked),
        link_id=row.link_id,
    )
    return add_promise(act=act, today=today, draft=draft)


def _on_time_line(act: OpenAct, row: Extension, text: str, outcome: Outcome) -> None:
    draft = ActivityDraft(
        customer_id=row.customer_id,
        company_id=row.company_id,
        kind=ActivityKind.NOTE,
        at=act.now,
        text=text,
        outcome=outcome,
        subjects=tuple(Subject(SubjectKind.RECEIVABLE, pk) for pk in row.receivable_ids),
    )
    add_activities(act=act, drafts=[draft])
