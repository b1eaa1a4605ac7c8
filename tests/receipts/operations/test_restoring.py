"""What went back by mistake comes back: refunds, bounces, what was called no receipt; and short payments go with theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Posting
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts, reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt, mark_not_a_receipt, refund_receipt
from huikuan.receipts.operations.restoring import restore_receipt, reverse_refund
from huikuan.receipts.rules import BounceReason, NotReceiptReason
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import reverse_posting
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 2, 26), date(2026, 3, 1)


@dataclass
class Desk:
    """The acts in short form; after each one every invariant is proved."""

    books: Books

    def act(self, act: Any, **call: Any) -> dict[str, Any]:
        done: dict[str, Any] = act(actor=SYSTEM, now=NOW, key=self.books.key(), **call)
        assert summary(findings=check_all())[1] == []
        return done

    def refund(self, money: Receipt, minor: int) -> int:
        call = {"receipt_id": money.pk, "amount_minor": minor, "effective_date": DAY}
        return int(self.act(refund_receipt, **call)["posting_id"])

    def bounce(self, money: Receipt, on: date = DAY) -> None:
        self.act(bounce_receipt, receipt_id=money.pk, effective_date=on, reason=BounceReason.BOUNCED)

    def allocate_short(self, money: Receipt, item: Receivable, minor: int, short: int) -> int:
        draft = AllocationDraft(money.pk, (Share(item.pk, minor, short, "ROUNDING"),))
        call = {"company_id": self.books.company_id, "allocations": [draft]}
        return int(self.act(allocate_receipts, **call)["posting_ids"][0])


@pytest.fixture
def desk() -> Desk:
    return Desk(new_books())


def parts(money: Receipt) -> tuple[int, int, int, int, int | None]:
    row = Receipt.objects.get(pk=money.pk)
    return row.unapplied_minor, row.allocated_minor, row.refunded_minor, row.reversed_minor, row.customer_id


def item_parts(item: Receivable) -> tuple[int, int, int]:
    row = Receivable.objects.get(pk=item.pk)
    return row.outstanding_minor, row.allocated_minor, row.discounted_minor


def code_of(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_refund_taken_back_is_the_customers_again(desk: Desk) -> None:
    buyer = desk.books.customer("乙公司")
    money = desk.books.receipt(100, buyer)
    refund = desk.refund(money, 60)
    assert code_of(lambda: desk.bounce(money)) == "REFUNDED_ALREADY"
    early = {"posting_id": refund, "effective_date": date(2026, 2, 25)}
    assert code_of(lambda: desk.act(reverse_refund, **early)) == "DATED_BEFORE_ORIGIN"
    done = desk.act(reverse_refund, posting_id=refund, effective_date=LATER)
    assert parts(money) == (100, 0, 0, 0, buyer)
    back = Posting.objects.get(pk=done["posting_id"])
    assert (back.kind, back.reverses_id, back.effective_date) == ("REFUND", refund, LATER)
    again = {"posting_id": refund, "effective_date": LATER}
    assert code_of(lambda: desk.act(reverse_refund, **again)) == "ALREADY_REVERSED"
    desk.bounce(money, LATER)  # nothing is paid back any more
    assert parts(money) == (0, 0, 0, 100, buyer)


def test_a_refund_comes_back_to_the_payer_named_since(desk: Desk) -> None:
    old, new = desk.books.customer("乙公司"), desk.books.customer("丙公司")
    money = desk.books.receipt(100, old)
    refund = desk.refund(money, 60)
    desk.act(identify_receipt, receipt_id=money.pk, customer_id=new)
    desk.act(reverse_refund, posting_id=refund, effective_date=LATER)
    assert parts(money) == (100, 0, 0, 0, new)
    (item,) = desk.books.invoice(new, "F1", 100)
    desk.books.allocate(money, (item, 100))  # all of it is his
    assert summary(findings=check_all())[1] == []


def test_only_refunds_are_taken_back_as_refunds(desk: Desk) -> None:
    money = desk.books.receipt(100)
    booked = Posting.objects.get(kind="RECEIPT").pk
    for posting_id in (booked, 10**9):
        call = {"posting_id": posting_id, "effective_date": LATER}
        assert code_of(lambda call=call: desk.act(reverse_refund, **call)) == "NOT_A_REFUND"
    assert parts(money)[0] == 100


def test_a_receipt_that_did_not_bounce_is_here_again_and_its_items_stay_open(desk: Desk) -> None:
    buyer = desk.books.customer("乙公司")
    (item,) = desk.books.invoice(buyer, "F1", 80)
    money = desk.books.receipt(100)
    desk.books.allocate(money, (item, 80))
    assert code_of(lambda: desk.act(restore_receipt, receipt_id=money.pk)) == "NOT_TAKEN_BACK"
    desk.bounce(money)
    assert item_parts(item) == (80, 0, 0)
    payer = parts(money)[4]
    done = desk.act(restore_receipt, receipt_id=money.pk)
    assert parts(money) == (100, 0, 0, 0, payer)
    assert Posting.objects.get(pk=done["posting_id"]).effective_date == DAY
    assert item_parts(item) == (80, 0, 0)
    desk.books.allocate(money, (item, 80))
    desk.bounce(money, LATER)  # it may bounce after all, and be here again
    desk.act(restore_receipt, receipt_id=money.pk)
    assert parts(money)[:4] == (100, 0, 0, 0)
    assert code_of(lambda: desk.act(restore_receipt, receipt_id=money.pk)) == "NOT_TAKEN_BACK"
    assert code_of(lambda: desk.act(restore_receipt, receipt_id=10**9)) == "RECEIPT_UNKNOWN"


def test_what_was_called_no_receipt_is_one_again(desk: Desk) -> None:
    money = desk.books.receipt(100)
    desk.act(mark_not_a_receipt, receipt_id=money.pk, reason=NotReceiptReason.OWN_TRANSFER)
    assert Receipt.objects.get(pk=money.pk).not_a_receipt_reason == "OWN_TRANSFER"
    desk.act(restore_receipt, receipt_id=money.pk)
    assert Receipt.objects.get(pk=money.pk).not_a_receipt_reason == ""
    assert parts(money) == (100, 0, 0, 0, None)


def test_a_row_taken_in_again_is_not_there_twice(desk: Desk) -> None:
    money = desk.books.receipt(100, source_ref="list#2")
    desk.bounce(money)
    second = desk.books.receipt(100, source_ref="list#2")
    assert code_of(lambda: desk.act(restore_receipt, receipt_id=money.pk)) == "TAKEN_IN_AGAIN"
    desk.bounce(second)
    desk.act(restore_receipt, receipt_id=money.pk)
    assert parts(money)[0] == 100


@pytest.mark.parametrize("how", ["undone", "bounced"])
def test_a_short_payment_goes_with_its_allocation(desk: Desk, how: str) -> None:
    buyer = desk.books.customer("乙公司")
    (item,) = desk.books.invoice(buyer, "F1", 100)
    money, other = desk.books.receipt(60, buyer), desk.books.receipt(30, buyer)
    posting = desk.allocate_short(money, item, 60, 3)
    desk.allocate_short(other, item, 30, 7)
    assert item_parts(item) == (0, 90, 10)
    if how == "undone":
        call = {"posting_ids": [posting], "effective_date": LATER}
        assert len(desk.act(reverse_allocations, **call)["posting_ids"]) == 1
    else:
        desk.bounce(money)
    assert item_parts(item) == (63, 30, 7)  # the other's stands


def test_a_short_payment_taken_back_before_is_not_taken_back_twice(desk: Desk) -> None:
    buyer = desk.books.customer("乙公司")
    (item,) = desk.books.invoice(buyer, "F1", 100)
    money = desk.books.receipt(97, buyer)
    posting = desk.allocate_short(money, item, 97, 3)
    short = Posting.objects.get(kind="SHORT_PAYMENT").pk
    desk.act(reverse_posting, posting_id=short, effective_date=LATER, reason="MISTAKE")
    desk.act(reverse_allocations, posting_ids=[posting], effective_date=LATER)
    assert item_parts(item) == (100, 0, 0)


def test_the_same_request_again_changes_nothing(desk: Desk) -> None:
    money = desk.books.receipt(100)
    refund = desk.refund(money, 60)
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "posting_id": refund, "effective_date": LATER}
    assert reverse_refund(key="k", **call) == reverse_refund(key="k", **call)
    desk.bounce(money, LATER)
    back: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "receipt_id": money.pk}
    assert restore_receipt(key="r", **back) == restore_receipt(key="r", **back)
    assert parts(money)[0] == 100
