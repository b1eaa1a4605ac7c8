"""Given a closed period, when older money is used, then the books of the period stay and it counts from the first open day."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.operations.companies import close_period
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts
from huikuan.receipts.operations.money import identify_receipt, mark_not_a_receipt
from huikuan.receipts.rules import NotReceiptReason
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
LAST_CLOSED, FIRST_OPEN = date(2026, 2, 28), date(2026, 3, 1)
CAME = date(2026, 2, 20)


@pytest.fixture
def books() -> Books:
    return new_books()


def close(books: Books) -> None:
    call = {"company_id": books.company_id, "through": LAST_CLOSED}
    close_period(actor=SYSTEM, now=NOW, key=books.key(), **call)  # type: ignore[arg-type]


def days(*kinds: str) -> list[tuple[str, date]]:
    return list(Posting.objects.filter(kind__in=kinds).order_by("number").values_list("kind", "effective_date"))


def open_as_of(day: date) -> int:
    return sum(control_totals(account=Account.RECEIVABLE, as_of=day).values())


def test_older_money_of_nobody_is_used_on_the_first_open_day(books: Books) -> None:
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    money = books.receipt(1_000)
    close(books)
    books.allocate(money, (item, 1_000))
    assert days("IDENTIFY", "ALLOCATE") == [("IDENTIFY", FIRST_OPEN), ("ALLOCATE", FIRST_OPEN)]
    assert (open_as_of(LAST_CLOSED), open_as_of(FIRST_OPEN)) == (1_000, 0)
    assert Receivable.objects.get(pk=item.pk).last_moved_on == FIRST_OPEN
    assert summary(findings=check_all())[1] == []


def test_a_short_payment_with_older_money_goes_with_it(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    draft = AllocationDraft(books.receipt(990, buyer).pk, (Share(item.pk, 990, 10, "BANK_FEE"),))
    close(books)
    call = {"company_id": books.company_id, "allocations": [draft]}
    allocate_receipts(actor=SYSTEM, now=NOW, key=books.key(), **call)  # type: ignore[arg-type]
    assert days("ALLOCATE", "SHORT_PAYMENT") == [("ALLOCATE", FIRST_OPEN), ("SHORT_PAYMENT", FIRST_OPEN)]


def test_older_money_is_identified_on_the_first_open_day(books: Books) -> None:
    buyer, money = books.customer("乙公司"), books.receipt(1_000)
    close(books)
    for customer_id in (buyer, None):
        identify_receipt(actor=SYSTEM, now=NOW, key=books.key(), receipt_id=money.pk, customer_id=customer_id)
    assert days("IDENTIFY") == [("IDENTIFY", FIRST_OPEN), ("IDENTIFY", FIRST_OPEN)]


def test_older_money_that_is_no_receipt_leaves_on_the_first_open_day(books: Books) -> None:
    money = books.receipt(1_000)
    close(books)
    call = {"receipt_id": money.pk, "reason": next(iter(NotReceiptReason))}
    mark_not_a_receipt(actor=SYSTEM, now=NOW, key=books.key(), **call)  # type: ignore[arg-type]
    assert days("RECEIPT") == [("RECEIPT", CAME), ("RECEIPT", FIRST_OPEN)]
    assert Receipt.objects.get(pk=money.pk).reversed_minor == 1_000


def test_in_an_open_period_money_counts_from_the_day_it_came(books: Books) -> None:
    """The control of the tests above."""
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    books.allocate(books.receipt(1_000), (item, 1_000))
    assert days("IDENTIFY", "ALLOCATE") == [("IDENTIFY", CAME), ("ALLOCATE", CAME)]
    assert open_as_of(LAST_CLOSED) == 0
