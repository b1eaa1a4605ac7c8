"""One box over customers, documents, amounts and payers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerFilter, customer_page, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import parse_amount
from huikuan.receipts.queries.receipts import ReceiptRow, found_receipts, receipts_of_amount
from huikuan.receivables.queries.debtors import items_of_amount
from huikuan.receivables.queries.invoices import found_invoices
from huikuan.web.tables.columns import Text

MOST = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    title: str
    address: str
    under: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind."""

    title: Text
    hits: tuple[Hit, ...]


def found(*, actor: Actor, today: date, text: str, currency: str) -> tuple[Group, ...]:
    """What matches `text`, by kind, the six best of each; an amount is looked for among open items and receipts."""
    minor = parse_amount(text=text, currency=currency)
    groups = [
        Group(_("Customers"), _customers(actor, text)),
        Group(_("Documents"), _documents(actor, text)),
        Group(_("Open items of this amount"), _items(actor, today, minor) if isinstance(minor, int) else ()),
        Group(_("Receipts of this amount"), _receipts_of(actor, minor) if isinstance(minor, int) else ()),
        Group(_("Payers"), _payers(actor, text)),
    ]
    return tuple(group for group in groups if group.hits)


def _customers(actor: Actor, text: str) -> tuple[Hit, ...]:
    rows = customer_page(actor=actor, narrowed=CustomerFilter(search=text), size=MOST).rows
    return tuple(Hit(row.name, reverse("customer", args=[row.id]), row.code) for row in rows)


def _documents(actor: Actor, text: str) -> tuple[Hit, ...]:
    rows = found_invoices(actor=actor, search=text, most=MOST)
    customers = customers_by_id(ids={row.customer_id for row in rows})
    return tuple(
        Hit(
            row.number,
            reverse("invoice", args=[row.id]),
            customers[row.customer_id].name,
            Money(row.amount_minor, row.currency),
        )
        for row in rows
    )


def _items(actor: Actor, today: date, minor: int) -> tuple[Hit, ...]:
    rows = items_of_amount(actor=actor, as_of=today, minor=minor, most=MOST) if minor > 0 else ()
    customers = customers_by_id(ids={row.customer_id for row in rows})
    return tuple(
        Hit(
            row.invoice_number,
            reverse("invoice", args=[row.invoice_id]),
            customers[row.customer_id].name,
            Money(row.parts.outstanding, row.currency),
        )
        for row in rows
    )


def _receipts_of(actor: Actor, minor: int) -> tuple[Hit, ...]:
    rows = receipts_of_amount(actor=actor, minor=minor, most=MOST) if minor > 0 else ()
    return tuple(_receipt(row) for row in rows)


def _payers(actor: Actor, text: str) -> tuple[Hit, ...]:
    rows = found_receipts(actor=actor, search=text, most=MOST)
    return tuple(_receipt(row) for row in rows)


def _receipt(row: ReceiptRow) -> Hit:
    return Hit(
        row.payer_name or str(_("Payer not named")),
        reverse("receipt", args=[row.id]),
        row.received_on.isoformat(),
        Money(row.parts.amount, row.currency),
    )
