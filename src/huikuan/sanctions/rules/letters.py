"""PURE: the letters of the ladder as texts with places: which letters there are, which places each may and must name."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.reminders.rules.letters import ITEMS, RESERVATION, text_faults
from huikuan.reminders.rules.reasons import Reason
from huikuan.sanctions.rules.rungs import Rung

RELEASE = "RELEASE"
LETTERS = (*(rung.value for rung in Rung), RELEASE)
"""A letter for each rung, and the one that a sanction is lifted."""
_COMMON = frozenset({"company_name", "customer_name", "letter_date", "salutation"})
_NOTICE = _COMMON | {
    "bank_details", "company_phone", ITEMS, "order_number", "pay_by", RESERVATION, "total", "total_in_capitals",
}  # fmt: skip
_MORE: Mapping[str, frozenset[str]] = {
    Rung.STOP_SUPPLY.value: frozenset({"article", "ground"}),
    Rung.CONTROLLED_SHIPPING.value: frozenset({"lowering"}),
}
_MUST: Mapping[str, frozenset[str]] = {
    Rung.STOP_SUPPLY.value: frozenset({"article", "ground", "order_number"}),
    Rung.CONTROLLED_SHIPPING.value: frozenset({"lowering"}),
}


def places_of(*, letter: str) -> frozenset[str]:
    """The places a letter may name."""
    return _COMMON | {"noticed_on", "subject"} if letter == RELEASE else _NOTICE | _MORE.get(letter, frozenset())


def ladder_letter_faults(*, letter: str, subject: str, body: str) -> tuple[Reason, ...]:
    """Everything wrong with a text. A notice lists its items and keeps claims for late payment; that of a stop of supply names
    order, article and facts (民法典 525–528).
    """
    must = frozenset() if letter == RELEASE else frozenset({ITEMS, RESERVATION}) | _MUST.get(letter, frozenset())
    return text_faults(places=places_of(letter=letter), must=must, subject=subject, body=body)
