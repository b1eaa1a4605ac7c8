"""What the API takes and gives of disputes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum, auto
from typing import Annotated

from pydantic import Field

from huikuan.api.answers import Row
from huikuan.api.contents import FileIn
from huikuan.api.fields import Currency, Id, Minor, Text100, Text500
from huikuan.api.inputs import DocumentPageIn, Input


class DisputeState(StrEnum):
    # one for each `disputes.rules.State`; a docstring would become part of the API's description
    OPEN = auto()
    ACCEPTED = auto()
    REJECTED = auto()
    WITHDRAWN = auto()
    SETTLED = auto()


class DisputeReason(StrEnum):
    # one for each `disputes.rules.Reason`
    QUALITY = auto()
    QUANTITY = auto()
    PRICE = auto()
    DELIVERY = auto()
    ACCEPTANCE = auto()
    INVOICE_WRONG = auto()
    PAID_ALREADY = auto()
    NOT_OURS = auto()
    OTHER = auto()


class DisputeDecision(StrEnum):
    # one for each of `disputes.rules.DECISIONS`
    ACCEPT = auto()
    REJECT = auto()
    WITHDRAW = auto()
    SETTLE = auto()


class DisputeEnding(StrEnum):
    # one for each of `disputes.rules.Ending`
    CREDIT_NOTE = auto()
    CORRECTION = auto()
    REPLACEMENT = auto()
    PAID = auto()


class DisputePageIn(DocumentPageIn):
    """Disputes, all or of one state."""

    state: DisputeState | None = None


class DisputedItemIn(Input):
    """So much of a receivable is disputed."""

    receivable_id: Id
    amount_minor: Minor


class DisputeIn(Input):
    """A dispute the customer told us of: whose, about which items, why, in his words; the rest of each item stays due."""

    company_id: Id
    customer_id: Id
    currency: Currency
    reason: DisputeReason
    text: Annotated[Text500, Field(min_length=1)]
    items: Annotated[list[DisputedItemIn], Field(min_length=1, max_length=200)]
    said_by: Text100 = ""


class DisputeDecisionIn(Input):
    """What is decided of a dispute, and why; `ending` says by what it was settled, and only then.

    A credit note must cover the disputed sum, or `remainder_owed` says that the rest stays owed; a correction needs
    `corrected_invoice` (its number) or a `paper`, a replacement a `paper`.
    """

    decision: DisputeDecision
    note: Annotated[Text500, Field(min_length=1)]
    ending: DisputeEnding | None = None
    remainder_owed: bool = False
    corrected_invoice: Text100 = ""
    paper: FileIn | None = None


class DisputeOut(Row):
    """A dispute, minor units; `deadline` is the day by which it is to be decided, `ended_on` the day it ended."""

    id: int
    company_id: int
    customer_id: int
    currency: str
    amount_minor: int
    reason: str
    text: str
    said_by: str
    by_portal: bool
    state: str
    opened_on: date
    deadline: date
    ended_on: date | None


class DisputedItemOut(Row):
    """What of a receivable is disputed, and what of it is open now, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    amount_minor: int
    open_minor: int


class DisputeDetailsOut(DisputeOut):
    """A dispute with its items."""

    items: list[DisputedItemOut]
