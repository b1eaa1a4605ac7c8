"""Disputes: list, look at, raise one a customer told of, decide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Page
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.contents import named_bytes
from huikuan.api.dispute_shapes import (
    DisputeDecisionIn,
    DisputeDetailsOut,
    DisputedItemOut,
    DisputeIn,
    DisputeOut,
    DisputePageIn,
)
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.pages import next_after
from huikuan.disputes.access import dispute_for
from huikuan.disputes.operations import decide_dispute, open_dispute
from huikuan.disputes.queries import DisputeFilter, DisputeRow, dispute_row, disputes_after, items_of
from huikuan.disputes.rules import Decision, DisputedItem, DisputeDraft, Ending, Event, Reason
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted

router = Router(tags=["disputes"])


@router.get("/disputes", response={200: Page[DisputeOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_disputes(request: HttpRequest, page: Query[DisputePageIn]) -> Page[DisputeOut]:
    """Disputes in the order of their ids."""
    caller = caller_of(request=request)
    narrowed = DisputeFilter(state=page.state.value.upper() if page.state else "", customer_id=page.customer_id)
    rows = disputes_after(
        actor=caller.actor, after_id=page.after, limit=page.limit + 1, narrowed=narrowed, company_id=page.company_id
    )
    items = [DisputeOut(**_values(row)) for row in rows[: page.limit]]
    return Page[DisputeOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/disputes/{dispute_id}", response={200: DisputeDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_dispute(request: HttpRequest, dispute_id: Path[AddressId]) -> DisputeDetailsOut:
    """One dispute with its items."""
    row = dispute_row(actor=caller_of(request=request).actor, dispute_id=dispute_id)
    if row is None:
        raise NotPermitted("DISPUTE_NOT_VISIBLE", dispute=dispute_id)
    items = [DisputedItemOut.model_validate(one) for one in items_of(dispute_id=row.id)]
    return DisputeDetailsOut(**_values(row), items=items)


@router.post("/disputes", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY))
def create_dispute(request: HttpRequest, key: Key, body: DisputeIn) -> Status[Created]:
    """Raise a dispute that the customer told of; its part of each item is not asked for until it is decided."""
    caller = caller_of(request=request)
    draft = DisputeDraft(
        customer_id=body.customer_id,
        company_id=body.company_id,
        currency=body.currency,
        reason=Reason(body.reason.value.upper()),
        text=body.text,
        items=tuple(DisputedItem(one.receivable_id, one.amount_minor) for one in body.items),
        said_by=body.said_by,
    )
    done = open_dispute(**caller.acting(key), draft=draft)
    return Status(201, Created(id=done["dispute_id"]))


@router.post(
    "/disputes/{dispute_id}/decision", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.HANDLE_DISPUTE)
)
def decide(request: HttpRequest, dispute_id: Path[AddressId], key: Key, body: DisputeDecisionIn) -> Status[Created]:
    """Accept (a credit note or correction follows), reject, withdraw or settle a dispute, with the reason."""
    caller = caller_of(request=request)
    dispute_for(actor=caller.actor, dispute_id=dispute_id, need=Verb.HANDLE_DISPUTE)
    done = decide_dispute(
        **caller.acting(key),
        dispute_id=dispute_id,
        decision=Decision(
            Event(body.decision.value.upper()),
            body.note,
            Ending(body.ending.value.upper()) if body.ending else None,
            remainder_owed=body.remainder_owed,
            corrected_invoice=body.corrected_invoice,
            paper=named_bytes(file=body.paper) if body.paper else None,
        ),
    )
    return Status(201, Created(id=done["dispute_id"]))


def _values(row: DisputeRow) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in DisputeOut.model_fields}
    return {**named, "reason": row.reason.value.lower(), "state": row.state.value.lower()}
