"""Acts: let another company pay for a customer, by its signed paper or by a decision, and end that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused
from huikuan.paying.mandates import mandate_for
from huikuan.paying.models import Mandate


@dataclass(frozen=True, slots=True)
class MandateDraft:
    """Who may pay whose debts to which own company; the paper by name and bytes, or the reason of a decision without one."""

    company_id: int
    debtor_id: int
    payer_id: int
    signed_on: date
    valid_through: date | None = None
    reason: str = ""
    file_name: str = ""
    content: bytes = b""


def let_another_pay(*, actor: Actor, now: datetime, key: str, draft: MandateDraft) -> dict[str, Json]:
    """Let a third party pay a customer's debts (代付, TRUST R7); `{"mandate_id", "document_id"}`.

    With the signed paper whoever allocates money may enter it; without one it is a decision of those who may give money up.
    Raises NotPermitted, Refused MANDATE_GROUND (neither paper nor reason), MANDATE_SELF, MANDATE_DAYS, DATED_AHEAD,
    DOCUMENT_TOO_LARGE.
    """
    need = Verb.ALLOCATE if draft.content else Verb.WRITE_OFF
    if not draft.content and not draft.reason.strip():
        raise Refused("MANDATE_GROUND")
    for customer_id in (draft.debtor_id, draft.payer_id):
        customer_for(actor=actor, customer_id=customer_id, need=need)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    if draft.debtor_id == draft.payer_id:
        raise Refused("MANDATE_SELF")
    if draft.valid_through is not None and draft.valid_through < draft.signed_on:
        raise Refused("MANDATE_DAYS")
    intent = Intent("let_another_pay", actor, now, key, draft.company_id, _said(draft))
    return perform(intent=intent, work=lambda act: _keep(act, draft))


def end_mandate(*, actor: Actor, now: datetime, key: str, mandate_id: int) -> dict[str, Json]:
    """From now on this payer's money pays no debt of the customer by this paper; what it paid stays. `{"mandate_id"}`.

    Raises NotPermitted, Changed MANDATE_ENDED.
    """
    row = mandate_for(actor=actor, mandate_id=mandate_id, need=Verb.ALLOCATE)
    intent = Intent("end_mandate", actor, now, key, row.company_id, {"mandate_id": mandate_id})

    def work(act: OpenAct) -> dict[str, Json]:
        if not Mandate.objects.filter(pk=mandate_id, ended_at=None).update(ended_at=act.now, ended_by_name=actor.name):
            raise Changed("MANDATE_ENDED")
        return {"mandate_id": mandate_id}

    return perform(intent=intent, work=work)


def _keep(act: OpenAct, draft: MandateDraft) -> dict[str, Json]:
    if draft.signed_on > act.latest_day:
        raise Refused("DATED_AHEAD", date=draft.signed_on.isoformat(), latest=act.latest_day.isoformat())
    document_id = None
    if draft.content:
        paper = DocumentDraft(draft.file_name, draft.content, Purpose.MANDATE, draft.debtor_id)
        document_id = store(act=act, document=paper)
    row = Mandate.objects.create(
        company_id=draft.company_id,
        debtor_id=draft.debtor_id,
        payer_id=draft.payer_id,
        document_id=document_id,
        reason=draft.reason.strip()[:300],
        signed_on=draft.signed_on,
        valid_through=draft.valid_through,
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
    )
    return {"mandate_id": row.pk, "document_id": document_id}


def _said(draft: MandateDraft) -> dict[str, Json]:
    return {
        "debtor": draft.debtor_id,
        "payer": draft.payer_id,
        "signed_on": draft.signed_on.isoformat(),
        "valid_through": draft.valid_through and draft.valid_through.isoformat(),
        "reason": draft.reason,
        "file": draft.file_name,
        "sha256": sha256(draft.content).hexdigest() if draft.content else "",
    }
