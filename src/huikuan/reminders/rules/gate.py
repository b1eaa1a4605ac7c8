"""PURE: the send gate. It returns every reason against a message at once, never only the first (FEATURES idea 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.reminders.rules.policy import Policy
from huikuan.reminders.rules.reasons import Reason

WEEK = timedelta(days=7)
PASSING = frozenset({"QUIET_HOURS", "NOT_A_BUSINESS_DAY", "DAY_CAP", "WEEK_CAP"})
"""Reasons that time alone removes: a message that is queued already waits, it is not suppressed."""


@dataclass(frozen=True, slots=True)
class BankAccountState:
    """An own account and the last day its statements cover; None if none was ever imported."""

    name: str
    stated_through: date | None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known about a message to be sent; amounts in minor units of its one currency.

    `open_minor` is what the letter asks for, `least_item_minor` the smallest item that made it due; `unapplied_minor` is
    the customer's money not yet used, `proposed_minor` money of unknown payers that the matcher holds for his;
    `messages` are automatic messages to the customer by day. `at` is None while only planning: the hour comes later.
    """

    today: date
    currency: str
    open_minor: int
    least_item_minor: int
    recipient_fault: str = ""
    do_not_contact_reason: str = ""
    unapplied_minor: int = 0
    proposed_minor: int = 0
    bank_accounts: tuple[BankAccountState, ...] = ()
    messages: Mapping[date, int] | None = None
    at: time | None = None


def send_gate(*, facts: GateFacts, policy: Policy, calendar: BusinessCalendar) -> tuple[Reason, ...]:
    """Every reason why the message must not go out now; empty means it may."""
    return (
        *_money_reasons(facts, policy),
        *_bank_reasons(facts, policy, calendar),
        *_recipient_reasons(facts),
        *_time_reasons(facts, policy, calendar),
    )


def next_moment(*, after: datetime, policy: Policy, calendar: BusinessCalendar) -> datetime:
    """The first moment later than `after` at which the contact window of a business day opens; in the zone of `after`."""
    opening = after.replace(hour=policy.window_start.hour, minute=policy.window_start.minute, second=0, microsecond=0)
    while opening <= after or not calendar.is_business_day(day=opening.date()):
        opening += timedelta(days=1)
    return opening


def _money_reasons(facts: GateFacts, policy: Policy) -> list[Reason]:
    if facts.open_minor <= 0:
        return [Reason("NOTHING_OPEN")]
    reasons = []
    minimum = policy.minimum_minor.get(facts.currency)
    if minimum is not None and facts.open_minor < minimum:
        amounts: dict[str, str | int] = {
            "open": facts.open_minor,
            "minimum": minimum,
            "currency": facts.currency,
        }
        reasons.append(Reason("BELOW_MINIMUM", amounts))
    for code, minor in (("MAY_BE_PAID", facts.unapplied_minor), ("PAYMENT_PROPOSED", facts.proposed_minor)):
        if 0 < facts.least_item_minor <= minor:
            reasons.append(Reason(code, {"minor": minor, "currency": facts.currency}))
    return reasons


def _bank_reasons(facts: GateFacts, policy: Policy, calendar: BusinessCalendar) -> list[Reason]:
    if policy.bank_fresh_days is None:
        return []
    if not facts.bank_accounts:
        return [Reason("BANK_UNKNOWN", {"currency": facts.currency})]
    reasons = []
    for account in facts.bank_accounts:
        through = account.stated_through
        if through is None:
            reasons.append(Reason("BANK_NEVER_STATED", {"account": account.name}))
        elif calendar.add_business_days(day=through, days=policy.bank_fresh_days + 1) <= facts.today:
            reasons.append(Reason("BANK_STALE", {"account": account.name, "through": through.isoformat()}))
    return reasons


def _recipient_reasons(facts: GateFacts) -> list[Reason]:
    reasons = []
    if facts.do_not_contact_reason:
        reasons.append(Reason("DO_NOT_CONTACT", {"reason": facts.do_not_contact_reason}))
    if facts.recipient_fault:
        reasons.append(Reason(facts.recipient_fault))
    return reasons


def _time_reasons(facts: GateFacts, policy: Policy, calendar: BusinessCalendar) -> list[Reason]:
    reasons = []
    if not calendar.is_business_day(day=facts.today):
        reasons.append(Reason("NOT_A_BUSINESS_DAY", {"day": facts.today.isoformat()}))
    if facts.at is not None and not policy.window_start <= facts.at < policy.window_end:
        window: dict[str, str | int] = {
            "start": policy.window_start.isoformat("minutes"),
            "end": policy.window_end.isoformat("minutes"),
        }
        reasons.append(Reason("QUIET_HOURS", window))
    messages = facts.messages or {}
    if messages.get(facts.today, 0) >= policy.most_per_day:
        reasons.append(Reason("DAY_CAP", {"most": policy.most_per_day}))
    recent = sum(number for day, number in messages.items() if facts.today - WEEK < day <= facts.today)
    if recent >= policy.most_per_week:
        reasons.append(Reason("WEEK_CAP", {"most": policy.most_per_week}))
    return reasons
