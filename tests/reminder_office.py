"""A company with a fresh bank account, a customer with an address, and a post that writes down what it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from huikuan.accounts.models import User, UserRole
from huikuan.customers.operations import ContactDraft
from huikuan.jobs.delivery import DeliveryReport, Post, deliver
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role, RowScope, Verb
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Accepted, Outcome, Withdrawn
from huikuan.receipts.models import BankAccount
from huikuan.reminders.operations.planning import approve_run, plan_run
from huikuan.reminders.operations.sending import send_run
from tests.books import Books, new_books

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)


@dataclass
class WritingChannel:
    """Accepts every mail and keeps it; `answers` come first, in order."""

    mails: list[Mail] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        if not may_transmit():
            return Withdrawn()
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(mail)
        return Accepted("250 ok")


@dataclass
class Office:
    """The books with reminders in short form; the moment is 10:00 of the day in the company's zone unless said."""

    books: Books
    account_id: int
    channel: WritingChannel = field(default_factory=WritingChannel)
    today: date = MONDAY
    at: time = time(10)

    def now(self) -> datetime:
        return datetime.combine(self.today, self.at, tzinfo=ZONE).astimezone(UTC)

    def post(self) -> Post:
        return Post(channel=self.channel, sender="ar@jia.example", zone=ZONE)

    def go_to(self, day: date, *, fresh: bool = True) -> None:
        """Another day; the bank statements reach to the day before unless said."""
        self.today = day
        if fresh:
            BankAccount.objects.filter(pk=self.account_id).update(stated_through=day - timedelta(days=1))

    def customer(self, name: str, **more: object) -> int:
        person = ContactDraft(name="王经理", email=f"{abs(hash(name)) % 10**8}@kehu.example", gets_reminders=True)
        return self.books.customer(name, **{"contacts": (person,), **more})

    def plan(self, actor: Actor = SYSTEM) -> dict[str, Any]:
        return plan_run(actor=actor, now=self.now(), key=self.books.key(), today=self.today)

    def send(self, run_id: int, actor: Actor = SYSTEM) -> dict[str, Any]:
        return send_run(actor=actor, now=self.now(), key=self.books.key(), run_id=run_id, today=self.today)

    def many_late(self, number: int = 21, due: date = date(2026, 2, 28)) -> list[int]:
        """So many customers who are late with ¥200.00 each: with one more than 20 a first run is held."""
        buyers = [self.customer(f"迟{index}") for index in range(number)]
        for index, buyer in enumerate(buyers):
            self.books.invoice(buyer, f"L{index}", 20_000, due=due)
        return buyers

    def plan_and_send(self) -> int:
        """Plan, approve if held, send and deliver; how many messages were queued."""
        planned = self.plan()
        if planned["state"] == "HELD":
            approve_run(actor=manager(), now=self.now(), key=self.books.key(), run_id=planned["run_id"])
        queued = int(self.send(planned["run_id"])["queued"])
        self.deliver()
        return queued

    def deliver(self) -> DeliveryReport:
        return deliver(clock=self.now, post=self.post(), today=self.today)


def new_office() -> Office:
    """Company 甲 whose bank statements reach to yesterday."""
    books = new_books()
    account = BankAccount.objects.create(
        company_id=books.company_id, name="工行基本户", currency="CNY", stated_through=MONDAY - timedelta(days=1)
    )
    return Office(books, account.pk)


def manager(name: str = "陈会计") -> Actor:
    """A person who may remind and edit policies."""
    user, _ = User.objects.get_or_create(username=name, defaults={"name": name})
    UserRole.objects.get_or_create(user=user, role=Role.FINANCE_DIRECTOR.value)
    verbs = frozenset({Verb.VIEW, Verb.REMIND, Verb.EDIT_POLICY, Verb.RECORD_ACTIVITY})
    return Actor(name=name, kind=ActorKind.PERSON, user_id=user.pk, verbs=verbs, scope=RowScope.ALL)
