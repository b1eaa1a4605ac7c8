"""Given a day on a WeChat Pay merchant account with a fee and a refund, when the bank is credited, then it is matched.

| day        | what                                   | gross    | fee    | net      |
|------------|----------------------------------------|----------|--------|----------|
| 2026-02-20 | 华锐 pays invoice 26322000000010400120 | 1,000.00 | 6.00   | 994.00   |
| 2026-02-20 | somebody pays an order                 | 250.00   | 1.505  | 248.50   |
| 2026-02-20 | 50.00 of that order is refunded        | −50.00   | −0.301 | −49.70   |
| 2026-02-21 | the bank is credited                   |          |        | 1,192.80 |

The fees of the day are 7.204: 7.20 to the fen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from huikuan.jobs.checks import check_all, notes_of, summary
from huikuan.jobs.import_statement import StatementImported, StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.models import Entry, Posting
from huikuan.receipts.models import Receipt, SettledDay, WalletLine, WalletRefund, WalletSettlement
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.restoring import restore_receipt, reverse_refund
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.operations.wallet_bills import book_refund
from huikuan.receipts.operations.wallets import PayoutDraft, settle_days, settle_sure_days, undo_settlement
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.receipts.queries.wallet_refunds import OpenRefund, open_refunds
from huikuan.receipts.queries.wallets import WalletDay, possible_payouts, wallet_days, wallets
from huikuan.receipts.wallet_rules import AccountKind, Payout, RefundTrouble
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.merchant_bills import MERCHANT, alipay_account_bill, wechat_bill

pytestmark = pytest.mark.django_db
OF_ANOTHER = replace(SYSTEM, company_ids=frozenset({987_654}))
"""Somebody who may do everything, in another own company."""
DAY = date(2026, 2, 20)
PAID = ("2026-02-20 09:10:11", "W1", "O1", "pay", "1000.00", "6.00000", "货款 26322000000010400120")
ORDER = ("2026-02-20 10:00:00", "W2", "O2", "pay", "250.00", "1.50500", '样品,大号 "A"')
REFUND = ("2026-02-20 11:00:00", "W2", "O2", "refund", "50.00", "-0.30100", '样品,大号 "A"')


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture
def accounts(books: Books) -> dict[str, int]:
    drafts = {
        "wallet": BankAccountDraft("微信支付", "CNY", "1900000109", kind=AccountKind.WECHAT_MERCHANT),
        "bank": BankAccountDraft("工行", "CNY", "1102020309000123456"),
    }
    return {
        name: int(
            open_bank_account(actor=SYSTEM, now=NOW, key=name, company_id=books.company_id, account=draft)[
                "bank_account_id"
            ]
        )
        for name, draft in drafts.items()
    }


def take(account_id: int, content: str, name: str, now: datetime = NOW) -> StatementImported:
    account = next(row for row in bank_accounts(actor=SYSTEM) if row.id == account_id)
    order = StatementOrder(account, content.encode(), name)
    return import_statement_file(actor=SYSTEM, now=now, key=f"take {name} {now.isoformat()}", order=order)


def bank(*rows: tuple[str, str, str, str]) -> str:
    """A bank's statement of `(day, amount, payer, text)`, its balance beginning with 500.00."""
    lines, balance = ["交易时间,收入金额,支出金额,账户余额,对方户名,交易用途"], 50_000
    for day, amount, payer, text in rows:
        balance += round(float(amount) * 100)
        lines.append(f"{day} 08:00:00,{amount},,{balance // 100}.{balance % 100:02},{payer},{text}")
    return "\n".join(lines)


CREDIT = ("2026-02-21", "1192.80", "财付通支付科技有限公司", "微信支付结算款")


def sums(account: str) -> int:
    return sum(Entry.objects.filter(account=account).values_list("minor", flat=True))


def proved() -> None:
    _, broken = summary(findings=check_all())
    assert broken == []


def test_a_day_with_fee_and_refund_is_matched_to_the_bank_credit(books: Books, accounts: dict[str, int]) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (item,) = books.invoice(buyer, "26322000000010400120", 100_000)

    done = take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")

    assert (done.accepted, done.duplicate, done.settled) == (3, 0, 0)
    paid, order = Receipt.objects.order_by("pk")
    assert (paid.method, paid.amount_minor, paid.fee_minor) == ("WECHAT_PAY", 100_000, 600)
    assert (order.amount_minor, order.fee_minor, order.refunded_minor, order.unapplied_minor) == (
        25_000,
        150,
        5_000,
        20_000,
    )
    (day,) = days(books, accounts)
    assert (day.payments_minor, day.refunds_minor, day.fees_minor, day.net_minor) == (125_000, 5_000, 720, 119_280)
    assert (sums("BANK_CLEARING"), sums("BANK_FEE"), sums("UNAPPLIED")) == (119_280, 720, -120_000)
    proved()

    run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id)
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 0

    done = take(accounts["bank"], bank(CREDIT), "bank.csv")

    assert (done.accepted, done.settled) == (1, 1)
    credit = Receipt.objects.get(bank_account_id=accounts["bank"])
    assert (credit.not_a_receipt_reason, credit.unapplied_minor) == ("OWN_TRANSFER", 0)
    (day,) = days(books, accounts)
    assert (day.paid_minor, day.difference_minor) == (119_280, 0)
    assert [one.held_minor for one in wallets(actor=SYSTEM)] == [0]
    # The bank line is the same money once more: what came in is what the bank has.
    assert (sums("BANK_CLEARING"), sums("BANK_FEE")) == (119_280, 720)
    proved()


def test_the_fee_of_a_day_is_rounded_once(accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")
    lines = list(WalletLine.objects.order_by("day", "pk").values_list("gross_minor", "fee_minor", "net_minor"))
    assert lines == [(100_000, 600, 99_400), (25_000, 150, 24_850), (-5_000, -30, -4_970)]


def test_the_same_bill_again_changes_nothing(accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")
    before = (Receipt.objects.count(), Posting.objects.count(), WalletRefund.objects.count())
    done = take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv", NOW + timedelta(hours=1))
    assert (done.accepted, done.duplicate) == (0, 3)
    assert (Receipt.objects.count(), Posting.objects.count(), WalletRefund.objects.count()) == before


def test_a_refund_without_its_payment_waits_and_is_booked_when_the_payment_comes(
    books: Books, accounts: dict[str, int]
) -> None:
    late = ("2026-02-21 11:00:00", "W2", "O2", "refund", "50.00", "-0.30000", "样品")
    take(accounts["wallet"], wechat_bill(late), "later.csv")
    (waiting,) = refunds(books, accounts)
    assert (waiting.amount_minor, waiting.trouble) == (5_000, RefundTrouble.ORIGINAL_UNKNOWN)
    take(accounts["wallet"], wechat_bill(ORDER), "earlier.csv")
    assert refunds(books, accounts) == ()
    assert Receipt.objects.get().refunded_minor == 5_000
    proved()


def test_a_refund_of_money_in_use_waits_for_a_person(books: Books, accounts: dict[str, int]) -> None:
    buyer = books.customer("苏州华锐机电有限公司")
    (item,) = books.invoice(buyer, "26322000000010400120", 100_000)
    take(accounts["wallet"], wechat_bill(PAID), "bill.csv")
    run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id)
    back = ("2026-02-22 11:00:00", "W1", "O1", "refund", "200.00", "-1.20000", "退货")
    take(accounts["wallet"], wechat_bill(back), "back.csv")
    (waiting,) = refunds(books, accounts)
    receipt = Receipt.objects.get()
    assert (waiting.trouble, waiting.receipt_id) == (RefundTrouble.ORIGINAL_USED, receipt.pk)

    with pytest.raises(Refused, match="MORE_THAN_UNAPPLIED"):
        book_refund(actor=SYSTEM, now=NOW, key="too early", line_id=waiting.line_id, receipt_id=receipt.pk)
    postings = [row.pk for row in Posting.objects.filter(kind="ALLOCATE")]
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=postings, effective_date=date(2026, 2, 20))
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        book_refund(actor=OF_ANOTHER, now=NOW, key="theirs", line_id=waiting.line_id, receipt_id=receipt.pk)
    done = book_refund(actor=SYSTEM, now=NOW, key="book", line_id=waiting.line_id, receipt_id=receipt.pk)

    assert refunds(books, accounts) == ()
    receipt.refresh_from_db()
    assert (receipt.refunded_minor, receipt.unapplied_minor) == (20_000, 80_000)
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 100_000
    with pytest.raises(Changed, match="REFUND_BOOKED"):
        book_refund(actor=SYSTEM, now=NOW, key="twice", line_id=waiting.line_id, receipt_id=receipt.pk)
    proved()

    reverse_refund(actor=SYSTEM, now=NOW, key="not so", posting_id=done["posting_id"], effective_date=date(2026, 2, 22))
    assert len(refunds(books, accounts)) == 1
    take(accounts["wallet"], wechat_bill(PAID), "bill.csv", NOW + timedelta(hours=1))
    assert len(refunds(books, accounts)) == 1  # what a person took back stays his


def test_two_days_that_explain_one_credit_wait_for_a_person(books: Books, accounts: dict[str, int]) -> None:
    one = ("2026-02-19 09:00:00", "W8", "O8", "pay", "100.00", "0.60000", "配件")
    two = ("2026-02-20 09:00:00", "W9", "O9", "pay", "100.00", "0.60000", "配件")
    take(accounts["wallet"], wechat_bill(one, two), "bill.csv")
    done = take(accounts["bank"], bank(("2026-02-21", "99.40", "财付通支付科技有限公司", "结算")), "bank.csv")
    assert done.settled == 0
    first, second = possible(books, accounts)
    assert not first.is_sure
    assert not second.is_sure
    payout = PayoutDraft(accounts["wallet"], first.credit.line_id, first.first_day, first.last_day)
    settle_days(actor=SYSTEM, now=NOW, key="choose", payout=payout)
    assert [day.paid_minor for day in days(books, accounts)] == [None, 9_940]
    assert possible(books, accounts) == ()
    proved()


def test_a_credit_that_names_no_provider_is_proposed_and_not_settled(books: Books, accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID), "bill.csv")
    done = take(accounts["bank"], bank(("2026-02-21", "994.00", "王小明", "转账")), "bank.csv")
    assert done.settled == 0
    assert [one.is_sure for one in possible(books, accounts)] == [False]


def test_days_in_a_row_are_paid_out_together(books: Books, accounts: dict[str, int]) -> None:
    one = ("2026-02-18 09:00:00", "W7", "O7", "pay", "100.00", "0.60000", "配件")
    take(accounts["wallet"], wechat_bill(one), "one.csv")
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "two.csv")
    credit = ("2026-02-24", "1292.20", "财付通支付科技有限公司", "春节后结算")
    assert take(accounts["bank"], bank(credit), "bank.csv").settled == 1
    assert [day.paid_minor for day in days(books, accounts)] == [119_280, 9_940]
    proved()


def test_a_payout_is_undone_as_a_reversal_and_stays_undone(books: Books, accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")
    take(accounts["bank"], bank(CREDIT), "bank.csv")
    settlement = WalletSettlement.objects.get()
    with pytest.raises(Refused, match="PAYS_DAYS_OUT"):
        restore_receipt(actor=SYSTEM, now=NOW, key="from below", receipt_id=settlement.receipt_id)

    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        undo_settlement(actor=OF_ANOTHER, now=NOW, key="theirs", settlement_id=settlement.pk)
    undo_settlement(actor=SYSTEM, now=NOW, key="undo", settlement_id=settlement.pk)

    credit = Receipt.objects.get(pk=settlement.receipt_id)
    assert (credit.unapplied_minor, credit.not_a_receipt_reason) == (119_280, "")
    assert [day.paid_minor for day in days(books, accounts)] == [None]
    assert settle_sure_days(actor=SYSTEM, now=NOW, company_id=books.company_id) == 0
    with pytest.raises(Changed, match="SETTLEMENT_UNDONE"):
        undo_settlement(actor=SYSTEM, now=NOW, key="again", settlement_id=settlement.pk)
    proved()


def test_a_late_line_of_a_day_paid_out_shows_as_a_difference(books: Books, accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")
    take(accounts["bank"], bank(CREDIT), "bank.csv")
    late = ("2026-02-20 23:59:00", "W5", "O5", "pay", "10.00", "0.06000", "配件")
    take(accounts["wallet"], wechat_bill(late), "late.csv")
    (day,) = days(books, accounts)
    assert (day.paid_minor, day.difference_minor) == (119_280, 994)
    proved()
    notes = [note for note in notes_of(findings=check_all()) if note.object.startswith("day of account")]
    assert [(note.expected, note.found) for note in notes] == [("119280", "120274")]


def test_a_bill_whose_totals_its_lines_do_not_give_is_refused(accounts: dict[str, int]) -> None:
    cut = wechat_bill(PAID, summary="`2,`1250.00,`0.00,`0.00,`7.50500,`1250.00,`0.00")
    with pytest.raises(Refused, match="STATEMENT_TOTALS_DIFFER"):
        take(accounts["wallet"], cut, "cut.csv")
    assert Receipt.objects.count() == 0


def test_two_kinds_of_bills_of_one_account_are_refused(accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID), "bill.csv")
    with pytest.raises(Refused, match="BILL_DIFFERS"):
        take(accounts["wallet"], alipay_account_bill(MERCHANT), "账务.csv")


def test_a_settled_day_cannot_be_paid_out_again(books: Books, accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID, ORDER, REFUND), "bill.csv")
    take(accounts["bank"], bank(CREDIT, ("2026-02-22", "1192.80", "财付通支付科技有限公司", "结算")), "bank.csv")
    assert WalletSettlement.objects.count() == 0  # two lines, one day: nobody knows which
    first, second = possible(books, accounts)
    one = PayoutDraft(accounts["wallet"], first.credit.line_id, DAY, DAY)
    settle_days(actor=SYSTEM, now=NOW, key="first", payout=one)
    with pytest.raises(Refused, match="NO_OPEN_DAY"):
        settle_days(
            actor=SYSTEM, now=NOW, key="second", payout=PayoutDraft(accounts["wallet"], second.credit.line_id, DAY, DAY)
        )
    assert SettledDay.objects.filter(is_live=True).count() == 1


def test_a_payout_must_equal_its_days(accounts: dict[str, int]) -> None:
    take(accounts["wallet"], wechat_bill(PAID), "bill.csv")
    take(accounts["bank"], bank(("2026-02-21", "990.00", "财付通支付科技有限公司", "结算")), "bank.csv")
    line_id = Receipt.objects.get(bank_account_id=accounts["bank"]).statement_line_id
    assert line_id is not None
    with pytest.raises(Refused, match="PAYOUT_DIFFERS"):
        settle_days(actor=SYSTEM, now=NOW, key="k", payout=PayoutDraft(accounts["wallet"], line_id, DAY, DAY))


def test_the_first_bill_makes_an_account_a_merchant_account(books: Books) -> None:
    draft = BankAccountDraft("新账户", "CNY")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="new", company_id=books.company_id, account=draft)
    take(int(done["bank_account_id"]), wechat_bill(PAID), "bill.csv")
    assert [row.kind for row in bank_accounts(actor=SYSTEM)] == [AccountKind.WECHAT_MERCHANT]
    assert Receipt.objects.get().method == "WECHAT_PAY"


def days(books: Books, accounts: dict[str, int]) -> tuple[WalletDay, ...]:
    return wallet_days(actor=SYSTEM, bank_account_id=accounts["wallet"], company_id=books.company_id)


def refunds(books: Books, accounts: dict[str, int]) -> tuple[OpenRefund, ...]:
    return open_refunds(actor=SYSTEM, bank_account_id=accounts["wallet"], company_id=books.company_id)


def possible(books: Books, accounts: dict[str, int]) -> tuple[Payout, ...]:
    return possible_payouts(actor=SYSTEM, bank_account_id=accounts["wallet"], company_id=books.company_id)
