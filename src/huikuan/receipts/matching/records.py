"""Frozen records that enter and leave the matcher: open items, payers, bank lines; outcomes, candidates, reasons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from huikuan.receipts.matching.reasons import ReasonCode

Id: TypeAlias = int | str
Shares: TypeAlias = tuple[tuple[Id, int], ...]


class Decision(StrEnum):
    """What may happen with a bank line without a person: APPLIED is safe to post, PROPOSED needs a look."""

    APPLIED = "APPLIED"
    PROPOSED = "PROPOSED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One instalment a customer still owes: `open_minor` > 0 minor units of `currency`."""

    id: Id
    number: str
    customer_id: Id
    open_minor: int
    currency: str
    issue_date: date | None = None
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer as a payer: its registered name, names and bank accounts learned from earlier receipts."""

    customer_id: Id
    name: str
    aliases: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One incoming bank line as the bank reports it; texts may be empty, `amount_minor` in minor units of `currency`.

    `customer_id` is whose money a person said it is, None if nobody did.
    """

    id: Id
    date: date
    amount_minor: int
    currency: str
    payer_name: str = ""
    payer_account: str = ""
    reference: str = ""
    customer_id: Id | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence as a code and its parameters; the top floor words it in the reader's language."""

    code: ReasonCode
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One explanation of a line: whose money it is and which items it pays, with the evidence for and against."""

    customer_id: Id
    shares: Shares
    confidence_permille: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision on one line; candidates are ranked, the first one is the one applied when the decision is APPLIED."""

    line_id: Id
    decision: Decision
    candidates: tuple[Candidate, ...]
    policy_version: str


def id_order(*, value: Id) -> tuple[int, int, str]:
    """Sort key of identifiers that is total over whole numbers and texts, so that no result depends on input order."""
    return (0, value, "") if isinstance(value, int) else (1, 0, value)
