"""Money used for items and taken back: only what stands can be taken back, and only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


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
