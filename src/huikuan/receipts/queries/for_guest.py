"""Reads for whoever came by a portal link: his company's payments that we have seen, and our accounts to pay to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huikuan.guests.access import Guest, of_guest
from huikuan.receipts.models import BankAccount, Receipt

MOST = 200


@dataclass(frozen=True, slots=True)
class SeenReceipt:
    """A payment as its payer may see it, minor units: what of it stands, and what is not used for a document yet."""

    id: int
    company_id: int
    received_on: date
    currency: str
    amount_minor: int
    unapplied_minor: int
    reference: str


@dataclass(frozen=True, slots=True)
class AccountToPay:
    """An account of ours that takes payments in its currency."""

    company_id: int
    bank: str
    number: str
    currency: str


def receipts_for_guest(*, guest: Guest) -> tuple[SeenReceipt, ...]:
    """The payments of the guest's customer that stand, newest first, at most 200; one query."""
    rows = of_guest(guest=guest, rows=Receipt.objects.filter(not_a_receipt_reason=""))
    return tuple(
        SeenReceipt(
            row.pk,
            row.company_id,
            row.received_on,
            row.currency,
            row.amount_minor - row.reversed_minor,
            row.unapplied_minor,
            row.reference,
        )
        for row in rows.order_by("-received_on", "-pk")[:MOST]
        if row.amount_minor > row.reversed_minor
    )


def accounts_to_pay(*, company_ids: Collection[int]) -> tuple[AccountToPay, ...]:
    """The bank accounts in use of own companies whose number is known; the caller has checked which companies may be shown.

    A merchant account of WeChat or Alipay takes no transfer, so its number is none to pay to.
    """
    rows = BankAccount.objects.filter(company_id__in=list(company_ids), is_active=True, wallet=None).exclude(number="")
    return tuple(AccountToPay(row.company_id, row.bank, row.number, row.currency) for row in rows.order_by("pk"))
