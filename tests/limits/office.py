"""Customers with people who ask for limits and people who decide, in short form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huikuan.audit.operations import Intent, perform
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.limits.operations import decide_limit, request_limit, set_limits
from huikuan.limits.queries import limits_in_force
from huikuan.limits.rules import LimitDraft, LimitInForce, LimitKind, LimitSource
from tests.books import Books, new_books
from tests.people import People, new_people, person
from tests.replayed import replayed

TODAY = date(2026, 3, 2)


@dataclass
class Office:
    """Books with a customer of the salesperson `owner`, a credit manager and the people of every kind."""

    books: Books
    people: People
    manager: Actor
    customer_id: int
    today: date = TODAY

    @property
    def now(self) -> datetime:
        """The moment of the day."""
        return self.books.now + (self.today - TODAY)

    def draft(self, minor: int | None = 1_000_000, **more: Any) -> LimitDraft:
        """A permanent limit of 10,000.00 CNY from today on, unless said."""
        values: dict[str, Any] = {
            "customer_id": self.customer_id,
            "kind": LimitKind.PERMANENT,
            "amount_minor": minor,
            "currency": "CNY",
            "valid_from": self.today,
            "reason": "旺季备货",
        }
        return LimitDraft(**(values | more))

    def ask(self, minor: int | None = 1_000_000, who: Actor | None = None, **more: Any) -> int:
        """A request of the salesperson, unless said."""
        done = request_limit(
            actor=who or self.people.owner,
            now=self.now,
            today=self.today,
            key=self.books.key(),
            limit=self.draft(minor, **more),
        )
        return int(done["request_id"])

    def decide(
        self, request_id: int, who: Actor | None = None, *, approve: bool = True, note: str = "同意"
    ) -> dict[str, Any]:
        """The credit manager decides, unless said."""
        return decide_limit(
            actor=who or self.manager,
            now=self.now,
            today=self.today,
            key=self.books.key(),
            request_id=request_id,
            approve=approve,
            note=note,
        )

    def give(self, minor: int | None = 1_000_000, **more: Any) -> int:
        """A limit asked for and approved by the finance director; its entry."""
        done = self.decide(self.ask(minor, **more), self.people.director)
        return int(done["entry_id"])

    def set(self, *drafts: LimitDraft) -> list[int]:
        """Limits entered in bulk by an act of their own."""
        intent = Intent("set_limits", SYSTEM, self.now, self.books.key())
        done = perform(intent=intent, work=lambda act: {"ids": set_limits(act=act, drafts=drafts)})
        return list(done["ids"])

    def imported(self, minor: int | None = 1_000_000, **more: Any) -> LimitDraft:
        """A draft as an import makes it."""
        return self.draft(minor, source=LimitSource.IMPORT, **more)

    def limit(self, on: date | None = None, order_number: str = "") -> LimitInForce:
        """What is in force."""
        found = limits_in_force(customer_ids=[self.customer_id], on=on or self.today, order_number=order_number)
        return found[self.customer_id]

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days)


@replayed
def new_office() -> Office:
    """A fresh office."""
    people, books = new_people(), new_books()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    return Office(books, people, person("credit", Role.CREDIT_MANAGER, None), buyer)
