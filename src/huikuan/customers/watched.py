"""Reads for oversight: terms that changed, accounts that became known, when customers were taken in, who looks after them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huikuan.customers.models import Customer, CustomerChange, PayerAlias
from huikuan.kernel.paging import portions


@dataclass(frozen=True, slots=True)
class TermChangeRow:
    """Another number of days of credit; None where none was or is agreed."""

    id: int
    customer_id: int
    at: datetime
    before: int | None
    after: int | None
    user_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A bank account that became known as a customer's."""

    id: int
    customer_id: int
    at: datetime
    account: str
    source: str


@dataclass(frozen=True, slots=True)
class TakenInRow:
    """A customer, when he was taken in, and who looks after him."""

    id: int
    name: str
    at: datetime
    salesperson_id: int | None


def term_changes_since(*, since: datetime) -> tuple[TermChangeRow, ...]:
    """Changes of days of credit since a moment, the first entry of a new customer's included; one query."""
    rows = CustomerChange.objects.filter(field="terms_days", at__gte=since).order_by("pk")
    return tuple(
        TermChangeRow(row.pk, row.customer_id, row.at, _days(row.before), _days(row.after), row.who_id, row.who_name)
        for row in rows
    )


def accounts_learned_since(*, customer_ids: Iterable[int], since: datetime) -> tuple[AccountRow, ...]:
    """Bank accounts of customers that became known since a moment; one query."""
    rows = PayerAlias.objects.filter(customer_id__in=list(customer_ids), kind="ACCOUNT", learned_at__gte=since)
    return tuple(
        AccountRow(row.pk, row.customer_id, row.learned_at, row.value, row.learned_from) for row in rows.order_by("pk")
    )


def taken_in(*, customer_ids: Iterable[int]) -> dict[int, TakenInRow]:
    """When customers were taken in; one query per 5,000."""
    found = {}
    for some in portions(values=sorted(set(customer_ids))):
        for row in Customer.objects.filter(pk__in=some):
            found[row.pk] = TakenInRow(row.pk, row.name, row.created_at, row.salesperson_id)
    return found


def _days(value: Any) -> int | None:
    return value if isinstance(value, int) else None
