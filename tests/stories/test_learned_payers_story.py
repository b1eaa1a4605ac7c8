"""Given payers that were learned from payments, when two customers share one, then neither's items are paid by it alone.

The negative control of each: the same money is applied once the name is one customer's alone, or the number is long enough.
"""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.customers.models import PayerAlias
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.models import AllocationReason, MatchOutcome, Receipt
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
CENTRE, ACCOUNT = "华东代付中心", "62220009"
FIRST, SECOND = "苏州华锐机电有限公司", "无锡宏达贸易有限公司"


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def account(books: Books) -> int:
    draft = BankAccountDraft("工行", "CNY")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=draft)
    return int(done["bank_account_id"])


def comes(books: Books, account: int, minor: int, name: str, number: str, text: str) -> Receipt:
    """Money on the bank account."""
    on = date(2026, 3, 2)
    return books.receipt(minor, on=on, bank_account_id=account, payer_name=name, payer_account=number, reference=text)


def run(books: Books) -> int:
    return run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id).applied


def taught(books: Books, account: int, customer: str, number: str, minor: int, name: str, payer_account: str) -> int:
    """A payment by somebody for a customer that a person allocated, so that its payer is known from then on; its posting."""
    (item,) = books.invoice(books.customer(customer), number, minor)
    money = comes(books, account, minor, name, payer_account, "货款")
    (posting_id,) = books.allocate(money, (item, minor))
    return posting_id


@pytest.mark.parametrize(("name", "number"), [(CENTRE, ""), ("", ACCOUNT), (CENTRE, ACCOUNT)])
def test_a_learned_payer_of_two_customers_applies_nothing_by_itself(
    books: Books, account: int, name: str, number: str
) -> None:
    taught(books, account, FIRST, "26322000000010400100", 300_011, name, number)
    second = taught(books, account, SECOND, "26322000000010400200", 400_022, name, number)
    first_id = PayerAlias.objects.order_by("pk").values_list("customer_id", flat=True)[0]
    books.invoice(first_id, "26322000000010400101", 777_123)
    money = comes(books, account, 777_123, name, number, "货款")
    assert run(books) == 0
    against = {one["code"] for one in MatchOutcome.objects.get(receipt=money).candidates[0]["against"]}
    assert "PAYER_SHARED" in against

    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=[second], effective_date=date(2026, 3, 3))
    assert run(books) >= 1
    assert Receipt.objects.get(pk=money.pk).customer_id == first_id


@pytest.mark.parametrize(("number", "applied"), [("12", 0), ("2026-7", 0), ("26322000000010400120", 1)])
def test_a_short_number_with_its_amount_applies_nothing_by_itself(
    books: Books, account: int, number: str, applied: int
) -> None:
    books.invoice(books.customer(FIRST), number, 777_123)
    comes(books, account, 777_123, "", "", f"货款 {number}")
    assert run(books) == applied
    assert AllocationReason.objects.filter(is_automatic=True).count() == applied


def test_a_short_number_of_its_own_customer_is_no_hindrance(books: Books, account: int) -> None:
    """The payer's name and the amount identify it; the short number only does not by itself."""
    books.invoice(books.customer(FIRST), "12", 777_123)
    comes(books, account, 777_123, FIRST, "", "货款 12")
    assert run(books) == 1
