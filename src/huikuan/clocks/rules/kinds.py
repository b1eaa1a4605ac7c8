"""PURE: what may happen to a limitation period, by which article, what proves it, and what it does to the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """Something that was done about a debt; its value is the word of `huikuan calc limitation --event`."""

    DEMAND = "demand"
    DEMAND_SIGNED = "demand_signed"
    LETTER = "letter"
    EMAIL = "email"
    MESSAGE = "message"
    BANK_SET_OFF = "bank_set_off"
    NEWSPAPER = "newspaper"
    CALL = "call"
    CALL_UNANSWERED = "call_unanswered"
    VISIT = "visit"
    PART_PAYMENT = "part_payment"
    PROMISE = "promise"
    PLAN = "plan"
    EXTENSION = "extension"
    SECURITY = "security"
    STATEMENT_CONFIRMED = "statement_confirmed"
    ACKNOWLEDGEMENT = "acknowledgement"
    NEW_AGREEMENT = "new_agreement"
    SUIT = "suit"
    ARBITRATION = "arbitration"
    PAYMENT_ORDER = "payment_order"
    PRESERVATION = "preservation"
    BANKRUPTCY_CLAIM = "bankruptcy_claim"
    ENFORCEMENT = "enforcement"
    SET_OFF_IN_SUIT = "set_off_in_suit"
    MEDIATION = "mediation"
    POLICE_REPORT = "police_report"
    JOINT_DEBTOR = "joint_debtor"
    ASSIGNMENT = "assignment"
    PROCEDURE_ENDED = "procedure_ended"
    SUSPENSION = "suspension"
    OBSTACLE = "obstacle"
    GRACE_ENDED = "grace_ended"
    REFUSAL = "refusal"


class Effect(StrEnum):
    """What a kind does, once it is proved: the period runs anew, lasts longer, begins, or nothing."""

    INTERRUPTS = "INTERRUPTS"
    ENDS_PROCEDURE = "ENDS_PROCEDURE"
    SUSPENDS = "SUSPENDS"
    BEGINS = "BEGINS"
    NOTHING = "NOTHING"


class Strength(StrEnum):
    """How well the usual evidence of a kind stands: signed or official papers, papers that let it be presumed, the rest."""

    STRONG = "STRONG"
    FAIR = "FAIR"
    WEAK = "WEAK"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind in law: its article, what it does, how strong its usual evidence is.

    `revives` after the period expired (CC 192, limitation rules 19); `is_procedure` where the period runs anew from its end
    too (CC 195).
    """

    article: str
    effect: Effect = Effect.INTERRUPTS
    strength: Strength = Strength.STRONG
    revives: bool = False
    is_procedure: bool = False


_DEMAND = "LIMITATION 8"
_AGREES = "LIMITATION 14"
_SUES = "LIMITATION 11"
MEANINGS: Mapping[EventKind, Meaning] = {
    EventKind.DEMAND: Meaning(_DEMAND),
    EventKind.DEMAND_SIGNED: Meaning("LIMITATION 19", revives=True),
    EventKind.LETTER: Meaning(_DEMAND, strength=Strength.FAIR),
    EventKind.EMAIL: Meaning(_DEMAND, strength=Strength.WEAK),
    EventKind.MESSAGE: Meaning(_DEMAND, strength=Strength.WEAK),
    EventKind.BANK_SET_OFF: Meaning(_DEMAND),
    EventKind.NEWSPAPER: Meaning(_DEMAND),
    EventKind.CALL: Meaning("CC 195", strength=Strength.WEAK),
    EventKind.CALL_UNANSWERED: Meaning("CC 195", Effect.NOTHING, Strength.WEAK),
    EventKind.VISIT: Meaning("CC 195", strength=Strength.WEAK),
    EventKind.PART_PAYMENT: Meaning(_AGREES),
    EventKind.PROMISE: Meaning(_AGREES, strength=Strength.FAIR, revives=True),
    EventKind.PLAN: Meaning(_AGREES, revives=True),
    EventKind.EXTENSION: Meaning(_AGREES, strength=Strength.FAIR),
    EventKind.SECURITY: Meaning(_AGREES),
    EventKind.STATEMENT_CONFIRMED: Meaning(_AGREES),
    EventKind.ACKNOWLEDGEMENT: Meaning(_AGREES),
    EventKind.NEW_AGREEMENT: Meaning("CC 192", revives=True),
    EventKind.SUIT: Meaning("LIMITATION 10", is_procedure=True),
    EventKind.ARBITRATION: Meaning("CC 195", is_procedure=True),
    EventKind.PAYMENT_ORDER: Meaning(_SUES, is_procedure=True),
    EventKind.PRESERVATION: Meaning(_SUES, is_procedure=True),
    EventKind.BANKRUPTCY_CLAIM: Meaning(_SUES, is_procedure=True),
    EventKind.ENFORCEMENT: Meaning(_SUES, is_procedure=True),
    EventKind.SET_OFF_IN_SUIT: Meaning(_SUES, is_procedure=True),
    EventKind.MEDIATION: Meaning("LIMITATION 12", is_procedure=True),
    EventKind.POLICE_REPORT: Meaning("LIMITATION 13", is_procedure=True),
    EventKind.JOINT_DEBTOR: Meaning("LIMITATION 15"),
    EventKind.ASSIGNMENT: Meaning("LIMITATION 17", strength=Strength.FAIR),
    EventKind.PROCEDURE_ENDED: Meaning("CC 195", Effect.ENDS_PROCEDURE),
    EventKind.SUSPENSION: Meaning("CC 194", Effect.SUSPENDS),
    EventKind.OBSTACLE: Meaning("CC 194", Effect.SUSPENDS),
    EventKind.GRACE_ENDED: Meaning("LIMITATION 4", Effect.BEGINS),
    EventKind.REFUSAL: Meaning("LIMITATION 4", Effect.BEGINS),
}
"""Civil Code and the Supreme People's Court's rules on limitation (诉讼时效规定, 2020). Part payment after the period expired is
kept by the creditor but revives nothing of the rest, and neither does a balance that was merely confirmed (CC 192)."""

SPELLINGS: Mapping[str, EventKind] = {
    "acknowledgment": EventKind.ACKNOWLEDGEMENT,
    "payment": EventKind.PART_PAYMENT,
    "partial_payment": EventKind.PART_PAYMENT,
    "repayment_plan": EventKind.PLAN,
    "extension_request": EventKind.EXTENSION,
    "lawsuit": EventKind.SUIT,
    "filing": EventKind.SUIT,
    "mail": EventKind.LETTER,
    "posted_letter": EventKind.LETTER,
    "lawyer_letter": EventKind.LETTER,
    "e_mail": EventKind.EMAIL,
    "sms": EventKind.MESSAGE,
    "wechat": EventKind.MESSAGE,
    "phone": EventKind.CALL,
    "phone_call": EventKind.CALL,
    "telephone": EventKind.CALL,
    "missed_call": EventKind.CALL_UNANSWERED,
    "unanswered_call": EventKind.CALL_UNANSWERED,
    "no_answer": EventKind.CALL_UNANSWERED,
    "setoff": EventKind.BANK_SET_OFF,
    "statement": EventKind.STATEMENT_CONFIRMED,
    "confirmed_statement": EventKind.STATEMENT_CONFIRMED,
}
"""Other words for a kind that are understood."""

RECORDABLE = tuple(kind for kind in EventKind if MEANINGS[kind].effect is not Effect.NOTHING)
"""What a person may record with its document; what proves nothing has no place among evidence."""


def kind_of(*, text: str) -> EventKind | None:
    """The kind a word means, capitals, blanks and hyphens aside; None for an unknown one."""
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return EventKind(word)
    except ValueError:
        return SPELLINGS.get(word)
