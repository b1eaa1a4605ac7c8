"""Reads: unapplied money on company accounts that may be what is booked already in another form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Value, When

from huikuan.kernel.actor import Actor
from huikuan.receipts.access import receipts_for
from huikuan.receipts.rules import PAPER_METHODS, ReceiptMethod


@dataclass(frozen=True, slots=True)
class BankMoney:
    """An unapplied receipt of a bank account, minor units."""

    id: int
    number: int
    received_on: date
    payer_name: str
    reference: str
    unapplied_minor: int
    currency: str


def bank_money(
    *, actor: Actor, company_id: int, currency: str, minor: int, since: date, most: int = 8
) -> tuple[BankMoney, ...]:
    """Unapplied receipts of company accounts since a day, those of exactly `minor` first, then the latest; one query."""
    exact = Case(When(unapplied_minor=minor, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = receipts_for(actor=actor).filter(
        company_id=company_id,
        currency=currency,
        bank_account__isnull=False,
        unapplied_minor__gt=0,
        received_on__gte=since,
    )
    return tuple(
        BankMoney(row.pk, row.number, row.received_on, row.payer_name, row.reference, row.unapplied_minor, row.currency)
        for row in rows.annotate(place=exact).order_by("place", "-received_on", "-pk")[:most]
    )


def money_of_customer(
    *, actor: Actor, company_id: int, customer_id: int, currency: str, since: date, most: int = 20
) -> tuple[BankMoney, ...]:
    """Money of a customer on company accounts or in the till since a day, used or not, the latest first; one query."""
    rows = receipts_for(actor=actor).filter(
        company_id=company_id, customer_id=customer_id, currency=currency, received_on__gte=since, reversed_minor=0
    )
    rows = rows.exclude(method__in=[one.value for one in (*PAPER_METHODS, ReceiptMethod.SET_OFF)])
    return tuple(
        BankMoney(row.pk, row.number, row.received_on, row.payer_name, row.reference, row.amount_minor, row.currency)
        for row in rows.order_by("-received_on", "-pk")[:most]
    )
