"""Who else may pay for a customer: the signed paper of a third party's payment (代付)."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from huikuan.api.answers import Created, Fault
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.contents import bytes_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import Key
from huikuan.api.mandate_shapes import MandateIn
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.paying.mandating import MandateDraft, let_another_pay

router = Router(tags=["allocations"])


@router.post("/mandates", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.ALLOCATE))
def create_mandate(request: HttpRequest, key: Key, body: MandateIn) -> Status[Created]:
    """Keep the paper by which a third party pays; a decision without a paper is taken by a person on a page."""
    caller = caller_of(request=request)
    content = bytes_of(content_base64=body.content_base64)
    if not content:
        raise Refused("MANDATE_GROUND")
    draft = MandateDraft(
        **body.model_dump(exclude={"content_base64"}),
        content=content,
    )
    done = let_another_pay(actor=caller.actor, now=caller.now, key=caller.key(key), draft=draft)
    return Status(201, Created(id=done["mandate_id"]))
