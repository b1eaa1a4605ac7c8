"""PURE: what a customer answers to a statement, what is wrong with an answer, and what it is worth as evidence (TRUST S17).

A stamped or otherwise acknowledged balance is proof of the amount and interrupts the limitation period for what was
acknowledged (诉讼时效规定 art. 14; Civil Code art. 195).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.disputes.rules import Reason

LONGEST_TEXT = 500
MOST_OBJECTIONS = 100


class Channel(StrEnum):
    """How the answer came."""

    PORTAL = "PORTAL"
    PAPER = "PAPER"
    EMAIL = "EMAIL"


class Result(StrEnum):
    """What was answered."""

    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"


class Factor(StrEnum):
    """What shows that it was the customer: nothing, a one-time code he alone received, or a stamped copy."""

    NONE = "NONE"
    CODE = "CODE"
    STAMP = "STAMP"


class Seal(StrEnum):
    """Which seal the copy bears: company seal (公章), financial seal (财务专用章), contract seal (合同章), or only a signature."""

    COMPANY = "COMPANY"
    FINANCIAL = "FINANCIAL"
    CONTRACT = "CONTRACT"
    SIGNATURE = "SIGNATURE"
    NONE = "NONE"


class Strength(StrEnum):
    """What an acknowledgement is worth as evidence."""

    STRONG = "STRONG"
    MEDIUM = "MEDIUM"
    WEAK = "WEAK"


@dataclass(frozen=True, slots=True)
class ObjectionDraft:
    """What is wrong with one open item (`receivable_id`), or with the balance as a whole (None): minor units above zero."""

    receivable_id: int | None
    reason: Reason
    amount_minor: int
    text: str = ""
    file_name: str = ""
    file_content: bytes = b""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """An answer: who gave it, how, on which day; `their_closing_minor` is the balance by their books if they name one."""

    channel: Channel
    result: Result
    replied_on: date
    name: str
    role: str = ""
    phone: str = ""
    factor: Factor = Factor.NONE
    seal: Seal = Seal.NONE
    their_closing_minor: int | None = None
    note: str = ""
    file_name: str = ""
    file_content: bytes = b""
    objections: tuple[ObjectionDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the statement asked: its closing balance and what is open of each item, minor units."""

    closing_minor: int
    open_minor: dict[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer: a code and the objection it stands in (from 1), 0 for the whole."""

    code: str
    objection: int = 0


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What an answer acknowledges, minor units: in all, by receivable, and how strong it is."""

    minor: int
    items: dict[int, int]
    strength: Strength


def faults_of(*, reply: ReplyDraft, asked: Asked) -> tuple[Fault, ...]:
    """Everything that is wrong with an answer, the whole first."""
    found = []
    if not reply.name.strip():
        found.append(Fault("STATEMENT_SIGNER_MISSING"))
    if reply.channel is not Channel.PORTAL and not reply.file_content:
        found.append(Fault("STATEMENT_COPY_MISSING"))
    if reply.result is Result.CONFIRMED and reply.factor is not Factor.CODE and not _is_stamped(reply):
        found.append(Fault("STATEMENT_FACTOR_MISSING"))
    if reply.result is Result.CONFIRMED and (
        reply.objections or reply.their_closing_minor not in (None, asked.closing_minor)
    ):
        found.append(Fault("STATEMENT_DIFFERS"))
    if reply.result is Result.DISPUTED and not reply.objections:
        found.append(Fault("STATEMENT_OBJECTION_MISSING"))
    if len(reply.objections) > MOST_OBJECTIONS:
        found.append(Fault("STATEMENT_OBJECTIONS_TOO_MANY"))
    return (*found, *_objection_faults(reply.objections, asked))


def acknowledged(*, reply: ReplyDraft, asked: Asked) -> Acknowledged:
    """What is acknowledged: everything, or what was not objected to where the answer is proved as the customer's own.

    An objection to the balance as a whole leaves no single item acknowledged. An answer that neither a code nor a stamp
    proves acknowledges nothing.
    """
    if reply.factor is not Factor.CODE and not _is_stamped(reply):
        return Acknowledged(0, {}, Strength.WEAK)
    if any(one.receivable_id is None for one in reply.objections):
        return Acknowledged(0, {}, strength_of(reply=reply))
    left = dict(asked.open_minor)
    for one in reply.objections:
        left[one.receivable_id or 0] -= one.amount_minor
    contested = sum(one.amount_minor for one in reply.objections)
    items = {pk: minor for pk, minor in left.items() if minor > 0}
    return Acknowledged(max(asked.closing_minor - contested, 0), items, strength_of(reply=reply))


def laid_on(*, amount_minor: int, free: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """An objection to the whole balance laid on open items in the order given, each up to what of it is `free`.

    Minor units; the items that get nothing are left out, and what is more than all of them together stops nothing.
    """
    found, left = [], amount_minor
    for receivable_id, minor in free:
        part = min(left, max(minor, 0))
        if part > 0:
            found.append((receivable_id, part))
            left -= part
    return tuple(found)


def strength_of(*, reply: ReplyDraft) -> Strength:
    """A seal on a copy is strongest, a code or a signature alone less, a message without either weakest."""
    if _is_stamped(reply) and reply.seal is not Seal.SIGNATURE:
        return Strength.STRONG
    if _is_stamped(reply) or reply.factor is Factor.CODE:
        return Strength.MEDIUM
    return Strength.WEAK


def _is_stamped(reply: ReplyDraft) -> bool:
    return reply.factor is Factor.STAMP and reply.seal is not Seal.NONE and bool(reply.file_content)


def _objection_faults(objections: Sequence[ObjectionDraft], asked: Asked) -> list[Fault]:
    found, seen = [], set()
    for number, one in enumerate(objections, 1):
        if one.receivable_id is not None and one.receivable_id not in asked.open_minor:
            found.append(Fault("STATEMENT_ITEM_UNKNOWN", number))
        elif one.receivable_id is not None and one.amount_minor > asked.open_minor[one.receivable_id]:
            found.append(Fault("STATEMENT_OBJECTION_TOO_LARGE", number))
        if one.amount_minor < 1:
            found.append(Fault("STATEMENT_OBJECTION_AMOUNT", number))
        if len(one.text) > LONGEST_TEXT:
            found.append(Fault("STATEMENT_TEXT_TOO_LONG", number))
        if one.receivable_id in seen:
            found.append(Fault("STATEMENT_ITEM_TWICE", number))
        seen.add(one.receivable_id)
    return found
