"""Money that belongs to another own company or another currency: pass it on, take it back."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Router, Status

from huikuan.api.answers import Fault
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import ReversalIn
from huikuan.api.passing_shapes import PassedBackOut, PassedOut, PassingIn
from huikuan.kernel.actor import Verb
from huikuan.receipts.operations.allocating import Share
from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on, take_back_passed

router = Router(tags=["receipts"])


@router.post("/receipts/{receipt_id}/pass-on", response={201: PassedOut, STATUSES: Fault}, auth=Bearer(Verb.ALLOCATE))
def pass_on_receipt(request: HttpRequest, key: Key, receipt_id: Path[AddressId], body: PassingIn) -> Status[PassedOut]:
    """Pass a part of a receipt on to another own company, or into another currency at a stated rate."""
    caller = caller_of(request=request)
    shares = tuple(
        Share(share.receivable_id, share.amount_minor, share.short_minor, share.short_reason or "")
        for share in body.shares
    )
    passing = Passing(
        body.company_id,
        body.currency,
        body.amount_minor,
        body.worth_minor or body.amount_minor,
        body.rate_micros,
        body.customer_id,
        shares,
        body.note,
    )
    draft = PassingDraft(receipt_id, (passing,))
    done = pass_on(actor=caller.actor, now=caller.now, key=caller.key(key), draft=draft)
    answer = PassedOut(
        passed_id=done["passed_ids"][0], receipt_id=done["receipt_ids"][0], posting_ids=done["posting_ids"]
    )
    return Status(201, answer)


@router.post(
    "/passed/{passed_id}/take-back", response={201: PassedBackOut, STATUSES: Fault}, auth=Bearer(Verb.ALLOCATE)
)
def take_back(request: HttpRequest, key: Key, passed_id: Path[AddressId], body: ReversalIn) -> Status[PassedBackOut]:
    """Undo a passing on both sides: what it paid there is open again, the receipt has its money back."""
    caller = caller_of(request=request)
    done = take_back_passed(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        passed_id=passed_id,
        effective_date=body.effective_date,
    )
    return Status(201, PassedBackOut(receipt_id=done["receipt_id"], reopened=done["reopened"]))
