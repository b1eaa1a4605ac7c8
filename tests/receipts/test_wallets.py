"""Merchant accounts are summed up together: each keeps its own days, payouts and refunds, and more of them ask no more."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.jobs.import_statement import StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.receipts.queries.wallets import WalletDay, wallet_days, wallets
from huikuan.receipts.wallet_rules import AccountKind
from tests.books import NOW, Books, new_books
from tests.merchant_bills import Row, wechat_bill

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 20)
BANK = "交易时间,收入金额,支出金额,账户余额,对方户名,交易用途\n2026-02-21 08:00:00,994.00,,994.00,财付通支付科技有限公司,结算款"


@pytest.fixture
def books() -> Books:
    return new_books()


def opened(books: Books, name: str, kind: AccountKind = AccountKind.WECHAT_MERCHANT) -> int:
    draft = BankAccountDraft(name, "CNY", kind=kind)
    done = open_bank_account(actor=SYSTEM, now=NOW, key=name, company_id=books.company_id, account=draft)
    return int(done["bank_account_id"])


def take(account_id: int, content: str) -> None:
    account = next(row for row in bank_accounts(actor=SYSTEM) if row.id == account_id)
    order = StatementOrder(account, content.encode(), "bill.csv")
    import_statement_file(actor=SYSTEM, now=NOW, key=f"take {account_id}", order=order)


def paid(number: str, gross: str, fee: str, day: date = DAY) -> Row:
    return f"{day} 09:00:00", f"W{number}", f"O{number}", "pay", gross, fee, "货款"


def refunded(number: str, gross: str, fee: str) -> Row:
    return f"{DAY} 11:00:00", f"W{number}", f"O{number}", "refund", gross, fee, "货款"


def days(books: Books, account_id: int) -> tuple[WalletDay, ...]:
    return wallet_days(actor=SYSTEM, bank_account_id=account_id, company_id=books.company_id)


def sums() -> list[tuple[str, int, int, date | None, int]]:
    return [
        (one.account.name, one.held_minor, one.open_days, one.oldest_open, one.open_refunds)
        for one in wallets(actor=SYSTEM)
    ]


def cost() -> int:
    with CaptureQueriesContext(connection) as asked:
        wallets(actor=SYSTEM)
    return len(asked)


def test_each_account_keeps_its_own_days_payouts_and_refunds(books: Books) -> None:
    first, second, _ = opened(books, "一店"), opened(books, "二店"), opened(books, "三店")
    take(first, wechat_bill(paid("1", "1000.00", "6.00000")))
    take(opened(books, "工行", AccountKind.BANK), BANK)
    take(
        second,
        wechat_bill(
            paid("2", "100.00", "0.60000"),
            refunded("2", "50.00", "-0.30000"),
            refunded("8", "20.00", "-0.12000"),
            refunded("9", "10.00", "-0.06000"),
            paid("3", "200.00", "1.20000", date(2026, 2, 19)),
        ),
    )

    assert sums() == [("一店", 0, 0, None, 0), ("二店", 21_868, 2, date(2026, 2, 19), 2), ("三店", 0, 0, None, 0)]
    assert [one.paid_minor for one in days(books, first)] == [99_400]
    newest, oldest = days(books, second)
    assert (newest.net_minor, newest.paid_minor, oldest.net_minor) == (1_988, None, 19_880)


def test_three_accounts_cost_as_many_queries_as_one(books: Books) -> None:
    take(opened(books, "一店"), wechat_bill(paid("1", "1000.00", "6.00000"), refunded("7", "5.00", "-0.03000")))
    assert cost() == 4
    for number, name in ((2, "二店"), (3, "三店")):
        bill = wechat_bill(paid(str(number), "100.00", "0.60000"), refunded(f"{number}9", "5.00", "-0.03000"))
        take(opened(books, name), bill)
    assert [one[1:] for one in sums()] == [(98_903, 1, DAY, 1), (9_443, 1, DAY, 1), (9_443, 1, DAY, 1)]
    assert cost() == 4
