"""PURE: a person at a customer as he is entered: what is needed, what must not be kept without a basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from huikuan.customers.file_rules import LegalBasis, PersonRole
from huikuan.kernel.refusal import Refused

MOST = {
    "name": 100,
    "email": 254,
    "phone": 40,
    "language": 10,
    "position": 100,
    "mobile": 40,
    "wechat": 60,
    "wecom": 60,
    "address": 300,
    "reachable_when": 200,
    "reachable_where": 200,
    "relationship": 4_000,
}
"""Longest text of each field."""
CONTACT_FIELDS = ("name", "email", "phone", "language", "gets_reminders", "legal_basis")
"""What is kept with the contact itself; everything else is in his file."""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person with the parts he plays, how and when he is reached, and the legal basis of keeping it."""

    name: str
    roles: tuple[str, ...] = (PersonRole.FINANCE.value,)
    email: str = ""
    phone: str = ""
    language: str = ""
    gets_reminders: bool = False
    legal_basis: str = ""
    basis_on: date | None = None
    position: str = ""
    mobile: str = ""
    wechat: str = ""
    wecom: str = ""
    address: str = ""
    reachable_when: str = ""
    reachable_where: str = ""
    relationship: str = ""
    left_on: date | None = None


def clean_person(*, draft: PersonDraft) -> PersonDraft:
    """The person as he is kept: texts without outer spaces, each part once; nobody who left gets reminders.

    Raises Refused PERSON_FIELD_WRONG, PERSON_ROLE_UNKNOWN, PERSON_BASIS_NEEDED (a way to reach him without a legal basis,
    个人信息保护法 Art. 13).
    """
    texts = {name: str(getattr(draft, name)).strip() for name in MOST}
    wrong = next((name for name, text in texts.items() if len(text) > MOST[name] or "\0" in text), "")
    if wrong or not texts["name"]:
        raise Refused("PERSON_FIELD_WRONG", field=wrong or "name")
    known = [role.value for role in PersonRole]
    unknown = next((role for role in draft.roles if role not in known), None)
    if unknown is not None or not draft.roles:
        raise Refused("PERSON_ROLE_UNKNOWN", role=(unknown or "")[:20])
    reached = any(texts[name] for name in ("email", "phone", "mobile", "wechat", "wecom", "address"))
    if draft.legal_basis not in tuple(LegalBasis) and (draft.legal_basis or reached):
        raise Refused("PERSON_BASIS_NEEDED", name=texts["name"])
    roles = tuple(role for role in known if role in draft.roles)
    gets = draft.gets_reminders and draft.left_on is None and bool(texts["email"])
    return replace(draft, roles=roles, gets_reminders=gets, **texts)  # type: ignore[arg-type]


def shown_values(*, draft: PersonDraft) -> dict[str, str]:
    """Every field as text, for comparing and for the history."""
    return {name: _shown(value) for name, value in asdict(draft).items()}


def person_changes(*, before: PersonDraft, after: PersonDraft) -> Mapping[str, tuple[str, str]]:
    """The fields that differ, with both texts."""
    old, new = shown_values(draft=before), shown_values(draft=after)
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(value)
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)
