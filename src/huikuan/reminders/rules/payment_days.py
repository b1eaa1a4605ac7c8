"""PURE: what a policy may wait for: the customer's own payment day, and what is open on our side.

The law does not ask us to wait: an item that is overdue may be asked for at once. So the wait is off unless a policy
switches it on, never reaches beyond the policy's days after the due date, and is not made a second time. Nor does what is
open on our side hold a letter unless the policy chooses so; then it does until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from huikuan.reminders.rules.policy import Policy
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item


def is_payment_day_near(*, item: Item, policy: Policy, today: date) -> bool:
    """Whether the customer's own process pays an overdue item from `today` on, within the policy's days after it was due."""
    if item.due_date is None or item.expected_on is None or item.has_missed:
        return False
    if not item.due_date < today <= item.expected_on:
        return False
    return (item.expected_on - item.due_date).days <= policy.payment_day_within


def with_waits(*, items: Iterable[Item], policy: Policy, today: date) -> tuple[Item, ...]:
    """The items, those held whose payment day is near or against which something of ours stands, if the policy waits for it."""
    held = tuple(items)
    if policy.waits_for_payment_day:
        held = tuple(
            _waiting(item) if is_payment_day_near(item=item, policy=policy, today=today) else item for item in held
        )
    if policy.waits_for_our_side:
        held = tuple(replace(item, holds=(*item.holds, *item.ours)) if item.ours else item for item in held)
    return held


def _waiting(item: Item) -> Item:
    day = item.expected_on.isoformat() if item.expected_on else ""
    return replace(item, holds=(*item.holds, Reason("PAYMENT_DAY_AHEAD", {"day": day})))
