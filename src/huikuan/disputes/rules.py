"""PURE: disputes: reasons, states, what may happen to one, when it must be decided, what of an item it stops (HANDBOOK C9).

Only the disputed part stops; the rest of the item is owed and asked for (保障中小企业款项支付条例 Art. 15).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar

LONGEST_TEXT = 2_000
MOST_ITEMS = 200
MOST_FILES = 10
MOST_DAYS = 120


class Reason(StrEnum):
    """Why the customer does not want to pay a part."""

    QUALITY = "QUALITY"
    QUANTITY = "QUANTITY"
    PRICE = "PRICE"
    DELIVERY = "DELIVERY"
    ACCEPTANCE = "ACCEPTANCE"
    INVOICE_WRONG = "INVOICE_WRONG"
    PAID_ALREADY = "PAID_ALREADY"
    NOT_OURS = "NOT_OURS"
    OTHER = "OTHER"


class State(StrEnum):
    """Where a dispute stands; accepted ones hold until the credit note or correction is there."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    SETTLED = "SETTLED"


class Ending(StrEnum):
    """By what a dispute was settled; a rejected one ends with a letter, a withdrawn one with the customer's word."""

    CREDIT_NOTE = "CREDIT_NOTE"
    CORRECTION = "CORRECTION"
    REPLACEMENT = "REPLACEMENT"
    PAID = "PAID"


class Event(StrEnum):
    """What happens to a dispute."""

    RAISE = "RAISE"
    ASSIGN = "ASSIGN"
    ESCALATE = "ESCALATE"
    ADD_EVIDENCE = "ADD_EVIDENCE"
    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    SETTLE = "SETTLE"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.OPEN, Event.ASSIGN): State.OPEN,
    (State.OPEN, Event.ESCALATE): State.OPEN,
    (State.OPEN, Event.ADD_EVIDENCE): State.OPEN,
    (State.OPEN, Event.ACCEPT): State.ACCEPTED,
    (State.OPEN, Event.REJECT): State.REJECTED,
    (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Event.SETTLE): State.SETTLED,
    (State.ACCEPTED, Event.ASSIGN): State.ACCEPTED,
    (State.ACCEPTED, Event.ESCALATE): State.ACCEPTED,
    (State.ACCEPTED, Event.ADD_EVIDENCE): State.ACCEPTED,
    (State.ACCEPTED, Event.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Event.SETTLE): State.SETTLED,
}
DECISIONS = (Event.ACCEPT, Event.REJECT, Event.WITHDRAW, Event.SETTLE)
ENDS = (State.REJECTED, State.WITHDRAWN, State.SETTLED)
HOLDING = (State.OPEN, State.ACCEPTED)
"""In these states the disputed part is not asked for."""

SHIPPED_DAYS: Mapping[Reason, int] = {
    Reason.QUALITY: 10,
    Reason.QUANTITY: 5,
    Reason.PRICE: 5,
    Reason.DELIVERY: 5,
    Reason.ACCEPTANCE: 10,
    Reason.INVOICE_WRONG: 3,
    Reason.PAID_ALREADY: 2,
    Reason.NOT_OURS: 3,
    Reason.OTHER: 5,
}
"""Business days within which a dispute is decided: starting values of this product, version 0 of the policy."""


@dataclass(frozen=True, slots=True)
class DisputePolicy:
    """How many business days each reason may take; `number` is the version that said so."""

    number: int = 0
    days: Mapping[Reason, int] = field(default_factory=lambda: SHIPPED_DAYS)


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """So much of a receivable is disputed, minor units."""

    receivable_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """A dispute as it is raised: about which items of one customer, own company and currency, why, in whose words.

    `said_by` is who told us at the customer; `link_id` the portal link it came by; files are names with their bytes.
    """

    customer_id: int
    company_id: int
    currency: str
    reason: Reason
    text: str
    items: tuple[DisputedItem, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    said_by: str = ""
    link_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What our people say of a dispute, and why; to settle one, by what and on which proof.

    `remainder_owed`: what of it no credit note covers stays owed, and the customer is told so. `paper` is a file that comes
    with the decision, `paper_id` one that is kept with the dispute already, `corrected_invoice` the number of the new invoice.
    """

    event: Event
    note: str
    ending: Ending | None = None
    remainder_owed: bool = False
    corrected_invoice: str = ""
    paper: tuple[str, bytes] | None = None
    paper_id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is known of a receivable under the lock: whose it is, what is open of it and what of that is disputed already."""

    receivable_id: int
    customer_id: int
    company_id: int
    currency: str
    open_minor: int
    disputed_minor: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a dispute is not taken, by code, with the item it is about (0: none) and its figures, minor units."""

    code: str
    receivable_id: int = 0
    wanted: int = 0
    open_minor: int = 0


def draft_faults(*, draft: DisputeDraft) -> tuple[Fault, ...]:
    """What is wrong with a dispute by itself."""
    ids = [item.receivable_id for item in draft.items]
    found = []
    if not draft.text.strip():
        found.append(Fault("DISPUTE_TEXT_MISSING"))
    if len(draft.text) > LONGEST_TEXT or "\0" in draft.text:
        found.append(Fault("DISPUTE_TEXT_TOO_LONG"))
    if not 1 <= len(ids) <= MOST_ITEMS:
        found.append(Fault("DISPUTE_ITEMS_COUNT"))
    if len(set(ids)) != len(ids):
        found.append(Fault("DISPUTE_ITEM_TWICE"))
    if len(draft.files) > MOST_FILES:
        found.append(Fault("DISPUTE_FILES_COUNT"))
    return tuple(found)


def item_faults(*, draft: DisputeDraft, known: Mapping[int, OpenItem]) -> tuple[Fault, ...]:
    """Which items the dispute may not be about: another's, or for more than is open and not disputed yet."""
    found = []
    for item in draft.items:
        row = known.get(item.receivable_id)
        if row is None or (row.customer_id, row.company_id, row.currency) != (
            draft.customer_id,
            draft.company_id,
            draft.currency,
        ):
            found.append(Fault("DISPUTE_ITEM_NOT_THEIRS", item.receivable_id))
        elif not 1 <= item.amount_minor <= free_minor(item=row):
            found.append(Fault("DISPUTE_MORE_THAN_OPEN", row.receivable_id, item.amount_minor, free_minor(item=row)))
    return tuple(found)


def free_minor(*, item: OpenItem) -> int:
    """What of an item can still be disputed: open and not disputed, minor units."""
    return max(0, item.open_minor - item.disputed_minor)


def stopped_minor(*, open_minor: int, disputed_minor: int) -> int:
    """What of an open item is not asked for: what is disputed, at most what is open (it may have been paid since)."""
    return min(open_minor, max(0, disputed_minor))


def deadline_of(*, policy: DisputePolicy, reason: Reason, opened_on: date, calendar: BusinessCalendar) -> date:
    """The day by which a dispute is to be decided; the day it was raised is not counted (CC 201)."""
    return calendar.add_business_days(day=opened_on, days=policy.days[reason])


def policy_fault(*, days: Mapping[Reason, int]) -> str:
    """The code of what is wrong with a policy; empty if nothing is."""
    whole = set(days) == set(Reason) and all(1 <= value <= MOST_DAYS for value in days.values())
    return "" if whole else "DISPUTE_POLICY_DAYS"


def events_of(*, state: State) -> tuple[Event, ...]:
    """What may happen to a dispute in that state, in the order of the table."""
    return tuple(event for (before, event) in TRANSITIONS if before is state)


def total_minor(*, items: Iterable[DisputedItem]) -> int:
    """The sum of what is disputed, minor units."""
    return sum(item.amount_minor for item in items)
