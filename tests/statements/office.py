"""A company whose customers get statements, and short forms of the acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM
from huikuan.statements.models import Statement
from huikuan.statements.operations.replying import record_reply
from huikuan.statements.operations.running import OnDemand, begin_run, carry_on, make_statement
from huikuan.statements.operations.sending import Posted, post_statement, send_statement
from huikuan.statements.rules.policy import Period
from huikuan.statements.rules.replying import Channel, Factor, ReplyDraft, Result, Seal
from tests.books import NOW, Books, new_books

TODAY = date(2026, 3, 2)
FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))
JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
STAMPED = b"%PDF-1.7 stamped"


@dataclass
class Desk:
    """Own company 甲 with customer 乙, who has a person in finance."""

    books: Books
    customer: int

    def run(self, period: Period = FEBRUARY, today: date = TODAY) -> list[Statement]:
        """The statements of a period for every customer, issued."""
        done = begin_run(
            actor=SYSTEM, now=NOW, key=self.books.key(), company_id=self.books.company_id, period=period, today=today
        )
        carry_on(actor=SYSTEM, clock=lambda: NOW, run_id=int(done["run_id"]))
        return list(Statement.objects.filter(run_id=done["run_id"]).order_by("pk"))

    def one(self, period: Period = FEBRUARY, today: date = TODAY, **more: Any) -> Statement:
        """One statement of customer 乙 on demand."""
        customer = more.pop("customer_id", self.customer)
        order = OnDemand(self.books.company_id, customer, more.pop("currency", "CNY"), period, **more)
        done = make_statement(actor=SYSTEM, now=NOW, key=self.books.key(), order=order, today=today)
        return Statement.objects.get(pk=done["statement_id"])

    def sent(self, row: Statement, today: date = TODAY) -> Statement:
        """It is in the queue."""
        send_statement(actor=SYSTEM, now=NOW, key=self.books.key(), statement_id=row.pk, today=today)
        row.refresh_from_db()
        return row

    def handed(self, row: Statement) -> Statement:
        """It was handed over."""
        posted = Posted("HAND")
        post_statement(actor=SYSTEM, now=NOW, key=self.books.key(), statement_id=row.pk, posted=posted, today=TODAY)
        row.refresh_from_db()
        return row

    def answer(self, row: Statement, result: Result = Result.CONFIRMED, **more: Any) -> dict[str, Any]:
        """A stamped answer on paper."""
        values = {
            "channel": Channel.PAPER,
            "replied_on": TODAY,
            "name": "高伟",
            "role": "财务经理",
            "factor": Factor.STAMP,
            "seal": Seal.COMPANY,
            "file_name": "回函.pdf",
            "file_content": STAMPED,
        }
        reply = ReplyDraft(result=result, **{**values, **more})
        return record_reply(actor=SYSTEM, now=NOW, key=self.books.key(), statement_id=row.pk, reply=reply)


def new_desk() -> Desk:
    """A fresh company with its customer."""
    books = new_books()
    person = ContactDraft("高伟", email="gao@example.com", gets_reminders=True, legal_basis="OWN_PERFORMANCE")
    return Desk(books, books.customer("乙方机电有限公司", contacts=(person,)))


LATER = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)
