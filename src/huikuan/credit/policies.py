"""Versions of the policy as records: what holds on a day, every one there was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.credit.models import PolicyVersion
from huikuan.credit.rules.policy import CreditPolicy, policy_from, shipped_policy


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version with who made it and when."""

    policy: CreditPolicy
    made_by: str
    made_at: datetime


def current_policy(*, today: date) -> CreditPolicy:
    """The newest version that has begun; the one that comes with the product before there is any. One query."""
    row = PolicyVersion.objects.filter(effective_from__lte=today).order_by("-number").first()
    return shipped_policy() if row is None else policy_of(row=row)


def newest_number() -> int:
    """The number of the newest version, begun or not; 0 before the first."""
    return PolicyVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0


def policy_numbered(*, number: int) -> CreditPolicy:
    """One version; 0 is what comes with the product. Raises PolicyVersion.DoesNotExist."""
    return shipped_policy() if number == 0 else policy_of(row=PolicyVersion.objects.get(number=number))


def policy_rows() -> tuple[PolicyRow, ...]:
    """Every version, the newest first; one query."""
    rows = PolicyVersion.objects.order_by("-number")
    return tuple(PolicyRow(policy_of(row=row), row.made_by, row.made_at) for row in rows)


def policy_of(*, row: PolicyVersion) -> CreditPolicy:
    """The record of a stored version."""
    return policy_from(number=row.number, content=row.content, source=row.source, effective_from=row.effective_from)
