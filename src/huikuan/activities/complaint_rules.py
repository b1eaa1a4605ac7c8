"""PURE: a complaint of a customer that nobody settled yet: said to whoever is about to ask him for money (HANDBOOK B10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockerCode(StrEnum):
    """Why a customer may say with right that we are not done."""

    COMPLAINT_OPEN = "COMPLAINT_OPEN"


LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ComplaintBlocker:
    """A complaint that is not settled: since when, days, its first words in the place of a number; it is about no amount."""

    code: BlockerCode
    activity_id: int
    number: str
    customer_id: int
    since: date
    days: int
    amount_minor: int = 0
    currency: str = ""
    contract_number: str = ""
    """Of no contract: it is said of the customer as a whole."""


def complaint_blocker(*, activity_id: int, customer_id: int, text: str, since: date, today: date) -> ComplaintBlocker:
    """The open complaint as what stands between us and the money."""
    words = " ".join(text.split())
    shown = words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
    days = max((today - since).days, 0)
    return ComplaintBlocker(BlockerCode.COMPLAINT_OPEN, activity_id, shown, customer_id, since, days)
