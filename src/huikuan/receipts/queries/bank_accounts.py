"""Reads: the bank accounts of our own companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.receipts.models import BankAccount


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
