"""A bill in hand is not cash: the figure of what was collected and the rows behind it take the same off, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.bills.operations.passing import Passing, Terms, discount_part
from huikuan.bills.operations.policies import save_bill_policy
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.life import Counted as AtEvent
from huikuan.bills.rules.numbers import BillRange
from huikuan.bills.rules.policy import SHIPPED
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.allocated import Counted, counted_allocations
from huikuan.portfolio.figures import kpis
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ReceiptMethod
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, tzinfo=UTC)
MARCH, APRIL = (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def books() -> Books:
    """In March 1,000.00 by bank and a bill of 5,000.00 for items due in March; 1,200.00 of the bill for one due in May."""
    books = new_books()
    books.now = NOW
    buyer = books.customer("乙公司")
    (due,) = books.invoice(buyer, "F001", 800_000, date(2026, 3, 20))
    (later,) = books.invoice(buyer, "F002", 200_000, date(2026, 5, 20))
    books.allocate(books.receipt(100_000, buyer, on=date(2026, 3, 10)), (due, 100_000))
    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number="510210009999620260115000001234",
        acceptor="中国工商银行",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 7, 15),
        received_on=date(2026, 3, 12),
        customer_id=buyer,
        range=BillRange(1, 500_000),
    )
    done = receive_paper(**call(books), company_id=books.company_id, draft=draft)
    money = Receipt.objects.get(pk=done["receipt_id"])
    books.allocate(money, (due, 380_000), (later, 120_000))
    discounted = Passing("工商银行", date(2026, 4, 16), BillRange(1, 150_000))
    discount_part(**call(books), part_id=done["part_id"], passing=discounted, terms=Terms(rate_ppm=0))
    return books


def call(books: Books) -> dict[str, Any]:
    return {"actor": SYSTEM, "now": NOW, "key": books.key()}


def figure(period: tuple[date, date]) -> int:
    start, end = period
    (found,) = [
        one for one in kpis(actor=SYSTEM, start=start, end=end) if (one.name, one.variant) == ("COLLECTION_RATE", "C")
    ]
    return found.numerator_minor


def behind(period: tuple[date, date]) -> tuple[int, list[tuple[date, int, bool]]]:
    page = counted_allocations(actor=SYSTEM, start=period[0], end=period[1], counted=Counted.ON_DUE)
    return page.totals.get("CNY", 0), [(row.day, row.minor, row.is_paper) for row in page.rows]


def test_what_the_bill_paid_is_taken_off_until_it_is_cash(books: Books) -> None:
    # March: 1,000.00 by bank; of the bill 3,800.00 paid what was due in March, all of it still on paper.
    assert figure(MARCH) == 100_000
    assert behind(MARCH) == (
        100_000,
        [
            (date(2026, 3, 31), -380_000, True),
            (date(2026, 3, 12), 380_000, False),
            (date(2026, 3, 10), 100_000, False),
        ],
    )


def test_the_part_that_was_discounted_counts_in_its_month(books: Books) -> None:
    """What waits is taken off the latest allocations first: of 5,000.00, 3,500.00 wait; 1,200.00 of them on the later item."""
    # Waiting on the item due in March: 3,800.00 at the end of March, 3,500.00 - 1,200.00 = 2,300.00 at the end of April.
    assert figure(APRIL) == 150_000
    total, rows = behind(APRIL)
    assert (total, rows) == (150_000, [(date(2026, 4, 30), 150_000, True)])


@pytest.mark.parametrize("period", [MARCH, APRIL])
@pytest.mark.parametrize("counted", list(AtEvent))
def test_figure_and_rows_agree_whatever_the_policy_says(
    books: Books, counted: AtEvent, period: tuple[date, date]
) -> None:
    save_bill_policy(**call(books), policy=replace(SHIPPED, counted=counted, source="会议纪要"))
    assert behind(period)[0] == figure(period)


def test_counted_when_received_nothing_is_taken_off(books: Books) -> None:
    """Negative control."""
    save_bill_policy(**call(books), policy=replace(SHIPPED, counted=AtEvent.RECEIVED, source="会议纪要"))
    assert (figure(MARCH), figure(APRIL)) == (480_000, 0)
    assert [is_paper for _, _, is_paper in behind(MARCH)[1]] == [False, False]
