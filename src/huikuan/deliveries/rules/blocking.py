"""PURE: what on our side keeps a customer from paying, from a delivery note as it stands (HANDBOOK B1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.contracts.rules.terms import Trigger


class BlockerCode(StrEnum):
    """Why a customer may say with right that we are not done."""

    UNSIGNED = "UNSIGNED"
    REJECTED = "REJECTED"
    INSPECTION_ENDED = "INSPECTION_ENDED"
    ACCEPTANCE_OUTSTANDING = "ACCEPTANCE_OUTSTANDING"
    NOT_INVOICED = "NOT_INVOICED"


_FOR_GOODS = frozenset({Trigger.DELIVERY, Trigger.ACCEPTANCE})
HOLDS: Mapping[BlockerCode, frozenset[Trigger]] = {
    BlockerCode.UNSIGNED: _FOR_GOODS,
    BlockerCode.REJECTED: _FOR_GOODS | {Trigger.RETENTION_RELEASE},
    BlockerCode.INSPECTION_ENDED: frozenset({Trigger.ACCEPTANCE}),
    BlockerCode.ACCEPTANCE_OUTSTANDING: frozenset({Trigger.ACCEPTANCE}),
}
"""Which payments of a contract a customer may keep back for what is open on a delivery under it (CC 525–526).

A payment on a day of the calendar is owed whatever was delivered; goods that are not billed hold no document.
"""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A delivery note as it stands; minor units. `deemed_on` is the end of the agreed time to inspect, if one was agreed.

    `to_replace_minor` is rejected and not delivered again yet; `open_minor` is what may be billed and is not; a contract
    that bills itself by its milestones leaves nothing to bill by hand.
    """

    note_id: int
    number: str
    customer_id: int
    currency: str
    amount_minor: int
    delivered_on: date
    signed_on: date | None
    accepted_on: date | None
    rejected_on: date | None
    accepted_minor: int
    rejected_minor: int
    to_replace_minor: int
    open_minor: int
    needs_acceptance: bool
    is_consignment: bool
    bills_itself: bool
    deemed_on: date | None
    sold_on: date | None = None
    contract_id: int | None = None
    contract_number: str = ""
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing to be done on our side: since when, how much of the customer's goods it is about."""

    code: BlockerCode
    note_id: int
    number: str
    customer_id: int
    amount_minor: int
    currency: str
    since: date
    days: int
    contract_id: int | None = None
    contract_number: str = ""


def blockers(*, facts: NoteFacts, today: date) -> tuple[Blocker, ...]:
    """What of a delivery note keeps its customer from paying, the most pressing first; nothing where all is done.

    Goods on consignment are nobody's debt before they are sold: only what was sold and not billed counts.
    """
    found: list[tuple[BlockerCode, int, date]] = []
    if not facts.is_consignment:
        if facts.signed_on is None:
            found.append((BlockerCode.UNSIGNED, facts.amount_minor, facts.delivered_on))
        if facts.to_replace_minor:
            since = facts.rejected_on or facts.accepted_on or facts.delivered_on
            found.append((BlockerCode.REJECTED, facts.to_replace_minor, since))
        found += _acceptance(facts, today)
    if facts.open_minor > 0 and not facts.bills_itself and _may_bill(facts):
        done_on = facts.sold_on if facts.is_consignment else facts.accepted_on or facts.signed_on
        found.append((BlockerCode.NOT_INVOICED, facts.open_minor, done_on or facts.delivered_on))
    return tuple(_blocker(facts, code, minor, since, today) for code, minor, since in found)


def _acceptance(facts: NoteFacts, today: date) -> list[tuple[BlockerCode, int, date]]:
    waiting = facts.amount_minor - facts.accepted_minor - facts.rejected_minor
    if not facts.needs_acceptance or facts.signed_on is None or waiting <= 0:
        return []
    if facts.deemed_on is not None and today > facts.deemed_on:
        return [(BlockerCode.INSPECTION_ENDED, waiting, facts.deemed_on)]
    return [(BlockerCode.ACCEPTANCE_OUTSTANDING, waiting, facts.signed_on)]


def _may_bill(facts: NoteFacts) -> bool:
    """Goods whose acceptance was agreed are billed once something of them is accepted."""
    return facts.is_consignment or (
        facts.signed_on is not None and (not facts.needs_acceptance or facts.accepted_minor > 0)
    )


def _blocker(facts: NoteFacts, code: BlockerCode, minor: int, since: date, today: date) -> Blocker:
    return Blocker(
        code=code,
        note_id=facts.note_id,
        number=facts.number,
        customer_id=facts.customer_id,
        amount_minor=minor,
        currency=facts.currency,
        since=since,
        days=max(0, (today - since).days),
        contract_id=facts.contract_id,
        contract_number=facts.contract_number,
    )
