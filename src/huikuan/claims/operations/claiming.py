"""A salesperson says whose money it is, or takes that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.claims.access import announcement_for, claim_for
from huikuan.claims.models import Announcement, Claim
from huikuan.claims.operations.moving import moved, note
from huikuan.claims.rules import ClaimDraft, ClaimState, ClaimStep, claim_faults
from huikuan.customers.access import customer_for
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.queries.items import receivable_rows


def claim_money(*, actor: Actor, now: datetime, key: str, draft: ClaimDraft) -> dict[str, Json]:
    """Say that announced money is a customer's, with the paper that shows it; `{"claim_id"}`.

    Raises NotPermitted; Refused CLAIM_GROUND_MISSING, CLAIM_GROUND_TOO_LONG, CLAIM_EVIDENCE_MISSING, CLAIMED_ALREADY (for this
    customer), CLAIM_ITEM_OF_ANOTHER, DOCUMENT_TOO_LARGE; Changed ANNOUNCEMENT_CLOSED.
    """
    row = announcement_for(actor=actor, announcement_id=draft.announcement_id, need=Verb.CLAIM_RECEIPT)
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.CLAIM_RECEIPT)
    faults = claim_faults(draft=draft)
    if faults:
        raise Refused(faults[0])
    detail: dict[str, Json] = {
        "announcement": row.pk,
        "customer": draft.customer_id,
        "ground": draft.ground,
        "receivables": list(draft.receivable_ids),
        "sha256": write_file(content=draft.file_content),
    }
    intent = Intent("claim_money", actor, now, key, row.company_id, detail)
    return perform(intent=intent, work=lambda act: _claim(act, row, draft))


def withdraw_claim(*, actor: Actor, now: datetime, key: str, claim_id: int) -> dict[str, Json]:
    """Take one's own claim back while nobody has decided; `{"claim_id"}`. Raises NotPermitted, Changed CLAIM_CHANGED."""
    claim = claim_for(actor=actor, claim_id=claim_id, need=Verb.CLAIM_RECEIPT)
    if actor.user_id is None or claim.claimant_id != actor.user_id:
        raise NotPermitted("CLAIM_NOT_OWN", claim=claim_id)
    intent = Intent("withdraw_claim", actor, now, key, claim.announcement.company_id, {"claim": claim_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        moved(act=act, claim=claim, step=ClaimStep.WITHDRAW)
        return {"claim_id": claim_id}

    return perform(intent=intent, work=work)


def _claim(act: OpenAct, row: Announcement, draft: ClaimDraft) -> Mapping[str, Json]:
    locked = Announcement.objects.select_for_update().get(pk=row.pk)
    if locked.closed_at is not None:
        raise Changed("ANNOUNCEMENT_CLOSED", receipt=row.receipt.number)
    waiting = Claim.objects.filter(announcement=row, customer_id=draft.customer_id, state=ClaimState.CLAIMED.value)
    if waiting.exists():
        raise Refused("CLAIMED_ALREADY")
    _refuse_others_items(act, row, draft)
    claim = Claim.objects.create(
        announcement=row,
        customer_id=draft.customer_id,
        ground=draft.ground.strip(),
        receivable_ids=sorted(set(draft.receivable_ids)),
        state=ClaimState.CLAIMED.value,
        claimed_at=act.now,
        claimant_id=act.actor.user_id,
        claimant_name=act.actor.name,
    )
    store(act=act, document=DocumentDraft(draft.file_name, draft.file_content, Purpose.CLAIM, claim.pk))
    note(act=act, claim=claim, step="", state=ClaimState.CLAIMED)
    return {"claim_id": claim.pk}


def _refuse_others_items(act: OpenAct, row: Announcement, draft: ClaimDraft) -> None:
    ids = sorted(set(draft.receivable_ids))
    found = receivable_rows(actor=act.actor, ids=ids, as_of=act.latest_day)
    mine = [one for one in found if one.customer_id == draft.customer_id and one.company_id == row.company_id]
    if len(mine) != len(ids) or any(one.currency != row.receipt.currency for one in mine):
        raise Refused("CLAIM_ITEM_OF_ANOTHER")
