"""Late debts of two customers, and events recorded about them through the real acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.clocks.operations.recording import Paper, record_event
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.clocks.rules.kinds import EventKind
from huikuan.kernel.actor import Actor, Role
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.people import People, new_people, person
from tests.replayed import replayed

TODAY = date(2026, 3, 2)
DUE = date(2023, 4, 10)
"""Three years later is 2026-04-10, a Friday: 39 days after today."""
PAPER = Paper("催款函.pdf", b"%PDF-1.4 demand")


@dataclass
class ClockOffice:
    """Books, people, legal counsel, and one customer of the owner's with one invoice of ¥1,000.00."""

    books: Books
    people: People
    legal: Actor
    customer: int
    item: Receivable

    def late(self, number: str = "F1", due: date = DUE, **more: Any) -> Receivable:
        """An invoice of ¥1,000.00 that fell due then."""
        issued = date(due.year - 1, due.month, 1)
        return self.books.invoice(more.pop("customer", self.customer), number, 100_000, due, issued=issued, **more)[0]

    def happened(
        self, kind: EventKind, on: date, paper: Paper | None = PAPER, by: Actor | None = None, **more: Any
    ) -> int:
        """An event about the item."""
        draft = EventDraft(
            company_id=self.books.company_id,
            customer_id=more.pop("customer", self.customer),
            kind=kind,
            on=on,
            receivable_ids=more.pop("items", (self.item.pk,)),
            **more,
        )
        actor = by or self.people.owner
        done = record_event(actor=actor, now=NOW, today=TODAY, key=self.books.key(), draft=draft, paper=paper)
        return int(done["event_id"])


@replayed
def new_office() -> ClockOffice:
    """One debt that ends on 2026-04-10."""
    books, people = new_books(), new_people()
    legal = person("counsel", Role.LEGAL, None)
    customer = books.customer("乙方机电有限公司", salesperson_id=people.owner.user_id)
    office = ClockOffice(books, people, legal, customer, None)  # type: ignore[arg-type]
    office.item = office.late()
    return office
