"""A random life of a ledger, step by step beside a dict model; every invariant is proved as it goes."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as run_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Entry, Posting
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, refund_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import Reduction, accept_short_payment, reverse_posting, write_off
from tests.books import NOW, Books, new_books
from tests.reliability.ledger_model import Item, Money, Paper

FIRST, LATEST = date(2026, 2, 1), NOW.date() + timedelta(days=1)
DAYS = st.dates(FIRST, LATEST)
ANY_DAYS = st.dates(FIRST - timedelta(days=3), LATEST + timedelta(days=3))
AMOUNTS = st.integers(1, 3_000)
CURRENCIES = st.sampled_from(["CNY", "USD"])
EXAMPLES = int(os.environ.get("HUIKUAN_MACHINE_EXAMPLES", "25"))


class LedgerMachine(RuleBasedStateMachine):
    """Acts in any order, some of them impossible: the ledger accepts exactly what the paper accepts."""

    def __init__(self) -> None:
        super().__init__()
        self.home = override_settings(HOME=Path(mkdtemp(prefix="huikuan-machine-")))
        self.home.enable()
        self.atomic = cast("Any", transaction.atomic())
        self.atomic._from_testcase = True  # this one is no act: the check may read the portfolio inside it
        self.atomic.__enter__()
        self.paper = Paper()
        self.done: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []

    def teardown(self) -> None:
        try:
            assert summary(findings=check_all())[1] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            rmtree(settings.HOME)
            self.home.disable()

    @initialize()
    def open_books(self) -> None:
        self.books: Books = new_books()
        self.customers = [self.books.customer("乙公司"), self.books.customer("丙公司")]

    @rule(who=st.integers(0, 1), minor=AMOUNTS, currency=CURRENCIES, parts=st.integers(1, 2), on=DAYS)
    def invoice(self, who: int, minor: int, currency: str, parts: int, on: date) -> None:
        due = [(on + timedelta(days=30 * part), minor) for part in range(parts)]
        number = f"F{len(self.paper.items)}"
        rows = self.books.invoice(self.customers[who], number, 0, parts=due, currency=currency, issued=on)
        for row in rows:
            self.paper.items[row.pk] = Item(self.customers[who], currency, minor, on)

    @rule(who=st.sampled_from([None, 0, 1]), minor=AMOUNTS, currency=CURRENCIES, on=DAYS)
    def receive(self, who: int | None, minor: int, currency: str, on: date) -> None:
        customer = None if who is None else self.customers[who]
        row = self.books.receipt(minor, customer, on, currency=currency)
        self.paper.money[row.pk] = Money(customer, currency, minor, on)

    @precondition(lambda self: self.paper.items and self.paper.money)
    @rule(data=st.data(), minor=AMOUNTS)
    def allocate(self, data: st.DataObject, minor: int) -> None:
        pairs = [(money_id, item_id) for money_id in sorted(self.paper.money) for item_id in sorted(self.paper.items)]
        fitting = [pair for pair in pairs if self.paper.may_allocate(*pair, 1)]
        exactly = data.draw(st.booleans())  # as often as not what fits
        if fitting and exactly:
            money_id, item_id = data.draw(st.sampled_from(fitting))
            minor = min(self.paper.money[money_id].rest, self.paper.items[item_id].open)
        else:
            money_id, item_id = data.draw(st.sampled_from(pairs))
        receipt, item = Receipt.objects.get(pk=money_id), Receivable.objects.get(pk=item_id)
        if self.paper.may_allocate(money_id, item_id, minor):
            (posting,) = self.books.allocate(receipt, (item, minor))
            self.paper.allocate(money_id, item_id, minor, posting)
        else:
            with pytest.raises(Refused):
                self.books.allocate(receipt, (item, minor))

    @precondition(lambda self: any(money.applied for money in self.paper.money.values()))
    @rule(data=st.data(), on=ANY_DAYS)
    def undo(self, data: st.DataObject, on: date) -> None:
        live = [(pk, posting) for pk, money in sorted(self.paper.money.items()) for posting in sorted(money.applied)]
        money_id, posting = data.draw(st.sampled_from(live))
        call = {"posting_ids": [posting], "effective_date": on}
        if self._accepts(on, self.paper.money[money_id].applied[posting][2], reverse_allocations, call):
            self.paper.undo(money_id, posting)

    @precondition(lambda self: self.paper.items)
    @rule(data=st.data(), minor=AMOUNTS, kind=st.sampled_from(["discounted", "written_off"]), on=ANY_DAYS)
    def reduce(self, data: st.DataObject, minor: int, kind: str, on: date) -> None:
        item_id = data.draw(st.sampled_from(sorted(self.paper.items)))
        act = accept_short_payment if kind == "discounted" else write_off
        item = self.paper.items[item_id]
        minor = min(minor, item.open) if item.open and data.draw(st.booleans()) else minor
        call = {"reduction": Reduction(item_id, minor, on, "ROUNDING")}
        if done := self._accepts(on, item.issued, act, call, otherwise=minor <= item.open):
            self.paper.reduce(item_id, kind, minor, (done["posting_id"], on))

    @precondition(lambda self: self.paper.reductions)
    @rule(data=st.data(), on=ANY_DAYS)
    def take_reduction_back(self, data: st.DataObject, on: date) -> None:
        posting = data.draw(st.sampled_from(sorted(self.paper.reductions)))
        call = {"posting_id": posting, "effective_date": on, "reason": "MISTAKE"}
        if self._accepts(on, self.paper.reductions[posting][3], reverse_posting, call):
            self.paper.take_back(posting)

    @precondition(lambda self: self.paper.money)
    @rule(data=st.data(), minor=AMOUNTS, on=ANY_DAYS)
    def refund(self, data: st.DataObject, minor: int, on: date) -> None:
        money_id = data.draw(st.sampled_from(sorted(self.paper.money)))
        call = {"receipt_id": money_id, "amount_minor": minor, "effective_date": on}
        money = self.paper.money[money_id]
        if self._accepts(on, money.came, refund_receipt, call, otherwise=minor <= money.rest):
            money.refunded += minor

    @precondition(lambda self: self.paper.money)
    @rule(data=st.data(), on=ANY_DAYS)
    def bounce(self, data: st.DataObject, on: date) -> None:
        money_id = data.draw(st.sampled_from(sorted(self.paper.money)))
        money = self.paper.money[money_id]
        call = {"receipt_id": money_id, "effective_date": on, "reason": BounceReason.BOUNCED}
        if self._accepts(on, money.came, bounce_receipt, call, otherwise=not money.gone and not money.refunded):
            self.paper.bounce(money_id)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def repeat_an_old_request(self, data: st.DataObject) -> None:
        act, call, answer = data.draw(st.sampled_from(self.done))
        assert act(**call) == answer

    @invariant()
    def paper_and_ledger_agree(self) -> None:
        rows = Receivable.objects.filter(pk__in=self.paper.items)
        assert {row.pk: row.outstanding_minor for row in rows} == {pk: i.open for pk, i in self.paper.items.items()}
        money = Receipt.objects.filter(pk__in=self.paper.money)
        assert {row.pk: row.unapplied_minor for row in money} == {pk: m.rest for pk, m in self.paper.money.items()}

    @invariant()
    def no_entry_is_dated_before_its_document_or_its_original(self) -> None:
        for column, first in (
            ("receivable_id", {pk: item.issued for pk, item in self.paper.items.items()}),
            ("receipt_id", {pk: money.came for pk, money in self.paper.money.items()}),
        ):
            entries = Entry.objects.filter(**{f"{column}__in": first}).values_list(column, "effective_date")
            assert [day for pk, day in entries if not first[pk] <= day <= LATEST] == []
        assert not Posting.objects.filter(effective_date__lt=F("reverses__effective_date")).exists()

    def _accepts(
        self, on: date, first: date, act: Any, call: dict[str, Any], *, otherwise: bool = True
    ) -> dict[str, Any] | None:
        """Do it if the day and everything else allows it, otherwise see it refused."""
        if otherwise and first <= on <= LATEST:
            return self._act(act, **call)
        with pytest.raises(Refused, match=None if not otherwise else "DATED_"):
            self._act(act, **call)
        return None

    def _act(self, act: Any, **call: Any) -> dict[str, Any]:
        full = {"actor": SYSTEM, "now": NOW, "key": self.books.key(), **call}
        answer: dict[str, Any] = act(**full)
        self.done.append((act, full, answer))
        return answer


@pytest.mark.django_db
def test_the_ledger_lives_as_on_paper() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=run_settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
