"""Acts on people at customers: enter, change, export, erase. Personal data never goes into the audit trail (RULES_CN §8)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.customers.access import customer_for
from huikuan.customers.fields import note_change
from huikuan.customers.models import Contact, ContactChange, ContactFile, ContactRole
from huikuan.customers.people_rules import (
    CONTACT_FIELDS,
    PersonDraft,
    clean_person,
    person_changes,
)
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted, Refused

_ON_FILE = tuple(name for name in PersonDraft.__dataclass_fields__ if name not in (*CONTACT_FIELDS, "roles"))


def add_person(*, actor: Actor, now: datetime, key: str, customer_id: int, person: PersonDraft) -> dict[str, Json]:
    """Enter a person at a customer; `{"contact_id"}`. Raises NotPermitted, and Refused as `clean_person`."""
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    draft = clean_person(draft=person)
    detail = {"customer_id": customer_id, "person": _sealed(key, draft)}

    def work(act: OpenAct) -> dict[str, Json]:
        row = Contact.objects.create(customer_id=customer_id, **_of_contact(draft))
        _save_rest(row, draft)
        note_change(act=act, customer_id=customer_id, field="person", before=None, after=row.pk, reason="")
        return {"contact_id": row.pk}

    return perform(intent=Intent("add_person", actor, now, key, None, detail), work=work)


def change_person(
    *, actor: Actor, now: datetime, key: str, contact_id: int, person: PersonDraft, reason: str = ""
) -> dict[str, Json]:
    """Write everything about a person anew and keep what each field was; `{"contact_id", "changed"}`.

    Raises NotPermitted PERSON_NOT_VISIBLE (also for an erased one), and Refused as `clean_person`.
    """
    row = person_for(actor=actor, contact_id=contact_id, need=Verb.EDIT_FILE)
    draft = clean_person(draft=person)
    detail = {"contact_id": contact_id, "person": _sealed(key, draft)}

    def work(act: OpenAct) -> dict[str, Json]:
        Contact.objects.select_for_update().get(pk=contact_id)
        changed = person_changes(before=draft_of(contact_id=contact_id), after=draft)
        Contact.objects.filter(pk=contact_id).update(**_of_contact(draft))
        _save_rest(row, draft)
        rows = [_change(act, contact_id, name, values, reason) for name, values in changed.items()]
        ContactChange.objects.bulk_create(rows)
        return {"contact_id": contact_id, "changed": sorted(changed)}

    return perform(intent=Intent("change_person", actor, now, key, None, detail), work=work)


def erase_person(*, actor: Actor, now: datetime, key: str, contact_id: int, reason: str) -> dict[str, Json]:
    """Make a person nameless: his data and its history go, his row and the vouchers that name its number stay.

    For a purpose that has ended or at his wish (个人信息保护法 Art. 47). Letters already sent stay as they were sent.
    Raises NotPermitted PERSON_NOT_VISIBLE, Refused REASON_MISSING.
    """
    row = person_for(actor=actor, contact_id=contact_id, need=Verb.EDIT_FILE)
    if not reason.strip():
        raise Refused("REASON_MISSING")
    detail = {"contact_id": contact_id, "reason": reason[:300]}

    def work(act: OpenAct) -> dict[str, Json]:
        nameless = PersonDraft(name=f"#{contact_id}")
        Contact.objects.filter(pk=contact_id).update(**_of_contact(nameless))
        _save_rest(row, nameless)
        ContactFile.objects.filter(pk=contact_id).update(erased_at=act.now)
        ContactChange.objects.filter(contact_id=contact_id).update(before="", after="", reason="")
        ContactChange.objects.bulk_create([_change(act, contact_id, "erased", ("", ""), "")])
        note_change(
            act=act, customer_id=row.customer_id, field="person", before=contact_id, after=None, reason=reason.strip()
        )
        return {"contact_id": contact_id}

    return perform(intent=Intent("erase_person", actor, now, key, None, detail), work=work)


def person_for(*, actor: Actor, contact_id: int, need: Verb = Verb.VIEW) -> Contact:
    """One person of a visible customer who was not erased. Raises NotPermitted PERSON_NOT_VISIBLE, VERB_MISSING."""
    row = Contact.objects.filter(pk=contact_id).exclude(file__erased_at__isnull=False).first()
    if row is None:
        raise NotPermitted("PERSON_NOT_VISIBLE", person=contact_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=need)
    return row


def personal_data_of(*, actor: Actor, contact_id: int) -> dict[str, Any]:
    """Everything kept about a person, to hand out to him (个人信息保护法 Art. 45). Raises NotPermitted PERSON_NOT_VISIBLE."""
    row = person_for(actor=actor, contact_id=contact_id, need=Verb.EDIT_FILE)
    changes = ContactChange.objects.filter(contact_id=contact_id).order_by("pk")
    history = [plain(value=one) for one in changes.values("field", "before", "after", "at", "who_name", "reason")]
    person = plain(value=asdict(draft_of(contact_id=contact_id)))
    return {"number": contact_id, "company": row.customer.name, "person": person, "history": history}


def draft_of(*, contact_id: int) -> PersonDraft:
    """A person as a draft, to be changed; the caller has checked who asks. Three queries."""
    row = Contact.objects.get(pk=contact_id)
    roles = tuple(ContactRole.objects.filter(contact_id=contact_id).order_by("pk").values_list("role", flat=True))
    known = ContactFile.objects.filter(pk=contact_id).values(*_ON_FILE).first() or {}
    own = {name: getattr(row, name) for name in CONTACT_FIELDS}
    return PersonDraft(roles=roles or (row.role,), **own, **known)


def _of_contact(draft: PersonDraft) -> dict[str, Any]:
    return {"role": draft.roles[0], **{name: getattr(draft, name) for name in CONTACT_FIELDS}}


def _save_rest(row: Contact, draft: PersonDraft) -> None:
    values = {name: getattr(draft, name) for name in _ON_FILE}
    ContactFile.objects.update_or_create(contact_id=row.pk, defaults=values)
    ContactRole.objects.filter(contact_id=row.pk).delete()
    ContactRole.objects.bulk_create([ContactRole(contact_id=row.pk, role=role) for role in draft.roles])


def _sealed(key: str, draft: PersonDraft) -> str:
    """Tells a repetition from another input; the person cannot be read from it."""
    return digest(value={"key": key, "person": plain(value=asdict(draft))})


def _change(act: OpenAct, contact_id: int, name: str, values: tuple[str, str], reason: str) -> ContactChange:
    return ContactChange(
        contact_id=contact_id,
        field=name,
        before=values[0],
        after=values[1],
        act_id=act.id,
        at=act.now,
        who_name=act.actor.name[:100],
        reason=reason[:300],
    )
