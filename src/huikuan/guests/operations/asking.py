"""What a guest asks of us, kept with its exact bytes; our people accept or refuse it. Nothing of ours changes before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import canonical, digest, plain
from huikuan.customers.people import add_person
from huikuan.customers.people_rules import PersonDraft
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.guests.access import Guest, request_for
from huikuan.guests.models import GuestRequest, RequestStep
from huikuan.guests.rules.links import LONGEST_TEXT, TRANSITIONS, RequestEvent, RequestKind, RequestState
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guest asks: a question, or that we keep another person (`person`: name, phone, email, role)."""

    kind: RequestKind
    text: str
    person: Mapping[str, str] = field(default_factory=dict)


def ask(*, guest: Guest, now: datetime, key: str, asked: Asked) -> dict[str, Json]:
    """Put a guest's request before our people; `{"request_id"}`.

    Raises Refused GUEST_TEXT_MISSING, GUEST_TEXT_TOO_LONG, PERSON_FIELD_WRONG (a person without a name).
    """
    refuse_text(text=asked.text)
    if asked.kind is RequestKind.CONTACT and not asked.person.get("name", "").strip():
        raise Refused("PERSON_FIELD_WRONG", field="name")
    sealed = digest(value={"key": key, **plain(value=asdict(asked))})
    intent = Intent("ask_by_portal", guest.actor, now, key, guest.company_id, {"asked": sealed})

    def work(act: OpenAct) -> dict[str, Json]:
        row = GuestRequest.objects.create(
            link_id=guest.link_id,
            customer_id=guest.customer_id,
            company_id=guest.company_id,
            kind=asked.kind.value,
            text=asked.text.strip(),
            person=dict(asked.person),
            state=RequestState.OPEN.value,
            asked_at=now,
            document_id=keep_statement(act=act, guest=guest, said={"kind": asked.kind.value, "text": asked.text}),
            act_id=act.id,
        )
        return {"request_id": row.pk}

    return perform(intent=intent, work=work)


def keep_statement(*, act: OpenAct, guest: Guest, said: Mapping[str, Any]) -> int:
    """Keep what a guest declared, byte by byte, by its hash, with link and moment; the id of the document.

    The bytes prove what was said and that it was not changed since (电子签名法 Art. 5, 8); they belong to the customer.
    """
    whole = {**plain(value=dict(said)), "link": guest.link_id, "customer": guest.customer_id, "at": act.now.isoformat()}
    content = canonical(value=whole).encode()
    name = f"portal-{guest.link_id}-{act.now:%Y%m%dT%H%M%S}.json"
    return store(act=act, document=DocumentDraft(name, content, Purpose.EVIDENCE, guest.customer_id))


def decide_request(
    *, actor: Actor, now: datetime, key: str, request_id: int, event: RequestEvent, answer: str
) -> dict[str, Json]:
    """Accept or refuse a guest's request, with what we answer; `{"request_id", "contact_id"}`.

    An accepted person is entered at the customer by the one who accepts (EDIT_FILE); what the guest typed of him goes.
    Raises NotPermitted, Refused REASON_NEEDED, PERSON_BASIS_NEEDED and others of a person, Changed GUEST_REQUEST_DECIDED.
    """
    row = request_for(actor=actor, request_id=request_id, need=Verb.RECORD_ACTIVITY)
    if not answer.strip():
        raise Refused("REASON_NEEDED")
    detail = {"request_id": request_id, "event": event.value, "answer": answer.strip()[:LONGEST_TEXT]}
    intent = Intent("decide_portal_request", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        after = TRANSITIONS[RequestState.OPEN, event]
        decided = {"decided_at": now, "decided_by_name": actor.name, "answer": answer.strip()[:LONGEST_TEXT]}
        still = GuestRequest.objects.filter(pk=request_id, state=RequestState.OPEN.value)
        if not still.update(state=after.value, person={}, **decided):
            raise Changed("GUEST_REQUEST_DECIDED", request=request_id)
        RequestStep.objects.create(request_id=request_id, event=event.value, at=now, who_name=actor.name, act_id=act.id)
        enters = row.kind == RequestKind.CONTACT.value and event is RequestEvent.ACCEPT
        return {"request_id": request_id, "contact_id": _enter(act, key, row) if enters else None}

    return perform(intent=intent, work=work)


def refuse_text(*, text: str) -> None:
    """Raise Refused GUEST_TEXT_MISSING or GUEST_TEXT_TOO_LONG."""
    if not text.strip():
        raise Refused("GUEST_TEXT_MISSING")
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise Refused("GUEST_TEXT_TOO_LONG", most=LONGEST_TEXT)


def _enter(act: OpenAct, key: str, row: GuestRequest) -> int:
    """Enter the person a guest named, in the name and with the rights of the one who accepts."""
    draft = PersonDraft(**_person(row.person), roles=(str(row.person.get("role") or "FINANCE"),))
    done = add_person(actor=act.actor, now=act.now, key=f"{key}:person", customer_id=row.customer_id, person=draft)
    return int(done["contact_id"])


def _person(kept: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: str(kept.get(name, "")) for name in ("name", "email", "phone", "position")}
    return {**said, "legal_basis": "OWN_PERFORMANCE"}
