"""What the pages about pauses show: the pauses in force, and a customer about to be paused with what goes to him next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.kernel.actor import Actor
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.reminders.access import last_pause_day, may_end_pause, pausing_verb
from huikuan.reminders.queries import PauseView, pauses

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class PauseLine:
    """A pause, and whether the reader may end it."""

    pause: PauseView
    may_end: bool


@dataclass(frozen=True, slots=True)
class PausePage:
    """A customer whose reminders somebody pauses: his open items, his pauses, the last day that may be chosen."""

    customer: CustomerRow
    items: tuple[ReceivableRow, ...]
    lines: tuple[PauseLine, ...]
    latest: date


def pause_lines(*, actor: Actor, today: date, customer_id: int | None = None) -> tuple[PauseLine, ...]:
    """The pauses in force that the actor sees."""
    return tuple(
        PauseLine(row, may_end_pause(actor=actor, maker_id=row.maker_id))
        for row in pauses(actor=actor, today=today, customer_id=customer_id)
    )


def pause_page(*, actor: Actor, today: date, customer_id: int) -> PausePage:
    """What is needed to pause one customer. Raises NotPermitted."""
    customer = customer_for(actor=actor, customer_id=customer_id, need=pausing_verb(actor=actor))
    items = open_items_of(actor=actor, customer_id=customer_id, as_of=today)
    return PausePage(
        customer=row_of(customer=customer),
        items=items[:MOST_ITEMS],
        lines=pause_lines(actor=actor, today=today, customer_id=customer_id),
        latest=last_pause_day(actor=actor, today=today),
    )
