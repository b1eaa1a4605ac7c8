"""Money used for items and taken back: only what stands can be taken back, and only once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.models import Posting
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.operations import Reduction
from tests.books import NOW, Books, new_books
from tests.writing_off import revived, write_off

pytestmark = pytest.mark.django_db
CAME, DAY = date(2026, 2, 20), date(2026, 3, 1)


@pytest.fixture
def books() -> Books:
    return new_books()


def test_an_undone_allocation_is_not_done_again_by_undoing_it_twice(books: Books) -> None:
    """Else the money, said to be another's meanwhile, would pay a stranger's debt, and could not bounce any more."""
    buyer, other = books.customer("乙公司"), books.customer("丙公司")
    (item,) = books.invoice(buyer, "F1", 100)
    money = books.receipt(100)
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    first = books.allocate(money, (item, 100))
    undone = reverse_allocations(**call, key="undo", posting_ids=first, effective_date=DAY)["posting_ids"]
    identify_receipt(**call, key="other", receipt_id=money.pk, customer_id=other)
    with pytest.raises(Changed, match="ALREADY_REVERSED"):
        reverse_allocations(**call, key="redo", posting_ids=undone, effective_date=DAY)
    bounce: dict[str, Any] = {"receipt_id": money.pk, "effective_date": DAY, "reason": BounceReason.BOUNCED}
    assert bounce_receipt(**call, key="bounce", **bounce)["reopened"] == []
    assert summary(findings=check_all())[1] == []


def test_money_that_was_undone_is_used_again_from_that_day(books: Books) -> None:
    """It paid the wrong item from 20 February until that was undone on 1 March; it cannot pay two at once before."""
    buyer = books.customer("乙公司")
    (wrong,), (right,), (other,) = (books.invoice(buyer, number, 100) for number in ("F1", "F2", "F3"))
    money = books.receipt(150, buyer, CAME)
    first = books.allocate(money, (wrong, 100))
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=first, effective_date=DAY)
    part, rest = books.allocate(money, (right, 50), (other, 100))
    assert days(part, rest) == [CAME, DAY]  # 50 of it had never been used
    assert summary(findings=check_all())[1] == []


def test_an_item_is_paid_from_the_day_it_was_open_again(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F1", 100)
    off = write_off(actor=SYSTEM, now=NOW, key="off", reduction=Reduction(item.pk, 60, date(2026, 2, 1), "GONE"))
    call: dict[str, Any] = {"posting_id": off["posting_id"], "effective_date": DAY, "reason": "MISTAKE"}
    revived(actor=SYSTEM, now=NOW, key="back", **call)
    first, second = books.allocate(books.receipt(100, buyer, CAME), (item, 40), (item, 60))
    assert days(first, second) == [CAME, DAY]
    assert summary(findings=check_all())[1] == []


def days(*postings: int) -> list[date]:
    return [Posting.objects.get(pk=pk).effective_date for pk in postings]


def test_an_allocation_to_an_invoice_dated_ahead_is_undone_on_its_day_with_what_it_said_of_the_payer(
    books: Books,
) -> None:
    ahead = NOW.date() + timedelta(days=3)
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100, ahead + timedelta(days=30), issued=ahead)
    receipt = books.receipt(100, on=NOW.date())
    (posting,) = books.allocate(receipt, (item, 100))
    with pytest.raises(Refused, match="DATED_AHEAD"):
        reverse_allocations(
            actor=SYSTEM, now=NOW, key="late", posting_ids=[posting], effective_date=ahead + timedelta(days=1)
        )
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=[posting], effective_date=ahead)
    receipt.refresh_from_db()
    assert (receipt.customer_id, receipt.unapplied_minor) == (None, 100)
