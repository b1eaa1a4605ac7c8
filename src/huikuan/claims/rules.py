"""PURE: money whose payer nobody knows is announced, claimed and decided about (认款): states, and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ClaimState(StrEnum):
    """Where a claim stands; OVERTAKEN: the money went to another customer, or is no customer's at all."""

    CLAIMED = "CLAIMED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    OVERTAKEN = "OVERTAKEN"


class ClaimStep(StrEnum):
    """What may happen to a claim."""

    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    OVERTAKE = "OVERTAKE"
    REOPEN = "REOPEN"


TRANSITIONS: dict[tuple[ClaimState, ClaimStep], ClaimState] = {
    (ClaimState.CLAIMED, ClaimStep.ACCEPT): ClaimState.ACCEPTED,
    (ClaimState.CLAIMED, ClaimStep.REFUSE): ClaimState.REFUSED,
    (ClaimState.CLAIMED, ClaimStep.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.CLAIMED, ClaimStep.OVERTAKE): ClaimState.OVERTAKEN,
    (ClaimState.ACCEPTED, ClaimStep.REOPEN): ClaimState.CLAIMED,
    (ClaimState.OVERTAKEN, ClaimStep.REOPEN): ClaimState.CLAIMED,
}
DECISIONS = (ClaimState.ACCEPTED, ClaimState.REFUSED)
"""States that a person other than the claimant brought about."""


class Concern(StrEnum):
    """Why money is announced to a salesperson."""

    PROPOSED = "PROPOSED"
    AMOUNT_OPEN = "AMOUNT_OPEN"
    NOBODY_KNOWN = "NOBODY_KNOWN"


MOST_WITH_AMOUNT = 10
"""An amount that more customers than this owe says nothing about any of them."""

LONGEST_GROUND = 1_000
SHOWN_DIGITS = 4
"""So much of the payer's account number is announced (PIPL 28: an account number is sensitive)."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Money whose payer is not known, minor units, with the customers the matcher thought of, the likeliest first."""

    receipt_id: int
    company_id: int
    currency: str
    minor: int
    proposed_customer_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """Whose money a salesperson says it is, why, for which open items, and the paper that shows it."""

    announcement_id: int
    customer_id: int
    ground: str
    receivable_ids: tuple[int, ...] = ()
    file_name: str = ""
    file_content: bytes = b""


def concerned(
    *,
    money: Unknown,
    owing_the_amount: Collection[int],
    salespeople: Mapping[int, int],
    everybody: Collection[int],
) -> dict[int, Concern]:
    """By salesperson, why the money is announced to him: the matcher's customers first, then who owes that very amount.

    `owing_the_amount` are customers with an open item or a balance of exactly this amount, `salespeople` who looks after a
    customer. Where that names nobody, `everybody` who may look is told.
    """
    found: dict[int, Concern] = {}
    for customer_id in money.proposed_customer_ids:
        if customer_id in salespeople:
            found.setdefault(salespeople[customer_id], Concern.PROPOSED)
    if len(owing_the_amount) <= MOST_WITH_AMOUNT:
        for customer_id in sorted(owing_the_amount):
            if customer_id in salespeople:
                found.setdefault(salespeople[customer_id], Concern.AMOUNT_OPEN)
    return found or dict.fromkeys(sorted(everybody), Concern.NOBODY_KNOWN)


def claim_faults(*, draft: ClaimDraft) -> Sequence[str]:
    """Everything wrong with a claim: CLAIM_GROUND_MISSING, CLAIM_GROUND_TOO_LONG, CLAIM_EVIDENCE_MISSING."""
    faults = []
    if not draft.ground.strip():
        faults.append("CLAIM_GROUND_MISSING")
    if len(draft.ground) > LONGEST_GROUND:
        faults.append("CLAIM_GROUND_TOO_LONG")
    if not draft.file_content:
        faults.append("CLAIM_EVIDENCE_MISSING")
    return faults


def masked(*, account: str) -> str:
    """An account number of which only the last digits are told."""
    return f"…{account[-SHOWN_DIGITS:]}" if len(account) > SHOWN_DIGITS else account


def states_before(*, step: ClaimStep) -> tuple[ClaimState, ...]:
    """The states in which `step` may happen."""
    return tuple(state for state, possible in TRANSITIONS if possible is step)
