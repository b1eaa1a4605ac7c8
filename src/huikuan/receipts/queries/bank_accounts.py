"""Reads: the bank accounts of our own companies, and which statement lines are in them already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.receipts.models import BankAccount, StatementLine

KEYS_AT_ONCE = 5_000
"""So many keys go into one query; a file may hold more."""


@dataclass(frozen=True, slots=True)
class BankAccountRow:
    """An account of ours and the last day its statements cover."""

    id: int
    company_id: int
    name: str
    bank: str
    number: str
    currency: str
    stated_through: date | None


def bank_accounts(*, actor: Actor) -> tuple[BankAccountRow, ...]:
    """The active bank accounts of the own companies that `actor` may see."""
    rows = BankAccount.objects.filter(is_active=True)
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    return tuple(
        BankAccountRow(row.pk, row.company_id, row.name, row.bank, row.number, row.currency, row.stated_through)
        for row in rows.order_by("pk")
    )


def known_line_keys(*, actor: Actor, bank_account_id: int, keys: Sequence[str]) -> frozenset[str]:
    """Which of the keys belong to statement lines that the bank account has; none of an account `actor` may not see."""
    lines = StatementLine.objects.filter(bank_account_id=bank_account_id)
    if actor.company_ids is not None:
        lines = lines.filter(bank_account__company_id__in=actor.company_ids)
    known: set[str] = set()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = lines.filter(line_key__in=keys[start : start + KEYS_AT_ONCE])
        known.update(some.values_list("line_key", flat=True))
    return frozenset(known)
