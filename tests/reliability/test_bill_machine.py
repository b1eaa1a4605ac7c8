"""Random lives of bills beside their paper: parts, accounts, what is open again and what counts as collected agree after each act."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from hypothesis import HealthCheck, Phase
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

from huikuan.bills.models import BillPart
from huikuan.bills.operations import passing
from huikuan.bills.operations.dishonouring import (
    Dishonour,
    Recovery,
    dishonour_part,
    recover_part,
    seek_recourse,
    turn_back,
)
from huikuan.bills.operations.passing import Passing, Terms, discount_part, endorse_part, pledge_part, release_part
from huikuan.bills.operations.presenting import Paid, present_part, settle_part, undo_last
from huikuan.bills.operations.receiving import PaperDraft, receive_paper, take_paper_back
from huikuan.bills.queries import counting
from huikuan.bills.queries.counting import waiting_of
from huikuan.bills.rules.entries import endorsed
from huikuan.bills.rules.life import Counted, State, waiting_change
from huikuan.bills.rules.numbers import BillRange
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Entry
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books
from tests.reliability.bill_paper import MATURES, RANGED, BillPaper, Part
from tests.reliability.bill_paper import Money as MoneyOnPaper

pytestmark = [pytest.mark.reliability, pytest.mark.django_db]
EXAMPLES = int(os.environ.get("HUIKUAN_MACHINE_EXAMPLES", "12"))
NOW = datetime(2026, 4, 30, 1, 30, tzinfo=UTC)
RATE_PPM, FIRST = 36_000, date(2026, 2, 20)
ACCOUNTS = ("BILLS_HELD", "SET_OFF", "BANK_CLEARING", "FINANCE_COST")
ACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "endorse": lambda who, on, part: endorse_part(**who, passing=Passing("丁供应商", on, part)),
    "discount": lambda who, on, part: discount_part(**who, passing=Passing("工行", on, part), terms=Terms(RATE_PPM)),
    "pledge": lambda who, on, part: pledge_part(**who, passing=Passing("工行", on, part)),
    "release": lambda who, on, _: release_part(**who, on=on),
    "present": lambda who, on, _: present_part(**who, on=on),
    "settle": lambda who, on, part: settle_part(**who, paid=Paid(on, None, part)),
    "dishonour": lambda who, on, part: dishonour_part(**who, what=Dishonour(on, part)),
    "recourse": lambda who, on, _: seek_recourse(**who, passing=Passing("出票人", on)),
    "recover": lambda who, on, _: recover_part(**who, recovery=Recovery(on, "出票人", amount_minor=7)),
    "turn_back": lambda who, on, _: turn_back(**who, on=on, note="转回应收"),
    "take_back": lambda who, on, _: take_paper_back(**who, on=on),
}
MOST_BILLS = 3


class BillsBesidePaper(RuleBasedStateMachine):
    """Bills of one customer with items they pay; days only go on, in a transaction that is undone in the end."""

    @initialize()
    def begin(self) -> None:
        """A customer who owes, and a first bill."""
        self.home = override_settings(HOME=Path(mkdtemp(prefix="huikuan-bills-")))
        self.home.enable()
        self.atomic = cast("Any", transaction.atomic())
        self.atomic._from_testcase = True  # this one is no act: the check may read the portfolio inside it
        self.atomic.__enter__()
        self.books: Books = new_books()
        self.books.now = NOW
        self.buyer = self.books.customer("乙公司")
        self.paper, self.on, self.recovered, self.bills = BillPaper(), FIRST, 0, 0
        self.receipts: dict[int, int] = {}
        for number in range(3):
            self.books.invoice(self.buyer, f"F{number}", 900)
            self.paper.open_minor += 900
        self.receive(minor=700)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is not None:
                return  # what went wrong before is told, not what follows from it
            assert summary(findings=check_all())[1] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            rmtree(settings.HOME)
            self.home.disable()

    def who(self) -> dict[str, Any]:
        return {"actor": SYSTEM, "now": NOW, "key": self.books.key()}

    @precondition(lambda self: self.bills < MOST_BILLS and self.on <= MATURES)
    @rule(minor=st.integers(1, 900))
    def receive(self, minor: int) -> None:
        self.bills += 1
        draft = PaperDraft(
            kind=ReceiptMethod.BANK_BILL,
            number=f"51021000999962026011500000000{self.bills}",
            acceptor="工商银行",
            issued_on=date(2026, 1, 15),
            matures_on=MATURES,
            received_on=self.on,
            customer_id=self.buyer,
            range=BillRange(1, minor),
        )
        done = receive_paper(**self.who(), company_id=self.books.company_id, draft=draft)
        self.receipts[done["bill_id"]] = done["receipt_id"]
        self.paper.parts[done["part_id"]] = Part(done["bill_id"], 1, minor)
        self.paper.money[done["bill_id"]] = MoneyOnPaper(unapplied=minor)
        self.paper.accounts["BILLS_HELD"] += minor

    @rule(days=st.integers(1, 12))
    def time_goes_on(self, days: int) -> None:
        self.on = min(self.on + timedelta(days=days), MATURES + timedelta(days=20))

    @precondition(lambda self: any(row.unapplied for row in self.paper.money.values()))
    @rule(data=st.data())
    def allocate(self, data: st.DataObject) -> None:
        bill = data.draw(st.sampled_from([pk for pk, row in self.paper.money.items() if row.unapplied]))
        items = list(Receivable.objects.filter(outstanding_minor__gt=0).order_by("pk"))
        if items:
            item = data.draw(st.sampled_from(items))
            minor = data.draw(st.integers(1, min(item.outstanding_minor, self.paper.money[bill].unapplied)))
            self.books.allocate(Receipt.objects.get(pk=self.receipts[bill]), (item, minor))
            money = self.paper.money[bill]
            money.allocated, money.unapplied = money.allocated + minor, money.unapplied - minor
            self.paper.open_minor -= minor

    @precondition(lambda self: self.paper.parts)
    @rule(data=st.data(), act=st.sampled_from(sorted(ACTS)))
    def move(self, data: st.DataObject, act: str) -> None:
        part_id = data.draw(st.sampled_from(sorted(self.paper.parts)))
        part = self.paper.parts[part_id]
        wanted = None
        if act in RANGED and data.draw(st.booleans()):
            start = data.draw(st.integers(part.start, part.end))
            wanted = (start, data.draw(st.integers(start, part.end + data.draw(st.sampled_from([0, 0, 0, 1])))))
        objections = self.paper.objections(part_id, act, self.on, wanted)
        call = {**self.who(), "part_id": part_id}
        units = None if wanted is None else BillRange(*wanted)
        try:
            done = ACTS[act](call, self.on, units)
        except Refused as refused:
            assert refused.code in objections, f"{act} refused: {refused}; on paper {objections or 'accepted'}"
            return
        assert not objections, f"{act} accepted; on paper {objections}"
        moved, rest = self.paper.narrow(part_id, wanted)
        self.paper.move(moved, act, self.interest(moved.minor) if act == "discount" else 0)
        self.paper.parts[int(done.get("part_id", part_id))] = moved
        for one in rest:
            row = BillPart.objects.get(bill_id=one.bill, start=one.start, end=one.end, parent_id=part_id)
            self.paper.parts[row.pk] = one
        if act == "recover":
            self.recovered += 7

    @precondition(lambda self: self.paper.parts)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        part_id = data.draw(st.sampled_from(sorted(self.paper.parts)))
        objections = self.paper.undo_objections(part_id)
        try:
            undo_last(**self.who(), part_id=part_id, on=self.on)
        except Refused as refused:
            assert refused.code in objections, f"undo refused: {refused}; on paper {objections or 'accepted'}"
            return
        assert not objections, f"undo accepted; on paper {objections}"
        self.paper.undo(part_id)

    def interest(self, minor: int) -> int:
        """face × rate × days ÷ 360, half up: the first day counts, the last does not; the day of maturity is a Friday."""
        days = (MATURES - self.on).days
        return (2 * minor * RATE_PPM * days + 360 * 1_000_000) // (2 * 360 * 1_000_000)

    @invariant()
    def parts_are_those_on_paper(self) -> None:
        columns = ("pk", "bill_id", "start", "end", "state", "amount_minor")
        found = {pk: tuple(row) for pk, *row in BillPart.objects.exclude(state="SPLIT").values_list(*columns)}
        paper = {pk: (row.bill, row.start, row.end, row.state, row.minor) for pk, row in self.paper.parts.items()}
        assert found == paper, f"parts are {found}; on paper {paper}"

    @invariant()
    def accounts_are_those_on_paper(self) -> None:
        rows = Entry.objects.filter(account__in=ACCOUNTS).values_list("account").annotate(n=Sum("minor"))
        found = {name: minor for name, minor in rows if minor}
        paper = Counter(self.paper.accounts)
        paper["BANK_CLEARING"] += self.recovered
        assert found == {name: minor for name, minor in paper.items() if minor}, f"balances {found}; on paper {paper}"

    @invariant()
    def what_is_owed_is_that_on_paper(self) -> None:
        rows = Receipt.objects.filter(pk__in=self.receipts.values())
        found = {row.pk: (row.allocated_minor, row.unapplied_minor, row.reversed_minor) for row in rows}
        paper = {self.receipts[pk]: (row.allocated, row.unapplied, row.lost) for pk, row in self.paper.money.items()}
        assert found == paper, f"money is {found}; on paper {paper}"
        owed = Receivable.objects.aggregate(n=Sum("outstanding_minor"))["n"]
        assert owed == self.paper.open_minor, f"open {owed}; on paper {self.paper.open_minor}"

    @invariant()
    def what_counts_as_collected_is_that_on_paper(self) -> None:
        for counted in Counted:
            found = waiting_of(receipt_ids=self.receipts.values(), as_of=self.on, counted=counted)
            paper = {self.receipts[bill]: minor for bill, minor in self.paper.waiting(counted.value).items()}
            assert found == paper, f"{counted} waiting {found}; on paper {paper}"


def live(*, examples: int, machine: type[BillsBesidePaper] = BillsBesidePaper) -> None:
    """So many lives of thirty acts."""
    run_state_machine_as_test(
        machine,
        settings=run_settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_bills_live_as_on_paper() -> None:
    live(examples=EXAMPLES)


def what_is_left_of_a_split_is_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BillRange, "without", lambda *_: ())


def a_fen_less_is_endorsed(patch: pytest.MonkeyPatch) -> None:
    def short(*, minor: int, **told: Any) -> Any:
        return endorsed(minor=minor + 1, **told)

    patch.setattr(passing, "endorsed", short)


def endorsed_is_collected(patch: pytest.MonkeyPatch) -> None:
    change = waiting_change

    def generous(*, happened: Any, counted: Counted) -> int:
        if (happened.after, counted) == (State.ENDORSED, Counted.CASH):
            return -int(happened.amount_minor)
        return change(happened=happened, counted=counted)

    patch.setattr(counting, "waiting_change", generous)


def a_paper_that_endorses_after_maturity(patch: pytest.MonkeyPatch) -> None:
    objections = BillPaper.objections

    def generous(self: BillPaper, *asked: Any) -> set[str]:
        return objections(self, *asked) - {"BILL_PAST_DUE"}

    patch.setattr(BillPaper, "objections", generous)


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        (what_is_left_of_a_split_is_lost, "parts are|BillPart matching"),
        (a_fen_less_is_endorsed, "balances"),
        (endorsed_is_collected, "waiting"),
        (a_paper_that_endorses_after_maturity, "refused: BILL_PAST_DUE"),
    ],
)
def test_one_thing_wrong_is_seen(
    sqlite_only: None, broken: Callable[[pytest.MonkeyPatch], None], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative controls: of the product's rules, or of the paper, one is broken."""
    broken(monkeypatch)
    with pytest.raises((AssertionError, BillPart.DoesNotExist), match=seen):
        live(examples=60)
