"""An application on its way, through the real acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.accounts.models import Department
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.openings.operations.applying import OpeningDraft, start_opening, submit_opening, waive_document
from huikuan.openings.operations.deciding import CheckDraft, decide_opening, record_field_check, save_requirements
from huikuan.openings.operations.writing import Paper
from huikuan.openings.queries import requirements_now
from huikuan.openings.rules import CustomerKind, DocumentCode, Requirements, Verdict
from tests.books import NOW, Books, new_books
from tests.people import People, new_people, person
from tests.replayed import replayed

TODAY = date(2026, 3, 2)
PHOTO = Paper("door.jpg", b"\xff\xd8\xff a gate")


@dataclass
class OpeningOffice:
    """Books, people and one customer of the owner's; the credit manager decides."""

    books: Books
    people: People
    credit: Actor
    customer: int

    def start(self, kind: CustomerKind = CustomerKind.PUBLIC_BODY, by: Actor | None = None) -> int:
        draft = OpeningDraft(self.customer, kind, "new customer")
        done = start_opening(actor=by or self.people.owner, now=NOW, key=self.books.key(), draft=draft)
        return int(done["opening_id"])

    def waive(self, opening_id: int, *codes: DocumentCode) -> None:
        for code in codes:
            waive_document(
                actor=self.people.owner,
                now=NOW,
                key=self.books.key(),
                opening_id=opening_id,
                code=code,
                because="known for years",
            )

    def submitted(self) -> int:
        opening_id = self.start()
        self.waive(opening_id, DocumentCode.CONTRACT, DocumentCode.PRICE_CONFIRMATION)
        submit_opening(actor=self.people.owner, now=NOW, key=self.books.key(), opening_id=opening_id)
        return opening_id

    def check(self, opening_id: int, by: Actor | None = None, **more: object) -> int:
        values = {"checked_on": TODAY, "place": "Hangzhou", "findings": "works", "verdict": Verdict.SOUND, **more}
        done = record_field_check(
            actor=by or self.people.manager,
            now=NOW,
            today=TODAY,
            key=self.books.key(),
            opening_id=opening_id,
            draft=CheckDraft(**values),  # type: ignore[arg-type]
        )
        return int(done["request_id"])

    def decide(
        self, request_id: int, by: Actor | None = None, approve: bool = True, note: str = "seen"
    ) -> dict[str, object]:
        return decide_opening(
            actor=by or self.credit,
            now=NOW,
            today=TODAY,
            key=self.books.key(),
            request_id=request_id,
            approve=approve,
            note=note,
        )

    def require_from(self, day: date | None) -> None:
        now = requirements_now()
        changed = Requirements(now.number, day, 12, now.documents, "decision of the board")
        save_requirements(actor=SYSTEM, now=NOW, key=self.books.key(), requirements=changed)


@replayed
def new_office() -> OpeningOffice:
    """A fresh office."""
    books, people = new_books(), new_people()
    credit = person("credit", Role.CREDIT_MANAGER, Department.objects.get(pk=people.department_id))
    customer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    return OpeningOffice(books, people, credit, customer)
