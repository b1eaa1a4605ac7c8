"""A till is an account of ours: its cash book is imported as a bank's statement is, and its money came as cash."""

from __future__ import annotations

import pytest

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receipts.models import Receipt
from huikuan.receipts.queries.wallets import wallets
from huikuan.receipts.wallet_rules import AccountKind
from tests.books import new_books
from tests.merchant_bills import wechat_bill
from tests.receipts.test_wallets import opened, paid, take

pytestmark = pytest.mark.django_db
CASH_BOOK = (
    "日期,摘要,收入,支出,余额,对方户名\n2026-02-21,货款,300.00,,300.00,丁公司\n2026-02-22,存入银行,,200.00,100.00,\n"
)


def test_the_cash_book_of_a_till_brings_cash() -> None:
    """Given a till; when its cash book is taken in; then the money is cash, no provider's, and the books hold."""
    books = new_books()
    till = opened(books, "收银台", AccountKind.CASH)
    take(till, CASH_BOOK)
    receipt = Receipt.objects.get()
    assert (receipt.method, receipt.amount_minor, receipt.payer_name, receipt.bank_account_id) == (
        "CASH",
        30_000,
        "丁公司",
        till,
    )
    assert wallets(actor=SYSTEM) == ()
    assert summary(findings=check_all())[1] == []
    opened(books, "微信")
    assert [one.account.name for one in wallets(actor=SYSTEM)] == ["微信"]


def test_a_providers_bill_is_not_taken_into_a_till() -> None:
    till = opened(new_books(), "收银台", AccountKind.CASH)
    with pytest.raises(Refused, match="BILL_DIFFERS"):
        take(till, wechat_bill(paid("1", "1000.00", "6.00000")))
    assert Receipt.objects.count() == 0
