"""Money whose day is not the day it was posted on is named, and money that its account cannot hold."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.checks import check_receipts
from huikuan.receipts.models import BankAccount, Receipt
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, new_books
from tests.forging import forge

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt() -> Receipt:
    """Money of which a part was used, beside money that bounced on a later day."""
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    used, back = books.receipt(600), books.receipt(300)
    books.allocate(used, (item, 600))
    bounce_receipt(
        actor=SYSTEM,
        now=NOW,
        key="bounce",
        receipt_id=back.pk,
        effective_date=date(2026, 2, 28),
        reason=BounceReason.BOUNCED,
    )
    return used


def wrong_days() -> list[str]:
    return [row.object for found in check_receipts() if found.invariant == "J2" for row in found.broken]


def test_money_on_the_day_it_was_posted_breaks_nothing(receipt: Receipt) -> None:
    assert wrong_days() == []


def test_another_day_is_named(receipt: Receipt) -> None:
    forge(f"UPDATE receipts_receipt SET received_on = '2020-01-01' WHERE id = {receipt.pk}")
    assert wrong_days() == [f"receipt {receipt.pk} day it came"]


@pytest.mark.parametrize("column", ["currency", "company_id"])
def test_money_on_an_account_that_cannot_hold_it_is_named(receipt: Receipt, column: str) -> None:
    other = new_books("乙方贸易有限公司").company_id
    account = BankAccount.objects.create(company_id=receipt.company_id, name="工行", currency="CNY")
    Receipt.objects.filter(pk=receipt.pk).update(bank_account=account)
    assert wrong_lines() == []
    BankAccount.objects.filter(pk=account.pk).update(**{column: {"currency": "USD", "company_id": other}[column]})
    assert wrong_lines() == [f"receipt {receipt.pk}"]


def wrong_lines() -> list[str]:
    return [row.object for found in check_receipts() if found.invariant == "P3" for row in found.broken]
