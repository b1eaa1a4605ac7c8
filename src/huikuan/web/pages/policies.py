"""What the pages about reminder policies show: each class with its steps, its versions, what a change would do today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.accounts.queries import business_calendar
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.money import Money
from huikuan.reminders.previews import PolicyEffect, policy_effect
from huikuan.reminders.queries import policies_in_force, policy_history
from huikuan.reminders.rules.comparing import Difference
from huikuan.reminders.rules.deciding import PlannedMessage
from huikuan.reminders.rules.policy import STANDARD, Policy
from huikuan.web.pages.reminders import STEPS, words
from huikuan.web.tables.columns import Chip
from huikuan.wording import names

MOST_SHOWN = 50
ENGLISH_HALF = "Default of the product:"
"""The reason of the policies that come with the product is written in Chinese, then from here on in English."""


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A version of a policy in words; `saved_by` is empty for what comes with the product."""

    policy: Policy
    title: str
    before: str
    late: str
    state: Chip
    saved_at: datetime | None
    saved_by: str
    why: str
    """The reason; of the product's own, which is in two languages, the reader's half."""


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A customer to whom another policy would write otherwise today."""

    customer_id: int
    customer: str
    asked: Money
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What another policy would change on the next business day, today included; at most `MOST_SHOWN` lines of `count`."""

    on: date
    sent_before: int
    sent_after: int
    count: int
    lines: tuple[EffectLine, ...]


def policy_lines(*, today: date) -> tuple[PolicyLine, ...]:
    """The policy in force for each class of customers, the standard one first."""
    known = policies_in_force(today=today)
    order = sorted(known, key=lambda name: (name != STANDARD, name))
    return tuple(_line(known[name], Chip(_("in force"), "done"), None, "") for name in order)


def versions_of(*, customer_class: str, today: date) -> tuple[PolicyLine, ...]:
    """Every version of one class, newest first, with what became of it; what comes with the product until one is saved."""
    lines = []
    newer_from = date.max
    for row in policy_history(customer_class=customer_class):
        begins = row.policy.effective_from or date.min
        lines.append(_line(row.policy, _state(begins, newer_from, today), row.saved_at, row.saved_by))
        newer_from = min(newer_from, begins)
    return tuple(lines)


def effect_of(*, actor: Actor, policy: Policy, today: date) -> Effect:
    """What `policy` would change today (on the next business day where none goes today), with the customers by name."""
    on = business_calendar().roll(day=today, roll=HolidayRoll.NEXT)
    found: PolicyEffect = policy_effect(actor=actor, policy=policy, today=on)
    shown = found.differences[:MOST_SHOWN]
    customers = customers_by_id(ids={one.customer_id for one in shown})
    lines = tuple(_effect_line(one, customers[one.customer_id].name) for one in shown)
    return Effect(on, found.sent_before, found.sent_after, len(found.differences), lines)


def class_title(*, customer_class: str) -> str:
    """The name of a class of customers."""
    return names.name_of(names=names.CUSTOMER_CLASSES, code=customer_class)


def _line(policy: Policy, state: Chip, saved_at: datetime | None, saved_by: str) -> PolicyLine:
    return PolicyLine(
        policy=policy,
        title=class_title(customer_class=policy.customer_class),
        why=_why(policy.source),
        before=_days([step.days_before for step in policy.before_due]),
        late=_days([step.days_overdue for step in policy.overdue]),
        state=state,
        saved_at=saved_at,
        saved_by=saved_by,
    )


def _why(source: str) -> str:
    chinese, mark, english = source.partition(ENGLISH_HALF)
    if not mark:
        return source
    return mark + english if get_language() == "en" else chinese


def _state(begins: date, newer_from: date, today: date) -> Chip:
    """What became of a version: a newer one that begins no later takes its place."""
    if begins >= newer_from or newer_from <= today:
        return Chip(_("replaced"), "plain")
    if begins > today:
        return Chip(_("from %(day)s") % {"day": begins.isoformat()}, "soon")
    return Chip(_("in force"), "done")


def _days(days: list[int]) -> str:
    return ", ".join(str(day) for day in days) or "–"


def _effect_line(one: Difference, customer: str) -> EffectLine:
    return EffectLine(
        one.customer_id, customer, Money(one.asked_minor, one.currency), _told(one.before), _told(one.after)
    )


def _told(one: PlannedMessage | None) -> str:
    if one is None:
        return _("no letter due")
    if one.reasons:
        return " · ".join(words(reasons=one.reasons))
    step = str(STEPS[one.kind.value]) % {"ordinal": one.ordinal}
    return f"{step}, {names.name_of(names=names.TONES, code=one.tone)}"
