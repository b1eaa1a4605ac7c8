"""PURE: what a flag is, its states, the thresholds of the rules as one policy (HANDBOOK D10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is looked for."""

    LIMIT_BEFORE_ORDER = "LIMIT_BEFORE_ORDER"
    TERM_AFTER_DELIVERY = "TERM_AFTER_DELIVERY"
    CASH_UNMATCHED = "CASH_UNMATCHED"
    PRICE_BELOW = "PRICE_BELOW"
    SAME_PAIR = "SAME_PAIR"
    ROUND_TRIP = "ROUND_TRIP"
    CREDIT_BY_ENTERER = "CREDIT_BY_ENTERER"
    BACK_DATED = "BACK_DATED"
    NEW_CUSTOMER = "NEW_CUSTOMER"
    ACCOUNT_BEFORE_REFUND = "ACCOUNT_BEFORE_REFUND"


class State(StrEnum):
    """Where a flag stands."""

    OPEN = "OPEN"
    EXPLAINED = "EXPLAINED"
    CONFIRMED = "CONFIRMED"
    DISMISSED = "DISMISSED"


class Event(StrEnum):
    """What a person says of a flag."""

    EXPLAIN = "EXPLAIN"
    CONFIRM = "CONFIRM"
    DISMISS = "DISMISS"
    REOPEN = "REOPEN"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.OPEN, Event.EXPLAIN): State.EXPLAINED,
    (State.OPEN, Event.CONFIRM): State.CONFIRMED,
    (State.OPEN, Event.DISMISS): State.DISMISSED,
    (State.EXPLAINED, Event.REOPEN): State.OPEN,
    (State.CONFIRMED, Event.REOPEN): State.OPEN,
    (State.DISMISSED, Event.REOPEN): State.OPEN,
}


class RowKind(StrEnum):
    """What a row behind a flag is, and so where it is looked at."""

    INVOICE = "INVOICE"
    RECEIPT = "RECEIPT"
    CUSTOMER = "CUSTOMER"
    ORDER = "ORDER"
    LIMIT = "LIMIT"
    PRICES = "PRICES"
    REQUEST = "REQUEST"
    POSTING = "POSTING"
    CONTRACT = "CONTRACT"


@dataclass(frozen=True, slots=True)
class Row:
    """A row behind a flag: its kind, its id, how it is called, on which day."""

    kind: RowKind
    id: int
    label: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acted; the system has no id and is nobody's suspicion."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a rule; the same facts give the same `key`, other facts another one."""

    kind: Kind
    key: str
    day: date
    people: tuple[Person, ...]
    rows: tuple[Row, ...]
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    company_id: int | None = None
    customer_id: int | None = None
    amount_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds; days are calendar days, bounds included, amounts minor units of the base currency.

    A percentage of 0 … 100; `window_days` is how far back approvals are counted.
    """

    limit_days: int = 14
    large_order_minor: int = 50_000_000
    term_days: int = 60
    cash_days: int = 7
    price_effect_minor: int = 100_000
    pair_least: int = 5
    pair_percent: int = 90
    window_days: int = 90
    round_trip_days: int = 30
    round_trip_percent: int = 5
    period_end_days: int = 5
    back_dated_days: int = 10
    new_customer_days: int = 30
    account_days: int = 14


MOST_DAYS = 366
MOST_MINOR = 10**13


def policy_fault(*, policy: Policy) -> str:
    """The name of the first threshold that is out of its bounds, empty if all are good."""
    for name, value in asdict(policy).items():
        most = MOST_MINOR if name.endswith("_minor") else 100 if name.endswith("_percent") else MOST_DAYS
        least = 1 if name in ("pair_least", "window_days") else 0
        if not least <= value <= most:
            return name
    return ""


def policy_of(*, content: Mapping[str, Any]) -> Policy:
    """A kept policy; thresholds it does not know yet are as shipped."""
    known = {one.name for one in fields(Policy)}
    return Policy(**{name: int(value) for name, value in content.items() if name in known})
