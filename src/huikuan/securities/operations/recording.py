"""Record security, keep its documents, edit how much of each kind counts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.securities.access import security_for
from huikuan.securities.models import HaircutVersion, Security, SecurityStep
from huikuan.securities.queries import haircuts_now
from huikuan.securities.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Haircuts,
    SecurityDraft,
    SecurityEvent,
    SecurityState,
    draft_faults,
    haircuts_fault,
)


def record_security(*, actor: Actor, now: datetime, today: date, key: str, draft: SecurityDraft) -> dict[str, Json]:
    """Put a security into the register; `{"security_id"}`.

    Raises NotPermitted, Refused with the first of `rules.draft_faults`.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.EDIT_CONTRACT)
    if draft.company_id is not None:
        refuse_other_company(actor=actor, company_id=draft.company_id)
    faults = draft_faults(draft=draft)
    if faults:
        raise Refused(faults[0].code, **faults[0].parameters)
    intent = Intent("record_security", actor, now, key, draft.company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        row = Security.objects.create(**_values(draft), recorded_by_id=actor.user_id, recorded_at=now, act_id=act.id)
        write_step(act=act, security_id=row.pk, event=SecurityEvent.RECORD, on=today)
        return {"security_id": row.pk}

    return perform(intent=intent, work=work)


def attach_document(
    *, actor: Actor, now: datetime, key: str, security_id: int, name: str, content: bytes
) -> dict[str, Json]:
    """Keep a document of a security; `{"document_id"}`. Raises NotPermitted, Refused DOCUMENT_TOO_LARGE."""
    security_for(actor=actor, security_id=security_id, need=Verb.EDIT_CONTRACT)
    detail = {"security_id": security_id, "name": name[:120], "sha256": sha256(content).hexdigest()}
    intent = Intent("attach_security_document", actor, now, key, None, detail)
    draft = DocumentDraft(name, content, Purpose.SECURITY, security_id)
    return perform(intent=intent, work=lambda act: {"document_id": store(act=act, document=draft)})


def save_haircuts(*, actor: Actor, now: datetime, key: str, haircuts: Haircuts) -> dict[str, Json]:
    """Put the next version of the shares into force; `{"number"}`. `haircuts.number` is the version the editor saw.

    Needs EDIT_POLICY. Raises NotPermitted, Refused HAIRCUT_RANGE, HAIRCUT_MISSING, HAIRCUT_SOURCE, Changed HAIRCUT_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    fault = haircuts_fault(haircuts=haircuts)
    if fault is not None:
        raise Refused(fault)
    values: dict[str, Json] = {
        "shares": {kind.value: share for kind, share in haircuts.shares.items()},
        "unregistered_title_share": haircuts.unregistered_title_share,
        "source": haircuts.source.strip()[:400],
    }
    intent = Intent("save_haircuts", actor, now, key, None, {**values, "replaces": haircuts.number})

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(seen=haircuts.number, newest=lambda: haircuts_now().number, code="HAIRCUT_CHANGED") as number:
            HaircutVersion.objects.create(number=number, created_at=act.now, act_id=act.id, **values)
        return {"number": number}

    return perform(intent=intent, work=work)


def write_step(*, act: OpenAct, security_id: int, event: SecurityEvent, on: date, note: str = "", **more: Json) -> None:
    """One step of the history inside an open act."""
    SecurityStep.objects.create(
        security_id=security_id,
        number=SecurityStep.objects.filter(security_id=security_id).count() + 1,
        event=event.value,
        on=on,
        note=note,
        who_id=act.actor.user_id,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
        **more,
    )


def _values(draft: SecurityDraft) -> dict[str, Json]:
    values = asdict(draft)
    texts = {"giver": LONGEST_NAME, "document_number": 100, "contract_number": 100, "note": LONGEST_TEXT}
    shortened = {name: values[name].strip()[:most] for name, most in texts.items()}
    return {
        **values,
        **shortened,
        "kind": draft.kind.value,
        "scope": draft.scope.value,
        "invoice_numbers": [number.strip()[:100] for number in draft.invoice_numbers],
        "state": SecurityState.IN_FORCE.value,
    }
