"""PURE: above which amount or age somebody must record why a debt is not paid, and which debts have none (HANDBOOK C2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.kernel.currencies import exponent_of

MOST_DAYS, MOST_GRACE = 366, 30
SHIPPED_AMOUNTS: Mapping[str, int] = {"CNY": 5_000_000, "USD": 700_000, "EUR": 700_000, "HKD": 5_000_000}
"""Minor units: starting values of this product, version 0 of the policy, until somebody decides; no law names any."""

Group = tuple[int, int, str]
"""Customer, own company, currency: one debt."""


class Why(StrEnum):
    """Which bound of the policy a debt is above."""

    AMOUNT = "AMOUNT"
    AGE = "AGE"


@dataclass(frozen=True, slots=True)
class CausePolicy:
    """From which overdue amount (minor units by currency) or age in days a cause is required; grace in business days."""

    number: int = 0
    amounts: Mapping[str, int] = field(default_factory=lambda: SHIPPED_AMOUNTS)
    days: int = 30
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Uncaused:
    """What is overdue of one debt in items without a cause, minor units; disputed parts are not in it."""

    group: Group
    overdue_minor: int
    oldest_due: date
    items: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A debt for which somebody must say why it is not paid, and what makes it so."""

    group: Group
    overdue_minor: int
    oldest_days: int
    items: int
    why: tuple[Why, ...]


def missing_of(*, debts: Iterable[Uncaused], policy: CausePolicy, today: date) -> tuple[Missing, ...]:
    """The debts above the policy's amount or age, the largest first within a currency, currencies in order."""
    found = []
    for debt in debts:
        days = (today - debt.oldest_due).days
        why = tuple(_why(debt, days, policy))
        if why:
            found.append(Missing(debt.group, debt.overdue_minor, days, debt.items, why))
    return tuple(sorted(found, key=lambda one: (one.group[2], -one.overdue_minor, one.group)))


def policy_fault(*, policy: CausePolicy) -> str:
    """The code of what is wrong with a policy; empty if nothing is."""
    if not 1 <= policy.days <= MOST_DAYS:
        return "CAUSE_POLICY_DAYS"
    if not 0 <= policy.grace_days <= MOST_GRACE:
        return "CAUSE_POLICY_GRACE"
    known = all(exponent_of(currency=currency) is not None for currency in policy.amounts)
    return "" if known and all(minor >= 1 for minor in policy.amounts.values()) else "CAUSE_POLICY_AMOUNTS"


def _why(debt: Uncaused, days: int, policy: CausePolicy) -> Iterable[Why]:
    if debt.overdue_minor <= 0:
        return
    if debt.overdue_minor >= policy.amounts.get(debt.group[2], debt.overdue_minor + 1):
        yield Why.AMOUNT
    if days >= policy.days:
        yield Why.AGE
