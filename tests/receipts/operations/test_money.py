"""Whose money it is can be said as long as nothing of it is used, also when none of it is left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt, refund_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.mark.parametrize("gone", ["paid back", "bounced"])
def test_the_payer_of_money_that_is_gone_is_named_without_a_posting(books: Books, gone: str) -> None:
    buyer, money = books.customer("乙公司"), books.receipt(100)
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "receipt_id": money.pk}
    if gone == "paid back":
        refund_receipt(**call, key="gone", amount_minor=100, effective_date=DAY)
    else:
        bounce_receipt(**call, key="gone", effective_date=DAY, reason=BounceReason.BOUNCED)
    for customer_id in (buyer, None, buyer):
        identify_receipt(**call, key=f"payer {customer_id} {books.key()}", customer_id=customer_id)
        assert Receipt.objects.get(pk=money.pk).customer_id == customer_id
    assert Posting.objects.filter(kind="IDENTIFY").count() == 0
    assert summary(findings=check_all())[1] == []
