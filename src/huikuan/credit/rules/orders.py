"""PURE: what an order is worth at each of its stages, and how holds and waivers move from state to state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class OrderAmounts:
    """What was ordered, and what of it was released for delivery, delivered, invoiced, cancelled; minor units in all."""

    ordered: int
    released: int = 0
    delivered: int = 0
    invoiced: int = 0
    cancelled: int = 0

    @property
    def open_order(self) -> int:
        """Ordered and neither delivered nor cancelled."""
        return self.ordered - self.delivered - self.cancelled

    @property
    def not_invoiced(self) -> int:
        """Delivered and not invoiced."""
        return self.delivered - self.invoiced

    @property
    def is_consistent(self) -> bool:
        """Nothing is negative, and no stage holds more than the one before it."""
        return (
            1 <= self.ordered <= DOCUMENT_MAX_MINOR
            and min(self.released, self.delivered, self.invoiced, self.cancelled) >= 0
            and self.delivered + self.cancelled <= self.ordered
            and self.released + self.cancelled <= self.ordered
            and self.invoiced <= self.delivered
        )


def increase_of(*, point: CheckPoint, amount_minor: int, held: OrderAmounts | None) -> int:
    """By how much exposure grows: what the order holds already is not counted twice. Minor units of the order.

    At the check point of the order `amount_minor` is the whole order and replaces what was ordered before.
    """
    if held is None:
        return amount_minor
    if point is CheckPoint.ORDER:
        return max(0, amount_minor - held.ordered)
    if point is CheckPoint.INVOICE:
        return max(0, amount_minor - held.open_order - held.not_invoiced)
    return max(0, amount_minor - held.open_order)


def after(*, point: CheckPoint, amount_minor: int, held: OrderAmounts | None) -> OrderAmounts:
    """The amounts once the question was answered with yes; more than was ordered raises the order.

    Raises Refused ORDER_BELOW_DONE (an order lowered beneath what was released, delivered or cancelled).
    """
    now = held or OrderAmounts(0)
    if point is CheckPoint.ORDER:
        moved = replace(now, ordered=amount_minor)
    elif point is CheckPoint.RELEASE:
        moved = replace(now, released=now.released + amount_minor)
    elif point is CheckPoint.DELIVERY:
        moved = replace(now, delivered=now.delivered + amount_minor)
    elif point is CheckPoint.INVOICE:
        invoiced = now.invoiced + amount_minor
        moved = replace(now, invoiced=invoiced, delivered=max(now.delivered, invoiced))
    else:
        return now
    if point is not CheckPoint.ORDER:
        needed = max(moved.delivered, moved.released) + moved.cancelled
        moved = replace(moved, ordered=max(moved.ordered, needed))
    if not moved.is_consistent:
        done = max(moved.delivered, moved.released) + moved.cancelled
        raise Refused("ORDER_BELOW_DONE", amount=amount_minor, found=done)
    return moved


class HoldState(StrEnum):
    """What became of a held order."""

    HELD = "HELD"
    RELEASED = "RELEASED"
    REJECTED = "REJECTED"
    CLEARED = "CLEARED"


class HoldEvent(StrEnum):
    """What happens to a hold; a later question about the same order clears it if nothing blocks any more."""

    RELEASE = "RELEASE"
    REJECT = "REJECT"
    CLEAR = "CLEAR"


HOLD_TRANSITIONS: Mapping[tuple[HoldState, HoldEvent], HoldState] = {
    (HoldState.HELD, HoldEvent.RELEASE): HoldState.RELEASED,
    (HoldState.HELD, HoldEvent.REJECT): HoldState.REJECTED,
    (HoldState.HELD, HoldEvent.CLEAR): HoldState.CLEARED,
}


class WaiverState(StrEnum):
    """A waiver is asked for, approved by somebody else, and used once."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    USED = "USED"


class WaiverEvent(StrEnum):
    """What happens to a waiver."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    USE = "USE"


WAIVER_TRANSITIONS: Mapping[tuple[WaiverState, WaiverEvent], WaiverState] = {
    (WaiverState.ASKED, WaiverEvent.APPROVE): WaiverState.APPROVED,
    (WaiverState.ASKED, WaiverEvent.REJECT): WaiverState.REJECTED,
    (WaiverState.ASKED, WaiverEvent.WITHDRAW): WaiverState.REJECTED,
    (WaiverState.APPROVED, WaiverEvent.USE): WaiverState.USED,
}


class ExclusionScope(StrEnum):
    """What an exclusion is about."""

    CUSTOMER = "CUSTOMER"
    GROUP = "GROUP"
    ORDER = "ORDER"
