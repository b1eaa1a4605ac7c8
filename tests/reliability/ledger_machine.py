"""A random life of books beside the paper: what both hold in common, and how an act is done and compared."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from huikuan.accounts.operations.companies import close_period
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Entry, Posting
from huikuan.portfolio.queries import ageing
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.queries.balances import KeptBalances, brought_up_to_date
from tests.books import NOW, Books, new_books
from tests.reliability.ledger_paper import Paper

FIRST, LATEST = date(2026, 2, 18), NOW.date() + timedelta(days=1)
ANY_DAY = st.dates(FIRST - timedelta(days=2), LATEST + timedelta(days=2))
AMOUNTS = st.integers(-1, 900)
MOST_CLOSINGS = 3
PARTS = ("allocated", "credited", "discounted", "written_off", "cancelled")
One = TypeVar("One")


class BooksBesidePaper(RuleBasedStateMachine):
    """The books of one company, two customers and two currencies, in a transaction that is undone in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.home = override_settings(HOME=Path(mkdtemp(prefix="huikuan-machine-")))
        self.home.enable()
        self.atomic = cast("Any", transaction.atomic())
        self.atomic._from_testcase = True  # this one is no act: the check may read the portfolio inside it
        self.atomic.__enter__()
        self.paper = Paper(LATEST)
        self.closings = 0
        self.kept: KeptBalances | None = None
        self.done: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is not None:
                return  # what went wrong before is told, not what follows from it
            self.every_posting_is_on_its_day_and_with_its_customer()
            self.both_engines_say_the_same_of_past_days()
            assert summary(findings=check_all())[1] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            rmtree(settings.HOME)
            self.home.disable()

    def open_books(self) -> None:
        """A company with two customers and nothing in its books."""
        self.books: Books = new_books()
        self.customers = [self.books.customer("乙公司"), self.books.customer("丙公司")]

    @precondition(lambda self: self.closings < MOST_CLOSINGS)
    @rule(further=st.integers(-1, 3), is_ahead=st.integers(0, 5).map(lambda n: n == 5))
    def close(self, further: int, is_ahead: bool) -> None:
        """A few days more, none, one too few, or one that lies ahead; not often, so that something can still be done."""
        self.closings += 1
        through = (
            LATEST + timedelta(days=1) if is_ahead else max(self.paper.first_open, FIRST) + timedelta(days=further)
        )
        call = {"company_id": self.books.company_id, "through": through}
        if self.accepted(self.paper.close_objections(through), close_period, call):
            self.paper.closed = through

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat_an_old_request(self, data: st.DataObject) -> None:
        act, call, answer = data.draw(st.sampled_from(self.done))
        assert act(**call) == answer

    @invariant()
    def paper_and_ledger_agree(self) -> None:
        columns = ("outstanding_minor", *(f"{part}_minor" for part in PARTS))
        rows = {pk: left for pk, *left in Receivable.objects.values_list("pk", *columns)}
        items = {pk: [row.left, *(row.parts[part] for part in PARTS)] for pk, row in self.paper.items.items()}
        assert rows == items, f"items are {rows}; on paper {items}"
        used = ("allocated", "refunded", "reversed")
        columns = ("customer_id", "unapplied_minor", *(f"{part}_minor" for part in used))
        rows = {pk: left for pk, *left in Receipt.objects.values_list("pk", *columns)}
        given = self.paper.money.items()
        money = {pk: [row.customer, row.left, *(row.parts[part] for part in used)] for pk, row in given}
        assert rows == money, f"money is {rows}; on paper {money}"

    @invariant()
    def balances_kept_between_acts_are_those_added_up_now(self) -> None:
        self.kept = brought_up_to_date(kept=self.kept, as_of=NOW.date())
        assert self.kept == brought_up_to_date(kept=None, as_of=NOW.date())

    def every_posting_is_on_its_day_and_with_its_customer(self) -> None:
        """In the end: the balance of every item and receipt on every day, whose money is left, and every credit note."""
        for column, account, sign, rows in (
            ("receivable_id", "RECEIVABLE", 1, self.paper.items),
            ("receipt_id", "UNAPPLIED", -1, self.paper.money),
        ):
            entries = Entry.objects.filter(account=account).values_list(column, "effective_date")
            found: dict[int, dict[date, int]] = {}
            for pk, day, minor in entries.annotate(total=Sum("minor")).exclude(total=0):
                found.setdefault(pk, {})[day] = sign * minor
            days = {pk: row.by_day() for pk, row in rows.items() if row.by_day()}
            assert found == days, f"by day {found}; on paper {days}"
        held = Entry.objects.filter(account="UNAPPLIED").values_list("receipt_id", "customer_id")
        whose = {(pk, who): -minor for pk, who, minor in held.annotate(total=Sum("minor")).exclude(total=0)}
        held_then = {(pk, who): n for pk, row in self.paper.money.items() for who, n in row.held.items() if n}
        assert whose == held_then, f"held {whose}; on paper {held_then}"
        notes = Invoice.objects.filter(kind="CREDIT_NOTE").values_list("pk", "customer_id", "number", "amount_minor")
        assert {pk: tuple(note) for pk, *note in notes} == self.paper.credit_notes
        assert not Posting.objects.filter(effective_date__lt=F("reverses__effective_date")).exists()

    def both_engines_say_the_same_of_past_days(self) -> None:
        """In the end: the ageing of some days, by the mirror and by the database."""
        for day in (FIRST + timedelta(days=3), FIRST + timedelta(days=8)):
            asked: dict[str, Any] = {"actor": SYSTEM, "as_of": day, "company_ids": [self.books.company_id]}
            mirror, database = ageing(**asked), ageing(**asked, engine="database")
            assert (mirror.ties, database.ties) == (True, True)
            assert mirror.rows == database.rows, f"as of {day} by the mirror {mirror.rows}, else {database.rows}"

    def accepted(self, objections: set[str], act: Any, call: dict[str, Any]) -> dict[str, Any] | None:
        """Do it: the answer if nothing speaks against it; otherwise it is refused for one of the reasons."""
        full = {"actor": SYSTEM, "now": NOW, "key": self.books.key(), **call}
        try:
            answer: dict[str, Any] = act(**full)
        except Refused as refused:
            assert refused.code in objections, f"{act.__name__} refused: {refused}; on paper {objections or 'accepted'}"
            return None
        assert not objections, f"{act.__name__} accepted; on paper {objections}"
        self.done.append((act, full, answer))
        return answer

    def day(self, data: st.DataObject, first: date) -> date:
        """Mostly a day that will do for something of `first`."""
        earliest = max(first, self.paper.first_open, FIRST)
        fitting = st.dates(earliest, max(LATEST, earliest))
        return data.draw(st.one_of(fitting, fitting, ANY_DAY))

    def amount(self, data: st.DataObject, left: int) -> int:
        """Any amount, all that is left, or a part of it."""
        fitting = [st.just(left), st.integers(1, left)] if left else []
        return int(data.draw(st.one_of(*fitting, AMOUNTS)))

    def chosen(self, data: st.DataObject, wanted: Iterable[One], all_of_them: Iterable[One]) -> One:
        """One of those wanted more often than any."""
        fitting, any_of_them = list(wanted), list(all_of_them)
        at_random = data.draw(st.integers(0, 3)) == 0
        among = any_of_them if at_random or not fitting else fitting
        return among[data.draw(st.integers(0, len(among) - 1))]
