"""PURE: other legal deadlines that a person enters with the day they run from: enforcement, bankruptcy, payment order, inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months
from huikuan.securities.rules import WARN_DAYS

LONGEST_TEXT = 300


class DeadlineKind(StrEnum):
    """Which deadline it is."""

    ENFORCEMENT = "ENFORCEMENT"
    BANKRUPTCY_CLAIM = "BANKRUPTCY_CLAIM"
    PAYMENT_ORDER = "PAYMENT_ORDER"
    INSPECTION = "INSPECTION"


@dataclass(frozen=True, slots=True)
class Span:
    """How long a deadline is by law: so many months or days from its first day, and until when a day may be named instead."""

    article: str
    months: int = 0
    days: int = 0
    named_days_least: int | None = None
    named_months_most: int | None = None


SPANS: Mapping[DeadlineKind, Span] = {
    DeadlineKind.ENFORCEMENT: Span("CPL 250", months=24),
    DeadlineKind.BANKRUPTCY_CLAIM: Span("EBL 45", days=30, named_days_least=30, named_months_most=3),
    DeadlineKind.PAYMENT_ORDER: Span("CPL 227", days=15),
    DeadlineKind.INSPECTION: Span("CC 621", months=24, named_days_least=1, named_months_most=24),
}
"""民事诉讼法 (2023) 250: two years from the last day of performance in the judgment. 企业破产法 45: the court names a day, 30 days
to three months after its announcement; until it is known the shortest counts. 民事诉讼法 227: fifteen days from service.
民法典 621: the agreed period, at most two years from delivery."""


@dataclass(frozen=True, slots=True)
class DeadlineDraft:
    """A deadline as a person enters it: since when it runs, and the last day that a court or contract named, if one did."""

    company_id: int
    customer_id: int
    kind: DeadlineKind
    basis: date
    named: date | None = None
    subject: str = ""


def last_day(*, kind: DeadlineKind, basis: date, named: date | None, calendar: BusinessCalendar) -> date:
    """The last day: the one named, else that of the law. The first day does not count (CC 201); a day off moves it (CC 203)."""
    span = SPANS[kind]
    by_law = add_months(day=basis, months=span.months) if span.months else basis + timedelta(days=span.days)
    return calendar.roll(day=named or by_law, roll=HolidayRoll.NEXT)


def deadline_fault(*, draft: DeadlineDraft, today: date) -> str | None:
    """What is wrong with a deadline: the day it runs from lies ahead, the named day is none the law allows, no words, too many."""
    span = SPANS[draft.kind]
    if draft.basis > today:
        return "DEADLINE_BASIS_AHEAD"
    if draft.named is not None and (
        span.named_months_most is None or not _may_be_named(draft.basis, draft.named, span)
    ):
        return "DEADLINE_NAMED"
    if not draft.subject.strip() or len(draft.subject) > LONGEST_TEXT:
        return "DEADLINE_SUBJECT"
    return None


def step_of(*, day: date, today: date) -> int | None:
    """The warning step that a last day has reached: 180, 90, 30, or 0 once it is over; None while it is far."""
    left = (day - today).days
    if left > WARN_DAYS[0]:
        return None
    return 0 if left < 0 else min(step for step in WARN_DAYS if left <= step)


def _may_be_named(basis: date, named: date, span: Span) -> bool:
    least = basis + timedelta(days=span.named_days_least or 0)
    return least <= named <= add_months(day=basis, months=span.named_months_most or 0)
