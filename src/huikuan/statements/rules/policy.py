"""PURE: how statements are made and followed up, in versions, and the days that follow from it (RULES_CN §6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar

MOST_DAYS = 120


class Language(StrEnum):
    """In which language a statement is set: the customer's, or both."""

    CUSTOMER = "CUSTOMER"
    BOTH = "BOTH"


@dataclass(frozen=True, slots=True)
class Policy:
    """One version: business days to answer, days until the second request lapses, whether runs and requests go by themselves.

    Number 0 is what the product ships: nothing goes out by itself, no seal is printed.
    """

    number: int = 0
    reply_days: int = 10
    second_days: int = 10
    makes_runs: bool = False
    requests_again: bool = False
    prints_seal: bool = False
    language: Language = Language.CUSTOMER


@dataclass(frozen=True, slots=True)
class Period:
    """The days a statement covers, both included."""

    since: date
    through: date


def policy_fault(*, policy: Policy) -> str:
    """Why a version cannot be saved; empty if it can."""
    return (
        ""
        if all(1 <= days <= MOST_DAYS for days in (policy.reply_days, policy.second_days))
        else ("STATEMENT_DAYS_OUT_OF_BOUNDS")
    )


def month_of(*, day: date) -> Period:
    """The month a day lies in."""
    since = day.replace(day=1)
    return Period(since, (since + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def month_before(*, day: date) -> Period:
    """The last whole month before the one a day lies in: what the monthly run covers."""
    return month_of(day=day.replace(day=1) - timedelta(days=1))


def is_run_due(*, today: date, calendar: BusinessCalendar) -> bool:
    """Whether the run of the month before may be made: from the first business day of this one on."""
    first = today.replace(day=1)
    while not calendar.is_business_day(day=first):
        first += timedelta(days=1)
    return today >= first


def reply_day(*, on: date, days: int, calendar: BusinessCalendar) -> date:
    """The day by which an answer is asked: so many business days after `on`."""
    return calendar.add_business_days(day=on, days=days)
