"""Acts that decide how statements are made and what they say: policies, texts under four eyes, the seal image."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.documents.operations import DocumentDraft, keep_document
from huikuan.documents.rules import Purpose, content_type_of
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.statements.composing import LARGEST_SEAL
from huikuan.statements.models import StatementPolicy, StatementText
from huikuan.statements.queries.versions import policy_in_force
from huikuan.statements.rules.policy import Policy, policy_fault
from huikuan.statements.rules.texts import LANGUAGES, TextKind, text_fault


def set_policy(*, actor: Actor, now: datetime, key: str, policy: Policy, reason: str) -> dict[str, Json]:
    """Put the next version of the policy into force; `policy.number` is the version the editor saw. `{"number"}`.

    Raises NotPermitted, Refused STATEMENT_DAYS_OUT_OF_BOUNDS, STATEMENT_REASON_MISSING, Changed STATEMENT_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=policy):
        raise Refused(fault)
    if not reason.strip():
        raise Refused("STATEMENT_REASON_MISSING")
    intent = Intent("set_statement_policy", actor, now, key, None, plain(value={**asdict(policy), "reason": reason}))

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(
            seen=policy.number, newest=lambda: policy_in_force().number, code="STATEMENT_POLICY_CHANGED"
        ) as number:
            values = {**asdict(replace(policy, number=number)), "language": policy.language.value}
            StatementPolicy.objects.create(
                **values, reason=reason.strip()[:300], who_name=actor.name, at=now, act_id=act.id
            )
        return {"number": number}

    return perform(intent=intent, work=work)


def save_text(*, actor: Actor, now: datetime, key: str, kind: TextKind, language: str, body: str) -> dict[str, Json]:
    """Save a text as the next version; it waits for approval by another person. `{"text_id", "number"}`.

    Raises NotPermitted, Refused PERSON_NEEDED, STATEMENT_LANGUAGE, or the fault of `rules.texts.text_fault`.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    if language not in LANGUAGES:
        raise Refused("STATEMENT_LANGUAGE")
    if fault := text_fault(kind=kind, body=body):
        raise Refused(fault)
    detail = {"kind": kind.value, "language": language, "body": body}
    author_id = actor.user_id

    def work(act: OpenAct) -> dict[str, Json]:
        same = StatementText.objects.filter(kind=kind.value, language=language).order_by("-number")
        row = StatementText.objects.create(
            kind=kind.value,
            language=language,
            number=(same.values_list("number", flat=True).first() or 0) + 1,
            body=body.replace("\r\n", "\n").strip(),
            author_id=author_id,
            author_name=actor.name,
            created_at=now,
            act_id=act.id,
        )
        return {"text_id": row.pk, "number": row.number}

    return perform(intent=Intent("save_statement_text", actor, now, key, None, detail), work=work)


def approve_text(*, actor: Actor, now: datetime, key: str, text_id: int) -> dict[str, Json]:
    """Put a saved text into use, by a person other than its author (S29); `{"text_id"}`.

    Raises NotPermitted, Refused PERSON_NEEDED, SAME_PERSON, STATEMENT_TEXT_UNKNOWN, Changed STATEMENT_TEXT_APPROVED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    intent = Intent("approve_statement_text", actor, now, key, None, {"text_id": text_id})

    def work(act: OpenAct) -> dict[str, Json]:
        row = StatementText.objects.filter(pk=text_id).first()
        if row is None:
            raise Refused("STATEMENT_TEXT_UNKNOWN")
        if row.author_id == actor.user_id:
            raise Refused("SAME_PERSON")
        values = {"approver_id": actor.user_id, "approver_name": actor.name, "approved_at": now}
        if not StatementText.objects.filter(pk=text_id, approver_id=None).update(**values):
            raise Changed("STATEMENT_TEXT_APPROVED")
        return {"text_id": text_id}

    return perform(intent=intent, work=work)


def upload_seal(
    *, actor: Actor, now: datetime, key: str, company_id: int, name: str, content: bytes
) -> dict[str, Json]:
    """Keep the image of an own company's seal; statements bear it only where the policy says so. `{"document_id"}`.

    Raises NotPermitted, Refused STATEMENT_SEAL_FORMAT (PNG or JPEG), STATEMENT_SEAL_TOO_LARGE.
    """
    company_for(actor=actor, company_id=company_id, need=Verb.ADMINISTER)
    if content_type_of(content=content, name=name) not in ("image/png", "image/jpeg"):
        raise Refused("STATEMENT_SEAL_FORMAT")
    if len(content) > LARGEST_SEAL:
        raise Refused("STATEMENT_SEAL_TOO_LARGE", most=LARGEST_SEAL // 1024)
    draft = DocumentDraft(name, content, Purpose.SEAL, company_id)
    return keep_document(actor=actor, now=now, key=key, document=draft)
