"""Real acts that oversight should notice, in short form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.oversight.operations.watching import watch
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.operations import CreditNoteDraft, InvoiceDraft, issue_credit_note, register_invoices
from huikuan.receivables.rules import InstalmentDraft
from tests.books import NOW, Books, new_books
from tests.people import People, new_people
from tests.replayed import replayed

TODAY = date(2026, 3, 2)


@dataclass
class Watched:
    """Own company 甲, customer 乙 of `owner`, and everybody who works here."""

    books: Books
    people: People
    customer: int

    def look(self, today: date = TODAY, actor: Actor = SYSTEM) -> dict[str, Any]:
        """One look at the books."""
        return watch(actor=actor, now=NOW, key=self.books.key(), today=today)

    def bill(self, number: str, minor: int, on: date, actor: Actor | None = None) -> int:
        """An invoice entered by a person."""
        parts = (InstalmentDraft(on + timedelta(days=30), minor),)
        done = register_invoices(
            actor=actor or self.people.accountant,
            now=NOW,
            key=self.books.key(),
            company_id=self.books.company_id,
            invoices=[InvoiceDraft(self.customer, number, on, "CNY", parts)],
        )
        return int(done["invoice_ids"][0])

    def credit(self, invoice_id: int, minor: int, on: date, actor: Actor | None = None) -> int:
        """A credit note entered by a person."""
        draft = CreditNoteDraft(invoice_id, f"C{invoice_id}", on, minor)
        actor = actor or self.people.accountant
        return int(issue_credit_note(actor=actor, now=NOW, key=self.books.key(), credit_note=draft)["invoice_id"])

    def cash(self, minor: int, on: date) -> int:
        """Cash that somebody took."""
        receipt = self.books.receipt(minor, self.customer, on, method=ReceiptMethod.CASH)
        return receipt.pk


@replayed
def new_watched() -> Watched:
    """A fresh company with its customer, taken in long ago."""
    from huikuan.customers.models import Customer

    books, people = new_books(), new_people()
    customer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    Customer.objects.update(created_at=NOW - timedelta(days=400))
    return Watched(books, people, customer)
