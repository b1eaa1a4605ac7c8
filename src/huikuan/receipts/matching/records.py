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


class DifferenceKind(StrEnum):
    """Why a payment falls short of an item; the same names as receivables' ShortPaymentReason but for LEFT_OPEN."""

    BANK_FEE = "BANK_FEE"
    EARLY_PAYMENT_DISCOUNT = "EARLY_PAYMENT_DISCOUNT"
    ROUNDING = "ROUNDING"
    LEFT_OPEN = "LEFT_OPEN"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a payment falls short of one item, in minor units, and the line of the policy that allows it ("" = none).

    `booked`: within the policy's bounds it is given up with the match; else a person decides, and until then it is open.
    """

    item_id: Id
    minor: int
    kind: DifferenceKind
    tolerance: str
    booked: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One explanation of a line: whose money it is and which items it pays, with the evidence for and against."""

    customer_id: Id
    shares: Shares
    confidence_permille: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision on one line; candidates are ranked, the first one is the one applied when the decision is APPLIED."""

    line_id: Id
    decision: Decision
    candidates: tuple[Candidate, ...]
    policy_version: str


class SplitKind(StrEnum):
    """What a payment crosses: the border between own companies, or between currencies."""

    COMPANY = "COMPANY"
    CURRENCY = "CURRENCY"


@dataclass(frozen=True, slots=True)
class Rate:
    """On `day` one minor unit of `currency` was worth `micro` millionths of a minor unit of `per_currency`."""

    currency: str
    per_currency: str
    day: date
    micro: int


@dataclass(frozen=True, slots=True)
class SplitShare:
    """So much of an item, in its own currency, for so much of the line in the line's; `company_id` None: the same."""

    company_id: Id | None
    item_id: Id
    minor: int
    currency: str
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Split:
    """A line that pays items of other own companies or in another currency: a proposal, never applied by itself."""

    line_id: Id
    kind: SplitKind
    customer_id: Id
    shares: tuple[SplitShare, ...]
    confidence_permille: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    policy_version: str
    rate: Rate | None = None


def id_order(*, value: Id) -> tuple[int, int, str]:
    """Sort key of identifiers that is total over whole numbers and texts, so that no result depends on input order."""
    return (0, value, "") if isinstance(value, int) else (1, 0, value)
