"""PURE: the states of a provision and of a write-off request, and what may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_REASON = 1_000
MOST_ITEMS = 200
"""Items of one write-off request: what one person can look at."""


class RunState(StrEnum):
    """Where a provision stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    EXPORTED = "EXPORTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class RunEvent(StrEnum):
    """What may happen to a provision."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    EXPORT = "EXPORT"


RUN_TRANSITIONS: dict[tuple[RunState, RunEvent], RunState] = {
    (RunState.PROPOSED, RunEvent.APPROVE): RunState.APPROVED,
    (RunState.PROPOSED, RunEvent.REJECT): RunState.REJECTED,
    (RunState.PROPOSED, RunEvent.WITHDRAW): RunState.WITHDRAWN,
    (RunState.APPROVED, RunEvent.EXPORT): RunState.EXPORTED,
    (RunState.EXPORTED, RunEvent.EXPORT): RunState.EXPORTED,
}
"""The vouchers may be fetched again; nothing else follows an approval."""
IN_FORCE = (RunState.APPROVED, RunState.EXPORTED)


class WriteOffState(StrEnum):
    """Where a request to write off stands."""

    WAITING = "WAITING"
    POSTED = "POSTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class WriteOffEvent(StrEnum):
    """What may happen to a request to write off."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"


WRITE_OFF_TRANSITIONS: dict[tuple[WriteOffState, WriteOffEvent], WriteOffState] = {
    (WriteOffState.WAITING, WriteOffEvent.APPROVE): WriteOffState.POSTED,
    (WriteOffState.WAITING, WriteOffEvent.REJECT): WriteOffState.REJECTED,
    (WriteOffState.WAITING, WriteOffEvent.WITHDRAW): WriteOffState.WITHDRAWN,
}


class Category(StrEnum):
    """Why it will not be paid: the cases of 财税〔2009〕57号 art. 4 and 国家税务总局公告2011年第25号 arts. 22–24.

    Whether a loss may be deducted is the tax adviser's to say; the category says which evidence he will ask for.
    """

    BANKRUPT = "BANKRUPT"
    DECEASED = "DECEASED"
    OVERDUE_3_YEARS = "OVERDUE_3_YEARS"
    RESTRUCTURED = "RESTRUCTURED"
    FORCE_MAJEURE = "FORCE_MAJEURE"
    SMALL_1_YEAR = "SMALL_1_YEAR"
    ENFORCEMENT_ENDED = "ENFORCEMENT_ENDED"
    OTHER = "OTHER"


ARTICLES: Mapping[Category, str] = {
    Category.BANKRUPT: "财税〔2009〕57号 4(1)",
    Category.DECEASED: "财税〔2009〕57号 4(2)",
    Category.OVERDUE_3_YEARS: "财税〔2009〕57号 4(3)",
    Category.RESTRUCTURED: "财税〔2009〕57号 4(4)",
    Category.FORCE_MAJEURE: "财税〔2009〕57号 4(5)",
    Category.SMALL_1_YEAR: "国家税务总局公告2011年第25号 24",
    Category.ENFORCEMENT_ENDED: "国家税务总局公告2011年第25号 22",
    Category.OTHER: "",
}


@dataclass(frozen=True, slots=True)
class WantedItem:
    """So much of a receivable is to be written off, minor units."""

    receivable_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class WriteOffDraft:
    """Items of one customer, own company and currency that are to be written off, and why."""

    category: Category
    reason: str
    items: tuple[WantedItem, ...]


@dataclass(frozen=True, slots=True)
class RunDraft:
    """What a provision is computed for."""

    company_id: int
    currency: str
    as_of: date
    reason: str
    opening_minor: int = 0
    """The allowance in the books before the first provision made here; not looked at afterwards."""


def write_off_fault(*, draft: WriteOffDraft) -> str:
    """The first thing wrong: WRITE_OFF_ITEMS (none, too many, one twice), WRITE_OFF_AMOUNT, WRITE_OFF_REASON."""
    ids = [item.receivable_id for item in draft.items]
    if not 1 <= len(ids) <= MOST_ITEMS or len(set(ids)) < len(ids):
        return "WRITE_OFF_ITEMS"
    if any(item.amount_minor < 1 for item in draft.items):
        return "WRITE_OFF_AMOUNT"
    return "" if 0 < len(draft.reason.strip()) <= LONGEST_REASON else "WRITE_OFF_REASON"
