"""Money used for open items: list, allocate, take back."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import AllocationOut, Fault, Page, Posted
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import AllocationIn, AllocationPageIn, ReversalIn
from huikuan.api.pages import next_after
from huikuan.kernel.actor import Verb
from huikuan.receipts.access import allocation_for, receipt_for
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts, reverse_allocations
from huikuan.receipts.queries.allocations import allocations_after
from huikuan.receivables.access import refuse_hidden_receivables

router = Router(tags=["allocations"])


@router.get("/allocations", response={200: Page[AllocationOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_allocations(request: HttpRequest, page: Query[AllocationPageIn]) -> Page[AllocationOut]:
    """Allocations in the order of their postings; those taken back stay, with `is_live` false."""
    actor = caller_of(request=request).actor
    rows = allocations_after(actor=actor, after_id=page.after, limit=page.limit + 1, receipt_id=page.receipt_id)
    items = [AllocationOut.model_validate(row) for row in rows[: page.limit]]
    return Page[AllocationOut](items=items, next=next_after(ids=[row.posting_id for row in rows], limit=page.limit))


@router.post("/allocations", response={201: Posted, STATUSES: Fault}, auth=Bearer(Verb.ALLOCATE))
def create_allocation(request: HttpRequest, key: Key, body: AllocationIn) -> Status[Posted]:
    """Use a receipt for open items, all shares or none; more than is open or unapplied is refused."""
    caller = caller_of(request=request)
    receipt = receipt_for(actor=caller.actor, receipt_id=body.receipt_id, need=Verb.ALLOCATE)
    refuse_hidden_receivables(actor=caller.actor, ids=[share.receivable_id for share in body.shares])
    shares = tuple(
        Share(share.receivable_id, share.amount_minor, share.short_minor, share.short_reason or "")
        for share in body.shares
    )
    done = allocate_receipts(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        company_id=receipt.company_id,
        allocations=[AllocationDraft(body.receipt_id, shares)],
    )
    return Status(201, Posted(posting_ids=done["posting_ids"]))


@router.post("/allocations/{posting_id}/reverse", response={201: Posted, STATUSES: Fault}, auth=Bearer(Verb.ALLOCATE))
def reverse_allocation(request: HttpRequest, key: Key, posting_id: Path[AddressId], body: ReversalIn) -> Status[Posted]:
    """Take an allocation back by a reversing posting: the item is open again, the money unapplied."""
    caller = caller_of(request=request)
    allocation_for(actor=caller.actor, posting_id=posting_id, need=Verb.ALLOCATE)
    done = reverse_allocations(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        posting_ids=[posting_id],
        effective_date=body.effective_date,
    )
    return Status(201, Posted(posting_ids=done["posting_ids"]))
