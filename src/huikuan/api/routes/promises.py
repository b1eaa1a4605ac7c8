"""Contacts with what was promised in them, promises, and how they were kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.activities.operations import ActivityDraft
from huikuan.activities.queries import timeline
from huikuan.activities.rules import Conversation, NextStep, Outcome
from huikuan.api.answers import Fault, Listed, Numbered
from huikuan.api.callers import Bearer, Caller, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import NumberedPageIn
from huikuan.api.pages import numbered
from huikuan.api.promise_shapes import (
    ContactCreated,
    ContactIn,
    ContactOut,
    ConversationIn,
    KeptBy,
    KeptRateOut,
    KeptRatesIn,
    PromiseDetailsOut,
    PromisedItemOut,
    PromiseOut,
    PromisePageIn,
)
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.playbook.operations.contacting import record_contact_with
from huikuan.promises.calendar import KeptRow, kept_by_collector, kept_by_customer
from huikuan.promises.operations.contacting import ContactDraft, record_contact
from huikuan.promises.queries import PromiseFilter, items_of, promise_page, promise_row
from huikuan.promises.rules import Channel, PromiseDraft, contact_fault

router = Router(tags=["promises"])


@router.get("/contacts", response={200: Numbered[ContactOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_contacts(request: HttpRequest, page: Query[NumberedPageIn]) -> Numbered[ContactOut]:
    """What was said with customers, newest first."""
    actor = caller_of(request=request).actor
    found = timeline(actor=actor, customer_id=page.customer_id, number=page.page, size=page.limit)
    return numbered(page=found, items=[ContactOut.model_validate(row) for row in found.rows])


@router.post("/contacts", response={201: ContactCreated, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY))
def create_contact(request: HttpRequest, key: Key, body: ContactIn) -> Status[ContactCreated]:
    """Put a contact on the customer's time line, with its next step and the promise given in it."""
    caller = caller_of(request=request)
    draft = ContactDraft(_activity(caller, body), _promise(body))
    who: dict[str, Any] = {"actor": caller.actor, "now": caller.now, "today": caller.today, "key": caller.key(key)}
    code = body.strategy
    done = (
        record_contact_with(**who, contact=draft, strategy_code=code) if code else record_contact(**who, contact=draft)
    )
    return Status(201, ContactCreated(id=done["activity_id"], promise_id=done["promise_id"] or None))


@router.get("/promises", response={200: Numbered[PromiseOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_promises(request: HttpRequest, page: Query[PromisePageIn]) -> Numbered[PromiseOut]:
    """Promises, the latest made first."""
    found = promise_page(
        actor=caller_of(request=request).actor,
        narrowed=PromiseFilter(state=page.state.value if page.state else "", customer_id=page.customer_id),
        sort="-made",
        number=page.page,
        size=page.limit,
    )
    return numbered(page=found, items=[PromiseOut.model_validate(row) for row in found.rows])


@router.get("/promises/{promise_id}", response={200: PromiseDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_promise(request: HttpRequest, promise_id: Path[AddressId]) -> PromiseDetailsOut:
    """One promise with its items."""
    row = promise_row(actor=caller_of(request=request).actor, promise_id=promise_id)
    if row is None:
        raise NotPermitted("PROMISE_NOT_VISIBLE", promise=promise_id)
    items = [PromisedItemOut.model_validate(one) for one in items_of(promise_id=row.id)]
    return PromiseDetailsOut.model_validate({**asdict(row), "items": items})


@router.get("/kept-rates", response={200: Listed[KeptRateOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_kept_rates(request: HttpRequest, asked: Query[KeptRatesIn]) -> Listed[KeptRateOut]:
    """How promises were kept, by customer or by who of us heard them, the worst first."""
    read = kept_by_customer if asked.by is KeptBy.CUSTOMER else kept_by_collector
    rows = read(actor=caller_of(request=request).actor, first=asked.since, last=asked.through)
    return Listed[KeptRateOut](items=[_kept(row) for row in rows])


def _activity(caller: Caller, body: ContactIn) -> ActivityDraft:
    return ActivityDraft(
        customer_id=body.customer_id,
        kind=body.kind,
        at=caller.now,
        text=body.text,
        outcome=body.outcome,
        next_step=NextStep(body.next_action, body.next_date),
        company_id=body.company_id,
        conversation=_conversation(body.conversation) if body.conversation else None,
    )


def _conversation(said: ConversationIn) -> Conversation:
    values = said.model_dump(exclude={"role"})
    return Conversation(**values, role=said.role.value if said.role else "")


def _promise(body: ContactIn) -> PromiseDraft | None:
    if body.promise is None and body.outcome is not Outcome.PROMISED:
        return None
    fault = contact_fault(kind=body.kind.value, has_terms=body.promise is not None)
    if fault or body.promise is None:
        raise Refused(fault)
    values = body.promise.model_dump(exclude={"receivable_ids"})
    return PromiseDraft(
        **values,
        customer_id=body.customer_id,
        channel=Channel(body.kind.value),
        text=body.text,
        receivable_ids=tuple(body.promise.receivable_ids),
    )


def _kept(row: KeptRow) -> KeptRateOut:
    rate = row.rate
    return KeptRateOut(
        name=row.name,
        customer_id=row.customer_id,
        currency=row.currency,
        due=rate.due,
        kept=rate.kept,
        partly=rate.partly,
        broken=rate.broken,
        due_minor=rate.due_minor,
        kept_minor=rate.kept_minor,
        permille=rate.permille,
        permille_of_amount=rate.permille_of_amount,
    )
