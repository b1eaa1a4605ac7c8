"""PURE: what a salesperson hears before his customer does: the letters of the next business day, the items that come due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.reminders.rules.deciding import Facts, GroupKey, PlannedMessage, policy_for
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import Phase, Policy
from huikuan.reminders.rules.steps import Item, first_day

CLEARED_BY_THEN = frozenset({"BANK_STALE"})
"""Reasons that hold now and that the day's usual work removes before letters go."""


@dataclass(frozen=True, slots=True)
class ComingLetter:
    """A letter that goes to a customer `on` a day unless somebody pauses it or the money comes; minor units."""

    customer_id: int
    company_id: int
    currency: str
    kind: LetterKind
    ordinal: int
    on: date
    asked_minor: int
    items: int
    days_overdue: int
    """Days the oldest listed item is overdue on that day; negative while it is not due."""
    recipient_name: str


@dataclass(frozen=True, slots=True)
class ForetoldDebt:
    """Items of one customer that come due, and the day of the first letter about them."""

    customer_id: int
    company_id: int
    currency: str
    items: int
    open_minor: int
    next_due: date
    letter_on: date


def coming_letters(
    *, planned: Iterable[PlannedMessage], today: date, on: date, going_today: Collection[GroupKey]
) -> tuple[ComingLetter, ...]:
    """The messages decided for the day `on` that nothing keeps back; those of a run that waits today go today."""
    return tuple(
        _coming(one, today if (one.customer_id, one.company_id, one.currency) in going_today else on)
        for one in planned
        if one.listed and all(reason.code in CLEARED_BY_THEN for reason in one.reasons)
    )


def is_foretold(*, item: Item, policy: Policy, today: date, calendar: BusinessCalendar) -> bool:
    """Whether the salesperson is told of the item: it comes due, and its forewarning day has been reached."""
    if not policy.forewarn_days or item.due_date is None or item.due_date < today:
        return False
    return first_day(days_before=policy.forewarn_days, due_date=item.due_date, calendar=calendar) <= today


def foretold_debts(
    *, facts: Facts, policies: Mapping[str, Policy], today: date, on: date, calendar: BusinessCalendar
) -> tuple[ForetoldDebt, ...]:
    """What was foretold and whose first letter goes after the day `on`, by customer, own company and currency."""
    found: dict[GroupKey, list[tuple[Item, date]]] = {}
    for item in facts.items:
        policy = policy_for(customer_class=facts.debtors[item.customer_id].customer_class, policies=policies)
        letter_on = _first_letter(item, policy, facts, calendar)
        if letter_on is None or letter_on <= on or item.holds:
            continue
        if is_foretold(item=item, policy=policy, today=today, calendar=calendar):
            found.setdefault((item.customer_id, item.company_id, item.currency), []).append((item, letter_on))
    return tuple(
        ForetoldDebt(
            *key,
            items=len(pairs),
            open_minor=sum(item.open_minor for item, _ in pairs),
            next_due=min(item.due_date for item, _ in pairs if item.due_date is not None),
            letter_on=min(day for _, day in pairs),
        )
        for key, pairs in sorted(found.items())
    )


def _coming(one: PlannedMessage, day: date) -> ComingLetter:
    return ComingLetter(
        customer_id=one.customer_id,
        company_id=one.company_id,
        currency=one.currency,
        kind=one.kind,
        ordinal=one.ordinal,
        on=day,
        asked_minor=one.asked_minor,
        items=len(one.listed),
        days_overdue=max((day - item.due_date).days for item in one.listed if item.due_date is not None),
        recipient_name=one.recipient_name,
    )


def _first_letter(item: Item, policy: Policy, facts: Facts, calendar: BusinessCalendar) -> date | None:
    """The day of the first letter about an item that nobody wrote about yet; None if there is none before it is due."""
    if item.due_date is None or not policy.before_due or (item.receivable_id, Phase.BEFORE_DUE) in facts.history:
        return None
    return first_day(days_before=policy.before_due[0].days_before, due_date=item.due_date, calendar=calendar)
