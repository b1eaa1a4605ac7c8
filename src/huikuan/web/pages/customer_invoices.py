"""What the page of a customer shows of his tax invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.invoicing.queries.lists import Blocker, blockers_of
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Text
from huikuan.wording import invoicing as words


@dataclass(frozen=True, slots=True)
class BlockerShown:
    """An invoice the customer does not have, in words."""

    row: Blocker
    word: Text
    tone: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CustomerInvoices:
    """The part on a customer's page: invoices he does not have yet, VAT paid ahead for him."""

    customer_id: int
    blockers: tuple[BlockerShown, ...]
    advanced: tuple[Money, ...]


def tax_invoices_part(*, actor: Actor, customer_id: int, today: date) -> CustomerInvoices:
    """What the page of a customer shows of his tax invoices; at most three queries."""
    found = blockers_of(customer_ids=[customer_id], today=today).get(customer_id, ())
    ahead = tax_advanced(actor=actor, as_of=today, today=today, customer_id=customer_id)
    return CustomerInvoices(
        customer_id,
        tuple(
            BlockerShown(
                one,
                words.BLOCKERS[one.code],
                "risk" if one.code == "RETURNED" else "soon",
                Money(one.amount_minor, one.currency),
            )
            for one in found
        ),
        tuple(Money(row.tax_minor, row.currency) for row in ahead),
    )
