"""Reads: the numbers in force for bills, vouchers and deposits, and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.bills.models import PolicyVersion
from huikuan.bills.rules.life import Counted
from huikuan.bills.rules.policy import NUMBERS, SHIPPED, BillPolicy


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version with who made it, and when."""

    policy: BillPolicy
    who: str
    at: datetime


def policy_in_force() -> BillPolicy:
    """The newest version, or what is shipped; one query."""
    row = PolicyVersion.objects.order_by("-number").first()
    return SHIPPED if row is None else _policy(row)


def policy_rows(*, most: int = 20) -> tuple[PolicyRow, ...]:
    """The newest versions, the newest first; one query."""
    rows = PolicyVersion.objects.order_by("-number")[:most]
    return tuple(PolicyRow(_policy(row), row.who_name, row.at) for row in rows)


def _policy(row: PolicyVersion) -> BillPolicy:
    known = {name: int(row.values[name]) for name in NUMBERS if name in row.values}
    counted = Counted(row.values.get("counted", SHIPPED.counted.value))
    return BillPolicy(number=row.number, counted=counted, source=row.source, **known)
