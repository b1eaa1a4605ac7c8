"""PURE: what still may be asked for of a task or letter that waits for a person; once nothing may, it is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.outbox.rules import ChannelName
from huikuan.reminders.rules.gate import PASSING
from huikuan.reminders.rules.steps import Item

STAYS = PASSING | {"BANK_STALE", "BANK_UNKNOWN", "BANK_NEVER_STATED"}
"""Reasons for which a person waits before he calls or prints: the day's usual work removes them, and the task stays."""


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """A call, visit or letter of the ladder that nobody did yet; minor units of its currency, as of today.

    `asked_minor` is what may be asked for now: 0 once everything is paid, disputed, promised or in a plan.
    """

    message_id: int
    customer_id: int
    company_id: int
    currency: str
    channel: ChannelName
    ordinal: int
    recipient_name: str
    asked_minor: int
    items: int
    days_overdue: int
    planned_on: date


def still_asked(
    *,
    receivable_ids: Collection[int],
    items: Mapping[int, Item],
    stopped: Mapping[int, int],
    promised: Collection[int],
) -> tuple[Item, ...]:
    """Of the items listed in a task, those of which anything is left that is neither disputed nor promised or in a plan.

    `stopped` is what of an item is disputed or was promised, minor units; `promised` are those that wait as a whole.
    """
    known = (items[pk] for pk in receivable_ids if pk in items and pk not in promised)
    return tuple(item for item in known if item.open_minor > stopped.get(item.receivable_id, 0))


def asked_minor(*, items: Iterable[Item], stopped: Mapping[int, int]) -> int:
    """What of these items may be asked for, without what of them is `stopped`."""
    return sum(item.open_minor - stopped.get(item.receivable_id, 0) for item in items)


def is_withdrawn(*, codes: Collection[str]) -> bool:
    """Whether reasons against a task end it; those that only the hour or the bank's file removes do not."""
    return not set(codes) <= STAYS
