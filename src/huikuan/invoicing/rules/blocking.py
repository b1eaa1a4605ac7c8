"""PURE: what of a tax invoice keeps its customer from paying on our side (HANDBOOK B1, B2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.invoicing.rules.checking import Finding, is_blocked
from huikuan.invoicing.rules.states import State, Way


class BlockerCode(StrEnum):
    """Why a customer may say with right that he has no invoice, or not the one he asked for."""

    NOT_SENT = "NOT_SENT"
    SENT = "SENT"
    RETURNED = "RETURNED"
    NOT_AS_WANTED = "NOT_AS_WANTED"
    CHECKS_FAILED = "CHECKS_FAILED"


@dataclass(frozen=True, slots=True)
class Blocker:
    """An invoice that keeps a customer from paying: since when, days, gross minor units.

    `document_id` is the document of the receivables it belongs to, `contract_number` the contract that document is under;
    both empty where an invoice that waits belongs to none.
    """

    code: BlockerCode
    tax_invoice_id: int
    number: str
    customer_id: int
    amount_minor: int
    currency: str
    since: date
    days: int
    document_id: int | None = None
    contract_number: str = ""


def blocker_code(*, state: State, way: Way, worst: str, unwanted: tuple[Finding, ...]) -> BlockerCode | None:
    """What one blue invoice keeps its customer from paying by; None where nothing of ours is open.

    `unwanted` is where it is not as the customer wants it: before he says that he has it, he may send it back for that.
    """
    if state is State.WAITING:
        return BlockerCode.CHECKS_FAILED if worst == "ERROR" else None
    if state is not State.BOOKED or way is Way.RECEIVED:
        return None
    if way is Way.RETURNED:
        return BlockerCode.RETURNED
    if is_blocked(found=unwanted):
        return BlockerCode.NOT_AS_WANTED
    return BlockerCode.SENT if way is Way.SENT else BlockerCode.NOT_SENT
