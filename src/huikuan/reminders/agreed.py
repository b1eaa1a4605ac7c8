"""Items that are not asked for: a running promise, a plan to pay, or a cause on our side that nobody has mended yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from huikuan.causes.queries.causes import OurCause, our_side_causes
from huikuan.promises.holding import Held, held_items, promised_items
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item
from huikuan.settlements.queries import PlannedItem, planned_items


def with_agreed(*, items: Iterable[Item], today: date, customer_id: int | None) -> list[Item]:
    """The items, those held that a promise or a live plan is about, through its day and grace, or that are ours to mend first.

    Of one that was promised in part the rest is asked for. Four queries at most.
    """
    promised = promised_items(today=today, customer_id=customer_id)
    planned = planned_items(today=today, customer_id=customer_id)
    ours = our_side_causes(today=today, customer_id=customer_id)
    return [
        _held(item, promised.get(item.receivable_id), planned.get(item.receivable_id), ours.get(item.receivable_id))
        for item in items
    ]


def agreed_items(*, today: date) -> frozenset[int]:
    """The items that promises, plans and what is ours to mend hold back on a day, of all customers; three queries."""
    return frozenset({*held_items(today=today), *planned_items(today=today), *our_side_causes(today=today)})


def promised_parts(*, today: date) -> dict[int, int]:
    """What was promised, minor units, of the items of which only a part was promised: they are not held."""
    return {pk: one.minor for pk, one in promised_items(today=today).items() if not one.is_whole}


def _held(item: Item, promise: Held | None, plan: PlannedItem | None, ours: OurCause | None) -> Item:
    holds = list(item.holds)
    if promise is not None and not promise.is_whole:
        item = replace(item, open_minor=item.open_minor - promise.minor, promised_minor=promise.minor)
    elif promise is not None:
        days = {"day": promise.day.isoformat(), "through": promise.through.isoformat()}
        holds.append(Reason("PROMISED_BY", days))
    if plan is not None:
        holds.append(Reason("PLANNED", {"plan": plan.plan_id, "through": plan.through.isoformat()}))
    if ours is not None:
        holds.append(Reason("OUR_CAUSE", {"what": ours.what, "person": ours.who, "date": ours.until.isoformat()}))
    return replace(item, holds=tuple(holds)) if promise or plan or ours else item
