"""PURE: what can prove a debt, what each piece is worth as evidence, and by which article (RULES_CN §3.6, HANDBOOK C14).

Sources: Civil Code (民法典), cited as `CC`; interpretation on sales contracts 法释〔2020〕17号 as `SALES`; on limitation 法释〔2020〕17号
as `LIMITATION`; Electronic Signature Law (电子签名法) as `ESIGN`. A person may know better: the strength is advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.clocks.rules.kinds import MEANINGS, EventKind


class Kind(StrEnum):
    """What a claim for one item is proved with, in the order in which it came about."""

    CONTRACT = "CONTRACT"
    PRICE_CONFIRMATION = "PRICE_CONFIRMATION"
    DELIVERY = "DELIVERY"
    ACCEPTANCE = "ACCEPTANCE"
    INVOICE = "INVOICE"
    STATEMENT = "STATEMENT"
    REMINDERS = "REMINDERS"
    ACKNOWLEDGEMENT = "ACKNOWLEDGEMENT"


class Strength(StrEnum):
    """How far a piece carries."""

    STRONG = "STRONG"
    FAIR = "FAIR"
    WEAK = "WEAK"


class State(StrEnum):
    """Whether a kind of evidence is there for an item."""

    PRESENT = "PRESENT"
    MISSING = "MISSING"
    NOT_NEEDED = "NOT_NEEDED"


class Getter(StrEnum):
    """Who can get what is missing."""

    SALESPERSON = "SALESPERSON"
    AR_ACCOUNTANT = "AR_ACCOUNTANT"
    COLLECTOR = "COLLECTOR"


class Ground(StrEnum):
    """What a piece is, as far as that decides what it proves."""

    CONTRACT_SIGNED = "CONTRACT_SIGNED"
    CONTRACT_UNSIGNED = "CONTRACT_UNSIGNED"
    PRICE_SIGNED = "PRICE_SIGNED"
    DELIVERY_SIGNED = "DELIVERY_SIGNED"
    ACCEPTANCE_SIGNED = "ACCEPTANCE_SIGNED"
    ACCEPTANCE_DEEMED = "ACCEPTANCE_DEEMED"
    TAX_INVOICE = "TAX_INVOICE"
    STATEMENT_CONFIRMED = "STATEMENT_CONFIRMED"
    STATEMENT_DEEMED = "STATEMENT_DEEMED"
    STATEMENT_SENT = "STATEMENT_SENT"
    LETTER_ARRIVED = "LETTER_ARRIVED"
    LETTER_POSTED = "LETTER_POSTED"
    MESSAGE_SENT = "MESSAGE_SENT"
    ACKNOWLEDGED_STRONG = "ACKNOWLEDGED_STRONG"
    ACKNOWLEDGED_MEDIUM = "ACKNOWLEDGED_MEDIUM"
    ACKNOWLEDGED_WEAK = "ACKNOWLEDGED_WEAK"
    UPLOADED_SIGNED = "UPLOADED_SIGNED"
    UPLOADED = "UPLOADED"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a ground is worth and the articles it rests on; on paper signed by the other side the seal is as good as its
    reliable electronic form (ESIGN 13–14)."""

    strength: Strength
    articles: tuple[str, ...]


def _as(kind: EventKind) -> Strength:
    """As strong as the limitation period takes it: one answer for one piece."""
    return Strength(MEANINGS[kind].strength.value)


WORTH: Mapping[Ground, Worth] = {
    Ground.CONTRACT_SIGNED: Worth(Strength.STRONG, ("CC 490", "ESIGN 13–14")),
    Ground.CONTRACT_UNSIGNED: Worth(Strength.WEAK, ("SALES 1",)),
    Ground.PRICE_SIGNED: Worth(Strength.STRONG, ("SALES 1", "ESIGN 13–14")),
    Ground.DELIVERY_SIGNED: Worth(Strength.STRONG, ("CC 623", "SALES 5")),
    Ground.ACCEPTANCE_SIGNED: Worth(Strength.STRONG, ("CC 621", "CC 623")),
    Ground.ACCEPTANCE_DEEMED: Worth(Strength.FAIR, ("CC 621",)),
    Ground.TAX_INVOICE: Worth(Strength.WEAK, ("SALES 5",)),
    Ground.STATEMENT_CONFIRMED: Worth(_as(EventKind.STATEMENT_CONFIRMED), ("SALES 1", "LIMITATION 14")),
    Ground.STATEMENT_DEEMED: Worth(Strength.WEAK, ("SALES 1",)),
    Ground.STATEMENT_SENT: Worth(Strength.WEAK, ("LIMITATION 8",)),
    Ground.LETTER_ARRIVED: Worth(_as(EventKind.DEMAND), ("LIMITATION 8", "CC 195")),
    Ground.LETTER_POSTED: Worth(_as(EventKind.LETTER), ("LIMITATION 8",)),
    Ground.MESSAGE_SENT: Worth(_as(EventKind.EMAIL), ("LIMITATION 8", "ESIGN 11")),
    Ground.ACKNOWLEDGED_STRONG: Worth(Strength.STRONG, ("LIMITATION 14", "CC 195")),
    Ground.ACKNOWLEDGED_MEDIUM: Worth(Strength.FAIR, ("LIMITATION 14", "ESIGN 8")),
    Ground.ACKNOWLEDGED_WEAK: Worth(Strength.WEAK, ("LIMITATION 14",)),
    Ground.UPLOADED_SIGNED: Worth(Strength.STRONG, ("ESIGN 13–14",)),
    Ground.UPLOADED: Worth(Strength.WEAK, ()),
}
"""What demands payment or confirms a debt is worth what the clock says (`clocks.rules.kinds`): a message that a server took is weak, as
it counts from entering the system that the other side named (ESIGN 11), unless a person knows of a contract that names it."""

GETTERS: Mapping[Kind, Getter] = {
    Kind.CONTRACT: Getter.SALESPERSON,
    Kind.PRICE_CONFIRMATION: Getter.SALESPERSON,
    Kind.DELIVERY: Getter.SALESPERSON,
    Kind.ACCEPTANCE: Getter.SALESPERSON,
    Kind.INVOICE: Getter.AR_ACCOUNTANT,
    Kind.STATEMENT: Getter.AR_ACCOUNTANT,
    Kind.REMINDERS: Getter.COLLECTOR,
    Kind.ACKNOWLEDGEMENT: Getter.SALESPERSON,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A piece that is there: a kept file (by its purpose and owner), or a message as it was sent (`message_id`)."""

    kind: Kind
    ground: Ground
    name: str
    sha256: str
    on: date
    document_id: int = 0
    purpose: str = ""
    owner_id: int = 0
    message_id: int = 0
    piece_id: int = 0

    @property
    def worth(self) -> Worth:
        """What it is worth as evidence."""
        return WORTH[self.ground]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the rooms below know about one item besides its papers; numbers of papers whose signed copy is not here."""

    receivable_id: int
    papers: tuple[Paper, ...] = ()
    contract_number: str = ""
    is_advance: bool = False
    is_plan: bool = False
    unsigned_prices: tuple[str, ...] = ()
    unsigned_notes: tuple[str, ...] = ()
    notes_without_copy: tuple[str, ...] = ()
    has_notes: bool = False
    needs_acceptance: bool = False
    accepted_without_copy: tuple[str, ...] = ()
    invoices_without_file: tuple[str, ...] = ()
    statements_unanswered: tuple[str, ...] = ()
    notices_unproved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of evidence stands for an item: the papers, or what to ask whom for (`ask`, a code with `names`).

    `why` is a code: what makes a kind needless, or the weak point of what is there.
    """

    kind: Kind
    state: State
    papers: tuple[Paper, ...] = ()
    strength: Strength | None = None
    getter: Getter | None = None
    ask: str = ""
    names: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Every kind of evidence for one item, in order."""

    receivable_id: int
    standings: tuple[Standing, ...]

    @property
    def missing(self) -> tuple[Standing, ...]:
        """What is missing."""
        return tuple(one for one in self.standings if one.state is State.MISSING)

    def of(self, kind: Kind) -> Standing:
        """One kind."""
        return next(one for one in self.standings if one.kind is kind)
