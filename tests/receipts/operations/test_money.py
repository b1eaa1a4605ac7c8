"""Money is named, paid back and taken back; never on a day when it was used for something."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.customers.models import PayerAlias
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Posting
from huikuan.receipts.models import BankAccount, Receipt
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt, mark_not_a_receipt, refund_receipt
from huikuan.receipts.rules import BounceReason, NotReceiptReason
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
CAME, DAY = date(2026, 2, 20), date(2026, 3, 1)


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.mark.parametrize("gone", ["paid back", "bounced"])
def test_money_that_is_gone_becomes_nobodys(books: Books, gone: str) -> None:
    buyer, money = books.customer("乙公司"), books.receipt(100)
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "receipt_id": money.pk}
    if gone == "paid back":
        refund_receipt(**call, key="gone", amount_minor=100, effective_date=DAY)
    else:
        bounce_receipt(**call, key="gone", effective_date=DAY, reason=BounceReason.BOUNCED)
    with pytest.raises(Refused) as refused:
        identify_receipt(**call, key="payer", customer_id=buyer)
    assert (refused.value.code, refused.value.parameters) == ("NOTHING_LEFT", {"receipt": money.number})
    identify_receipt(**call, key="nobody", customer_id=None)  # as it was
    assert Receipt.objects.get(pk=money.pk).customer_id is None
    assert summary(findings=check_all())[1] == []


def test_money_is_not_paid_back_or_bounced_while_it_was_used(books: Books) -> None:
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "receipt_id": used_until(books, DAY).pk}
    early = date(2026, 2, 28)
    acts = (
        lambda day: refund_receipt(**call, key=books.key(), amount_minor=50, effective_date=day),
        lambda day: bounce_receipt(**call, key=books.key(), effective_date=day, reason=BounceReason.BOUNCED),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act(early)
        told = {"date": early.isoformat(), "earliest": DAY.isoformat()}
        assert (refused.value.code, refused.value.parameters) == ("DATED_BEFORE_ORIGIN", told)
    refund_receipt(**call, key=books.key(), amount_minor=40, effective_date=early)  # so much was never used
    refund_receipt(**call, key=books.key(), amount_minor=60, effective_date=DAY)
    assert summary(findings=check_all())[1] == []


def test_what_is_no_receipt_leaves_when_it_was_unused(books: Books) -> None:
    call: dict[str, Any] = {"receipt_id": used_until(books, DAY).pk, "reason": NotReceiptReason.OTHER}
    done = mark_not_a_receipt(actor=SYSTEM, now=NOW, key="none", **call)
    assert Posting.objects.get(pk=done["posting_id"]).effective_date == DAY
    assert summary(findings=check_all())[1] == []


@pytest.mark.parametrize("reason", [*NotReceiptReason, *BounceReason])
def test_what_was_no_payment_teaches_nothing_of_its_payer(
    books: Books, reason: NotReceiptReason | BounceReason
) -> None:
    buyer = books.customer("乙公司")
    items = [books.invoice(buyer, number, 100)[0] for number in ("F1", "F2")]
    bank = BankAccount.objects.create(company_id=books.company_id, name="工行", currency="CNY")
    wrong, true = (
        books.receipt(100, buyer, CAME, bank_account_id=bank.pk, payer_name="王丽", payer_account=account)
        for account in ("62220009", "62220010")
    )
    for money, item in zip((wrong, true), items, strict=True):
        books.allocate(money, (item, 100))
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": "back", "receipt_id": wrong.pk}
    if isinstance(reason, BounceReason):
        bounce_receipt(**call, effective_date=DAY, reason=reason)
    else:
        mark_not_a_receipt(**call, reason=reason)
    paid = (
        {"62220009"} if reason is BounceReason.BOUNCED else set()
    )  # whoever gave a bad cheque is the payer all the same
    assert set(PayerAlias.objects.values_list("value", flat=True)) == {"王丽", "62220010", *paid}
    assert summary(findings=check_all())[1] == []


@pytest.mark.parametrize(
    ("mine", "currency", "code"),
    [(True, "CNY", ""), (True, "USD", "ACCOUNT_CURRENCY_DIFFERS"), (False, "CNY", "ACCOUNT_UNKNOWN")],
)
def test_money_comes_on_an_account_of_its_company_and_currency(
    books: Books, mine: bool, currency: str, code: str
) -> None:
    holder = books if mine else new_books("乙方贸易有限公司")
    bank = BankAccount.objects.create(company_id=holder.company_id, name="工行", currency="CNY")
    if not code:
        assert books.receipt(100, currency=currency, bank_account_id=bank.pk).bank_account_id == bank.pk
        return
    with pytest.raises(Refused, match=code):
        books.receipt(100, currency=currency, bank_account_id=bank.pk)
    assert not Receipt.objects.exists()


def used_until(books: Books, day: date) -> Receipt:
    """Money of 100 that came on 20 February, 60 of which paid an item until `day`."""
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F1", 100)
    money = books.receipt(100, buyer, CAME)
    used = books.allocate(money, (item, 60))
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=used, effective_date=day)
    return money
