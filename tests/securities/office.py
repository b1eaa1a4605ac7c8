"""Security of a customer, through the real acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.accounts.models import Department
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.securities.models import SecurityStep
from huikuan.securities.operations.confirming import confirm_security
from huikuan.securities.operations.recording import attach_document, record_security
from huikuan.securities.rules import SecurityDraft, SecurityKind
from tests.books import NOW, Books, new_books
from tests.people import People, new_people, person
from tests.replayed import replayed

TODAY = date(2026, 3, 2)


@dataclass
class SecurityOffice:
    """Books, people and one customer of the owner's."""

    books: Books
    people: People
    credit: Actor
    customer: int

    def record(self, kind: SecurityKind = SecurityKind.DEPOSIT, by: Actor | None = None, **more: Any) -> int:
        values = {"amount_minor": 50_000, "currency": "CNY", "valid_from": date(2026, 1, 1), **more}
        draft = SecurityDraft(customer_id=values.pop("customer_id", self.customer), kind=kind, **values)
        actor = by or self.people.owner
        return int(record_security(actor=actor, now=NOW, today=TODAY, key=self.books.key(), draft=draft)["security_id"])

    def confirm(self, security_id: int, by: Actor | None = None, today: date = TODAY) -> None:
        """Confirmed by the credit manager, with a document attached first."""
        if not documents_of(purpose=Purpose.SECURITY, owner_ids=[security_id]):
            self.attach(security_id)
        confirmed(security_id=security_id, by=by or self.credit, key=self.books.key(), today=today)

    def counting(self, kind: SecurityKind = SecurityKind.DEPOSIT, by: Actor | None = None, **more: Any) -> int:
        """Recorded and confirmed."""
        security_id = self.record(kind, by, **more)
        self.confirm(security_id)
        return security_id

    def attach(self, security_id: int) -> int:
        done = attach_document(
            actor=self.people.owner,
            now=NOW,
            key=self.books.key(),
            security_id=security_id,
            name="demand.pdf",
            content=b"%PDF-1.4 x",
        )
        return int(done["document_id"])


def confirmed(*, security_id: int, by: Actor, key: str, today: date = TODAY) -> None:
    """A person confirms a security as it stands; it needs a document already."""
    seen = SecurityStep.objects.filter(security_id=security_id).count()
    confirm_security(actor=by, now=NOW, today=today, key=key, security_id=security_id, seen=seen)


def recorded_and_confirmed(*, draft: SecurityDraft, by: Actor, key: str, today: date = TODAY) -> int:
    """A security of the system's with its paper, confirmed by a person: it counts."""
    done = record_security(actor=SYSTEM, now=NOW, today=today, key=key, draft=draft)
    security_id = int(done["security_id"])
    attach_document(
        actor=SYSTEM,
        now=NOW,
        key=f"{key}-paper",
        security_id=security_id,
        name="paper.pdf",
        content=b"%PDF-1.4 x",
    )
    confirmed(security_id=security_id, by=by, key=f"{key}-confirmed", today=today)
    return security_id


@replayed
def new_office() -> SecurityOffice:
    """A fresh office."""
    books, people = new_books(), new_people()
    credit = person("credit", Role.CREDIT_MANAGER, Department.objects.get(pk=people.department_id))
    return SecurityOffice(books, people, credit, books.customer("乙公司", salesperson_id=people.owner.user_id))
