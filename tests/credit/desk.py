"""A company with a customer, a limit and a credit manager, asked through the same acts as in production."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from huikuan.accounts.models import User
from huikuan.accounts.queries import actor_of
from huikuan.audit.operations import Intent, perform
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.models import CustomerFile
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.limits.operations import set_limits
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource
from tests.books import NOW, Books, new_books
from tests.people import People, new_people, person
from tests.replayed import replayed

TODAY = date(2026, 3, 2)
_numbers = count(1)


@dataclass
class Desk:
    """Questions about one customer in short form."""

    books: Books
    people: People
    buyer: int
    credit_manager: Actor

    def ask(self, minor: int, order: str = "", *, actor: Actor = SYSTEM, **more: Any) -> dict[str, Any]:
        """Ask, reserving where an order is named unless told otherwise."""
        key = more.pop("key", None) or self.books.key()
        today = more.pop("today", TODAY)
        question = Question(
            customer_id=more.pop("customer", self.buyer),
            company_id=more.pop("company", self.books.company_id),
            amount_minor=minor,
            currency=more.pop("currency", "CNY"),
            point=CheckPoint(more.pop("point", "ORDER")),
            order_number=order,
            reserve=more.pop("reserve", bool(order)),
        )
        return check_credit(actor=actor, now=self.books.now, today=today, key=key, question=question)

    def acting(self, actor: Actor) -> dict[str, Any]:
        """Who, when and under which key: what every act takes."""
        return {"actor": actor, "now": self.books.now, "key": self.books.key()}


@replayed
def new_desk(limit: int | None = 100_000) -> Desk:
    """A fresh desk; the buyer belongs to the owner among the people."""
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    set_limit(buyer, limit)
    return Desk(books, people, buyer, person("credit", Role.CREDIT_MANAGER, None))


def set_limit(customer_id: int, limit: int | None) -> None:
    """What the customer may owe from now on, as an approved entry of the journal."""
    if limit is None:
        return
    number = next(_numbers)
    intent = Intent("set_limits", SYSTEM, NOW + timedelta(seconds=number), f"limit-{customer_id}-{number}")
    draft = LimitDraft(
        customer_id, LimitKind.PERMANENT, limit, "CNY", date(2026, 1, 1), reason="x", source=LimitSource.IMPORT
    )
    perform(intent=intent, work=lambda act: {"ids": set_limits(act=act, drafts=[draft])})


def put_under(customer_id: int, parent_id: int) -> None:
    """The customer belongs to the group of another."""
    CustomerFile.objects.update_or_create(customer_id=customer_id, defaults={"parent_id": parent_id})


def another_role(actor: Actor, role: Role) -> Actor:
    """The same person with one more role."""
    User.objects.get(pk=actor.user_id or 0).roles.create(role=role.value)
    found = actor_of(user_id=actor.user_id or 0)
    assert found is not None
    return replace(found)
