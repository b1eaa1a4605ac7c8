"""PURE: whether promises were kept, found from the money that came and from what was still owed (HANDBOOK C7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.promises.rules import TRANSITIONS, WHOLE, Event, State

Group = tuple[int, int, str]
"""Customer, own company, currency."""


@dataclass(frozen=True, slots=True)
class Running:
    """A promise as the day's job judges it: a running one, or in another `state` one that may have to be judged again.

    `is_followed`: a later promise about one of its items runs. `names_items`: money for other items of his does not count.
    `act_id` is the act that recorded it, `owed_minor` what was left to pay of it, where that is less than the amount.
    """

    id: int
    group: Group
    amount_minor: int
    kept_permille: int
    held_through: date
    made_on: date
    receivable_ids: tuple[int, ...]
    state: State = State.RUNNING
    is_followed: bool = False
    names_items: bool = True
    act_id: int = 0
    owed_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """Money used for an item, of a receipt that came on that day and was recorded by `act_id`; negative where taken back."""

    receivable_id: int
    received_on: date
    minor: int
    group: Group | None = None
    act_id: int = 1


@dataclass(frozen=True, slots=True)
class Unused:
    """Money of the customer that is here and not used yet."""

    group: Group
    received_on: date
    minor: int
    act_id: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What an act did to an item on a day, minor units (negative: less is owed).

    `money` is the day on which the receipt behind it came and the act that recorded it; None where no money did it.
    """

    receivable_id: int
    group: Group
    act_id: int
    on: date
    minor: int
    money: tuple[date, int] | None = None
    is_written_off: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a promise, and the money it rests on, minor units."""

    promise_id: int
    event: Event | None
    paid_minor: int


def judgements(
    *, promises: Sequence[Running], used: Iterable[Used], unused: Iterable[Unused], today: date
) -> tuple[Judgement, ...]:
    """What came of promises by `today`; of one judged before, what the money that went back or was booked later makes of it.

    Money counts that was recorded after the promise and came from its day through its grace: used for one of its items (for any
    item of his where none were named), or not used yet. No fen counts for two promises: those found kept come first, then the
    earliest.
    """
    left = _pots(used, unused)
    found = []
    for promise in sorted(promises, key=lambda one: (_RANKS.get(one.state, 1), one.made_on, one.act_id, one.id)):
        paid = 0
        for pot in left:
            if _counts(pot, promise):
                share = min(left[pot], promise.amount_minor - paid)
                left[pot] -= share
                paid += share
        found.append(Judgement(promise.id, _event(promise, paid, today), paid))
    return tuple(found)


def owed_minor(*, promise: Running, shares: Iterable[tuple[int, int]], changes: Iterable[Change]) -> int:
    """What of a promise was left to pay, minor units: credit notes through its days lower it, write-offs and money do not.

    `shares` are its items with what was promised of each. Money that was here before the promise lowers it like a credit note.
    """
    rest: dict[int, int] = {}
    for one in changes:
        if one.act_id < promise.act_id or (one.on <= promise.held_through and not _is_paid(one, promise)):
            rest[one.receivable_id] = rest.get(one.receivable_id, 0) + one.minor
    if not promise.names_items:
        return min(promise.amount_minor, sum(max(0, minor) for minor in rest.values()))
    return sum(max(0, min(minor, rest.get(receivable_id, 0))) for receivable_id, minor in shares)


_RANKS = {State.KEPT: 0, State.PARTLY_KEPT: 0, State.SUPERSEDED: 2}
_Pot = tuple[int | None, Group | None, date, int]
"""The item money was used for (None: not used yet), whose it is, the day it came, the act that recorded it."""


def _pots(used: Iterable[Used], unused: Iterable[Unused]) -> dict[_Pot, int]:
    """Money by what it may count for, what was taken back set off; money used first, then the earliest."""
    found: dict[_Pot, int] = {}
    for one in used:
        pot: _Pot = (one.receivable_id, one.group, one.received_on, one.act_id)
        found[pot] = found.get(pot, 0) + one.minor
    for free in unused:
        pot = (None, free.group, free.received_on, free.act_id)
        found[pot] = found.get(pot, 0) + free.minor
    ordered = sorted(found, key=lambda pot: (pot[0] is None, pot[2], pot[3], pot[0] or 0))
    return {pot: found[pot] for pot in ordered if found[pot] > 0}


def _counts(pot: _Pot, promise: Running) -> bool:
    receivable_id, group, received_on, act_id = pot
    if act_id <= promise.act_id or not promise.made_on <= received_on <= promise.held_through:
        return False
    if receivable_id is not None and promise.names_items:
        return receivable_id in promise.receivable_ids
    return group == promise.group


def _is_paid(one: Change, promise: Running) -> bool:
    """Money that came since the promise, in time or late, and what was only written off, leaves as much to pay as before."""
    if one.money is None:
        return one.is_written_off
    received_on, act_id = one.money
    return received_on >= promise.made_on and act_id > promise.act_id


def _event(promise: Running, paid_minor: int, today: date) -> Event | None:
    event = _found(promise, paid_minor, today)
    return event if event is not None and (promise.state, event) in TRANSITIONS else None


def _found(promise: Running, paid_minor: int, today: date) -> Event | None:
    needed = promise.amount_minor if promise.owed_minor is None else min(promise.amount_minor, promise.owed_minor)
    if needed <= 0:
        return Event.LAPSE
    if paid_minor * WHOLE >= needed * promise.kept_permille:
        return Event.KEEP
    if today <= promise.held_through and not promise.is_followed:
        return Event.REOPEN
    return Event.KEEP_IN_PART if paid_minor > 0 else Event.BREAK
