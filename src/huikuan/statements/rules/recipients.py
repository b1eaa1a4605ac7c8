"""PURE: who at a customer gets his statements by e-mail: a named person, the first in a part, or who is in finance.

Nobody is written to who opted out of e-mail. Whoever was named is not replaced by somebody else behind his back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huikuan.customers.file_rules import PersonRole
from huikuan.customers.permission_rules import Stand, reach_fault
from huikuan.outbox.rules import ChannelName, address_fault, header_fault


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen for a customer: one person, or whoever is first in a part; neither means the usual rule."""

    contact_id: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the customer as the rule looks at him; `stands` is what he said of each channel."""

    contact_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    legal_basis: str
    stands: Mapping[ChannelName, Stand]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a statement goes to, or why it cannot go by e-mail: `fault` is a code of a refusal, empty if it can."""

    contact_id: int | None = None
    name: str = ""
    email: str = ""
    fault: str = ""
    reason: str = ""


def recipient_of(*, people: Iterable[Person], choice: Choice = Choice()) -> Recipient:
    """The first of those chosen who may be written to; else the first of them with what stands against it.

    Without a choice whoever is in finance comes first, then anybody with a usable address.
    """
    known = tuple(people)
    if choice.contact_id is not None:
        wanted = [one for one in known if one.contact_id == choice.contact_id]
        return _first(wanted, "STATEMENT_CHOSEN_UNREACHABLE")
    if choice.role:
        return _first([one for one in known if choice.role in one.roles], "STATEMENT_ROLE_UNREACHABLE")
    finance = [one for one in known if PersonRole.FINANCE.value in one.roles]
    return _first([*finance, *(one for one in known if one not in finance)], "STATEMENT_NO_RECIPIENT")


def may_still_get(*, people: Iterable[Person], email: str) -> bool:
    """Whether a message to an address may still leave: nobody who has the address opted out since, and somebody has it."""
    same = [one for one in people if one.email == email]
    return bool(same) and not any(_is_out(one) for one in same)


def _first(wanted: list[Person], code: str) -> Recipient:
    usable = next((one for one in wanted if not _has_no_address(one) and not _is_out(one)), None)
    if usable is not None:
        return Recipient(usable.contact_id, usable.name, usable.email)
    out = next((one for one in wanted if not _has_no_address(one)), None)
    if out is not None:
        return Recipient(out.contact_id, out.name, out.email, "STATEMENT_OPTED_OUT")
    named = next(iter(wanted), None)
    return Recipient(None if named is None else named.contact_id, named.name if named else "", "", code)


def _has_no_address(one: Person) -> bool:
    return bool(address_fault(address=one.email) or header_fault(text=one.name))


def _is_out(one: Person) -> bool:
    return bool(reach_fault(channel=ChannelName.EMAIL, legal_basis=one.legal_basis, stands=one.stands))
