"""Reads: bills that somebody must look after now, and bills in hand or passed on whose acceptor stands on the newest list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.bills.access import parts_for
from huikuan.bills.queries.acceptors import ListingRow, listings_of
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.queries.register import PartRow, rows_of
from huikuan.bills.rules.dates import Duty
from huikuan.bills.rules.life import IN_HAND, PASSED_ON, State
from huikuan.kernel.actor import Actor

_LOST = frozenset({State.DISHONOURED, State.IN_RECOURSE})
_WATCHED = IN_HAND | PASSED_ON | _LOST


@dataclass(frozen=True, slots=True)
class BillAlarm:
    """A part of a bill with what is to be done (`row.clock`), if something is, and its acceptor's listing, if he is listed."""

    row: PartRow
    is_duty: bool
    listing: ListingRow | None


def bill_alarms(*, actor: Actor, today: date) -> tuple[BillAlarm, ...]:
    """Bills to present, to follow up after dishonour, or of acceptors on the list; one query where no bill is on its way."""
    parts = parts_for(actor=actor).filter(state__in=[one.value for one in _WATCHED])
    rows = rows_of(parts=parts, today=today) if parts.exists() else ()
    if not rows:
        return ()
    near = timedelta(days=policy_in_force().warn_days)
    listed = listings_of(names={row.acceptor for row in rows if row.state not in _LOST}, on=today)
    found = (
        BillAlarm(
            row, is_duty(row=row, today=today, near=near), None if row.state in _LOST else listed.get(row.acceptor)
        )
        for row in rows
    )
    return tuple(one for one in found if one.is_duty or one.listing is not None)


def is_duty(*, row: PartRow, today: date, near: timedelta) -> bool:
    """Whether something is to be done now: present it from some days before, ask after it once its time to be paid is over."""
    if row.clock is None or row.clock.duty is Duty.ENDS or row.state is State.PLEDGED:
        return False
    if row.state is State.PRESENTED:
        return row.clock.last_day < today
    return row.clock.from_day - today <= near
