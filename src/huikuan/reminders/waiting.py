"""Reads of calls, visits and letters that wait for a person, with what may be asked for now; a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from huikuan.disputes.queries import disputed_minor
from huikuan.kernel.actor import Actor
from huikuan.outbox.rules import BY_PEOPLE, ChannelName, State
from huikuan.reminders.access import run_rows_for
from huikuan.reminders.agreed import agreed_items, promised_parts
from huikuan.reminders.facts import open_items
from huikuan.reminders.models import RunRow
from huikuan.reminders.rules.steps import Item
from huikuan.reminders.rules.waiting import WaitingTask, asked_minor, still_asked


def waiting_tasks(
    *, actor: Actor, today: date, channels: Iterable[ChannelName] = BY_PEOPLE, message_id: int | None = None
) -> tuple[WaitingTask, ...]:
    """What of the ladder waits for people about the customers `actor` may see, oldest first.

    One query where nothing waits, else four. One with `asked_minor` 0 is about to be withdrawn.
    """
    rows = run_rows_for(actor=actor).filter(
        message__state=State.PLANNED.value, channel__in=[channel.value for channel in channels]
    )
    if message_id is not None:
        rows = rows.filter(message_id=message_id)
    found = list(rows.select_related("run").order_by("message_id"))
    if not found:
        return ()
    ids = {row.pk: _listed(row) for row in found}
    everything = sorted({pk for listed in ids.values() for pk in listed})
    items = {item.receivable_id: item for item in open_items(ids=everything)}
    stopped = Counter(disputed_minor(receivable_ids=everything)) + Counter(promised_parts(today=today))
    promised = agreed_items(today=today)
    tasks = []
    for row in found:
        known = still_asked(receivable_ids=ids[row.pk], items=items, stopped=stopped, promised=promised)
        asked_for = _asked_for(row)
        left = [item for item in known if item.receivable_id in asked_for or _is_late(item, today)]
        days = max(((today - item.due_date).days for item in left if item.due_date), default=0)
        asked = asked_minor(items=left, stopped=stopped)
        tasks.append(_task(row, asked, len(left), days))
    return tuple(tasks)


def _asked_for(row: RunRow) -> frozenset[int]:
    """The items that take a step with this task; what else comes due soon is only mentioned."""
    return frozenset(int(kept["receivable_id"]) for kept in row.items if kept["phase"])


def _is_late(item: Item, today: date) -> bool:
    return item.due_date is not None and item.due_date < today


def _listed(row: RunRow) -> list[int]:
    return [int(kept["receivable_id"]) for kept in row.items if kept["listed"]]


def _task(row: RunRow, asked: int, items: int, days: int) -> WaitingTask:
    return WaitingTask(
        message_id=row.message_id or 0,
        customer_id=row.customer_id,
        company_id=row.company_id,
        currency=row.currency,
        channel=ChannelName(row.channel),
        ordinal=row.ordinal,
        recipient_name=row.recipient_name,
        asked_minor=asked,
        items=items,
        days_overdue=days,
        planned_on=row.run.day,
    )
