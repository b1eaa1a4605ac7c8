"""Finance decides about a claim: the money becomes the customer's, or the claim is refused; either can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.claims.access import claim_for
from huikuan.claims.models import Announcement, Claim
from huikuan.claims.operations.moving import moved
from huikuan.claims.rules import ClaimState, ClaimStep
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receipts.operations.money import name_payer


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no about a claim, with the reason; a refusal needs one."""

    claim_id: int
    accepts: bool
    reason: str = ""


def decide_claim(*, actor: Actor, now: datetime, key: str, decision: Decision) -> dict[str, Json]:
    """Accept a claim, so that the money is the customer's and other claims of it are overtaken, or refuse it.

    `{"claim_id", "receipt_id"}`. Raises NotPermitted; Refused CLAIM_FOUR_EYES (one's own), CLAIM_REASON_MISSING,
    ALLOCATED_ALREADY, NOTHING_LEFT; Changed CLAIM_CHANGED, ANNOUNCEMENT_CLOSED.
    """
    claim = claim_for(actor=actor, claim_id=decision.claim_id, need=Verb.ALLOCATE)
    if claim.claimant_id is not None and claim.claimant_id == actor.user_id:
        raise Refused("CLAIM_FOUR_EYES")
    if not decision.accepts and not decision.reason.strip():
        raise Refused("CLAIM_REASON_MISSING")
    detail = {"claim": claim.pk, "accepts": decision.accepts, "reason": decision.reason}
    intent = Intent("decide_claim", actor, now, key, claim.announcement.company_id, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        announcement = _open_announcement(claim)
        _decide(act, claim, decision)
        if decision.accepts:
            name_payer(act=act, receipt_id=announcement.receipt_id, customer_id=claim.customer_id)
            _overtake_others(act, claim)
            Announcement.objects.filter(pk=announcement.pk).update(closed_at=act.now)
        return {"claim_id": claim.pk, "receipt_id": announcement.receipt_id}

    return perform(intent=intent, work=work)


def reopen_claim(*, actor: Actor, now: datetime, key: str, claim_id: int) -> dict[str, Json]:
    """Take an acceptance back: nobody knows again whose money it is, and it is announced as before; `{"claim_id", "receipt_id"}`.

    Raises NotPermitted; Refused ALLOCATED_ALREADY (undo the allocation first), NOTHING_LEFT; Changed CLAIM_CHANGED,
    PAYER_CHANGED (named otherwise since).
    """
    claim = claim_for(actor=actor, claim_id=claim_id, need=Verb.ALLOCATE)
    intent = Intent("reopen_claim", actor, now, key, claim.announcement.company_id, {"claim": claim_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        announcement = Announcement.objects.select_for_update().select_related("receipt").get(pk=claim.announcement_id)
        if announcement.receipt.customer_id != claim.customer_id:
            raise Changed("PAYER_CHANGED", receipt=announcement.receipt.number)
        _step_back(act, claim)
        name_payer(act=act, receipt_id=announcement.receipt_id, customer_id=None)
        for other in Claim.objects.filter(announcement=announcement, state=ClaimState.OVERTAKEN.value).order_by("pk"):
            moved(act=act, claim=other, step=ClaimStep.REOPEN)
        Announcement.objects.filter(pk=announcement.pk).update(closed_at=None)
        return {"claim_id": claim.pk, "receipt_id": announcement.receipt_id}

    return perform(intent=intent, work=work)


def _open_announcement(claim: Claim) -> Announcement:
    row = Announcement.objects.select_for_update().select_related("receipt").get(pk=claim.announcement_id)
    if row.closed_at is not None or row.receipt.customer_id is not None:
        raise Changed("ANNOUNCEMENT_CLOSED", receipt=row.receipt.number)
    return row


def _decide(act: OpenAct, claim: Claim, decision: Decision) -> None:
    moved(
        act=act,
        claim=claim,
        step=ClaimStep.ACCEPT if decision.accepts else ClaimStep.REFUSE,
        reason=decision.reason.strip()[:300],
        decided_at=act.now,
        decider_id=act.actor.user_id,
        decider_name=act.actor.name,
    )


def _step_back(act: OpenAct, claim: Claim) -> None:
    moved(act=act, claim=claim, step=ClaimStep.REOPEN, decided_at=None, decider_id=None, decider_name="")


def _overtake_others(act: OpenAct, claim: Claim) -> None:
    others = Claim.objects.filter(announcement_id=claim.announcement_id, state=ClaimState.CLAIMED.value)
    for other in others.order_by("pk"):
        moved(act=act, claim=other, step=ClaimStep.OVERTAKE)
