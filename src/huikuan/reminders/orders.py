"""Orders for letters, kept as JSON in the rows of a run and read back from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huikuan.outbox.rules import ChannelName
from huikuan.reminders.composing import LetterOrder
from huikuan.reminders.models import RunRow
from huikuan.reminders.rules.deciding import PlannedMessage
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.payment_days import is_payment_day_near
from huikuan.reminders.rules.steps import Item, ReachedStep


def kept_items(*, planned: PlannedMessage, today: date) -> list[dict[str, Any]]:
    """Every item of a planned message as JSON: its facts on that day, the step it takes and the steps it leaves out."""
    steps = {step.item.receivable_id: step for step in planned.steps}
    listed = {item.receivable_id: item for item in planned.listed}
    items = {**{pk: step.item for pk, step in steps.items()}, **listed}
    return [
        {
            **_kept(items[pk], steps.get(pk), is_listed=pk in listed),
            "pays_soon": is_payment_day_near(item=items[pk], policy=planned.policy, today=today),
        }
        for pk in sorted(items)
    ]


def order_of_row(*, row: RunRow, today: date) -> LetterOrder:
    """The letter a row of a run stands for, with the amounts of the day it was planned."""
    return LetterOrder(
        row_id=row.pk,
        policy_id=row.policy_id,
        customer_id=row.customer_id,
        company_id=row.company_id,
        currency=row.currency,
        kind=LetterKind(row.kind),
        tone=row.tone,
        ordinal=row.ordinal,
        with_pdf=row.with_pdf,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        language=row.language,
        items=tuple(_item(row, kept) for kept in row.items if kept["listed"]),
        steps=steps_of_row(items=row.items),
        today=today,
        channel=ChannelName(row.channel),
    )


def order_of_planned(*, planned: PlannedMessage, row_id: int, today: date) -> LetterOrder:
    """The letter of a message decided just now, for the row that stands for it."""
    return LetterOrder(
        row_id=row_id,
        policy_id=planned.policy.id,
        customer_id=planned.customer_id,
        company_id=planned.company_id,
        currency=planned.currency,
        kind=planned.kind,
        tone=planned.tone,
        ordinal=planned.ordinal,
        with_pdf=planned.with_pdf,
        recipient=planned.recipient,
        recipient_name=planned.recipient_name,
        language=planned.language,
        items=planned.listed,
        steps=tuple(
            (step.item.receivable_id, step.item.due_date, step.phase.value, step.step.ordinal)
            for step in planned.steps
            if step.item.due_date is not None
        ),
        today=today,
        channel=planned.channel,
    )


def steps_of_row(*, items: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, date, str, int], ...]:
    """The steps a row takes: receivable, due date, phase, ordinal."""
    return tuple(
        (kept["receivable_id"], date.fromisoformat(kept["due_date"]), kept["phase"], kept["ordinal"])
        for kept in items
        if kept["phase"]
    )


def _kept(item: Item, step: ReachedStep | None, *, is_listed: bool) -> dict[str, Any]:
    return {
        "receivable_id": item.receivable_id,
        "number": item.number,
        "sequence": item.sequence,
        "issue_date": item.issue_date.isoformat(),
        "due_date": None if item.due_date is None else item.due_date.isoformat(),
        "open_minor": item.open_minor,
        "disputed_minor": item.disputed_minor,
        "promised_minor": item.promised_minor,
        "listed": is_listed,
        "phase": step.phase.value if step else "",
        "ordinal": step.step.ordinal if step else 0,
        "skipped": [[phase.value, ordinal, "LATER_STEP_REACHED"] for phase, ordinal in step.skipped] if step else [],
        "expected_on": None if item.expected_on is None else item.expected_on.isoformat(),
        "holds": [[hold.code, dict(hold.parameters)] for hold in item.holds],
    }


def _item(row: RunRow, kept: Mapping[str, Any]) -> Item:
    return Item(
        receivable_id=kept["receivable_id"],
        number=kept["number"],
        sequence=kept["sequence"],
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        issue_date=date.fromisoformat(kept["issue_date"]),
        due_date=None if kept["due_date"] is None else date.fromisoformat(kept["due_date"]),
        open_minor=kept["open_minor"],
        disputed_minor=kept.get("disputed_minor", 0),
        promised_minor=kept.get("promised_minor", 0),
    )
