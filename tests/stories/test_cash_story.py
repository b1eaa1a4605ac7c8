"""Given cash that a salesperson took, a deposit, a set-off or an IOU, then each is what it is and nothing else, to the fen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.bills.operations.agreements import IouDraft, Paper, SetOffDraft, record_iou, set_off
from huikuan.bills.operations.cash import bank_cash, undo_banking
from huikuan.bills.operations.deposits import DepositDraft, DepositUse, keep_as_deposit, use_deposit
from huikuan.bills.queries.other_forms import cash_by_person, cash_in_hands, deposit_rows, iou_rows
from huikuan.bills.rules.other_forms import DepositEvent, DepositKind, NoteKind, SetOffKind
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.money import ReceiptDraft, bounce_receipt, record_receipts
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.rules import BounceReason, ReceiptMethod
from huikuan.receipts.watched import unbanked_receipts
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 1, 30, tzinfo=UTC)
PDF = Paper("a.pdf", b"%PDF-1.4 signed")


@pytest.fixture
def books() -> Books:
    books = new_books()
    books.now = NOW
    return books


def who(books: Books) -> dict[str, Any]:
    return {"actor": SYSTEM, "now": NOW, "key": books.key()}


def balance(books: Books, account: Account) -> int:
    return control_totals(account=account).get((books.company_id, "CNY"), 0)


def bank_line(books: Books, minor: int, on: date) -> Receipt:
    draft = BankAccountDraft(f"工行 {books.key()}", "CNY", "1102")
    account = open_bank_account(**who(books), company_id=books.company_id, account=draft)
    return books.receipt(minor, on=on, bank_account_id=account["bank_account_id"])


def test_cash_is_a_claim_on_who_took_it_until_a_bank_line_shows_it(books: Books) -> None:
    seller = new_people().owner
    buyer = books.customer("乙公司", salesperson_id=seller.user_id)
    (item,) = books.invoice(buyer, "F001", 50_000)
    cash = books.receipt(50_000, buyer, on=date(2026, 3, 2), method=ReceiptMethod.CASH, taken_by_id=seller.user_id)
    books.allocate(cash, (item, 50_000))
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 0
    assert (balance(books, Account.CASH_HELD), balance(books, Account.BANK_CLEARING)) == (50_000, 0)

    line = bank_line(books, 30_000, date(2026, 3, 5))
    step = bank_cash(**who(books), receipt_id=cash.pk, line_receipt_id=line.pk, amount_minor=30_000)
    rows = cash_in_hands(actor=SYSTEM, today=date(2026, 3, 20))
    assert [(row.left_minor, row.days, row.taken_by) for row in rows] == [(20_000, 18, seller.name)]
    assert cash_by_person(rows=rows) == ((seller.name, "CNY", 20_000),)
    assert (balance(books, Account.CASH_HELD), balance(books, Account.BANK_CLEARING)) == (20_000, 30_000)
    gone = Receipt.objects.get(pk=line.pk)
    assert (gone.unapplied_minor, gone.reversed_minor, gone.not_a_receipt_reason) == (0, 30_000, "CASH_BROUGHT")
    (flagged,) = unbanked_receipts(since=date(2026, 3, 1), before=date(2026, 3, 20))
    assert (flagged.id, flagged.amount_minor) == (cash.pk, 20_000)

    more = bank_line(books, 25_000, date(2026, 3, 6))
    with pytest.raises(Refused, match="CASH_MORE_THAN_HELD"):
        bank_cash(**who(books), receipt_id=cash.pk, line_receipt_id=more.pk, amount_minor=20_001)
    with pytest.raises(Refused, match="MONEY_MOVED_ON"):
        bounce_receipt(
            **who(books), receipt_id=cash.pk, effective_date=date(2026, 3, 8), reason=BounceReason.ENTERED_WRONGLY
        )
    undo_banking(**who(books), step_id=step["step_id"], on=date(2026, 3, 9))
    assert balance(books, Account.CASH_HELD) == 50_000
    assert Receipt.objects.get(pk=line.pk).unapplied_minor == 30_000
    bounce_receipt(
        **who(books), receipt_id=cash.pk, effective_date=date(2026, 3, 10), reason=BounceReason.ENTERED_WRONGLY
    )
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 50_000
    assert balance(books, Account.CASH_HELD) == 0
    assert summary(findings=check_all())[1] == []


def test_earnest_money_pays_no_debt_until_it_is_used_and_is_forfeited_to_a_fifth(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 50_000)
    money = books.receipt(30_000, buyer)
    draft = DepositDraft(money.pk, DepositKind.EARNEST, 30_000, date(2026, 2, 21), "HT-1", 100_000)
    deposit_id = keep_as_deposit(**who(books), draft=draft)["deposit_id"]
    assert (balance(books, Account.DEPOSIT), balance(books, Account.UNAPPLIED)) == (-30_000, 0)
    with pytest.raises(Refused, match="MORE_THAN_UNAPPLIED"):
        books.allocate(Receipt.objects.get(pk=money.pk), (item, 1))
    (row,) = deposit_rows(actor=SYSTEM)
    assert (row.effective_minor, row.held_minor) == (20_000, 30_000)

    def use(event: DepositEvent, minor: int, note: str = "", **more: Any) -> None:
        what = DepositUse(event, minor, date(2026, 3, 1), note, **more)
        use_deposit(**who(books), deposit_id=deposit_id, use=what)

    with pytest.raises(Refused, match="DEPOSIT_NOT_FORFEITABLE"):
        use(DepositEvent.FORFEIT, 20_001, "买方违约")
    with pytest.raises(Refused, match="DEPOSIT_BESIDE_PENALTY"):
        use(DepositEvent.FORFEIT, 20_000, "买方违约", penalty_claimed=True)
    use(DepositEvent.FORFEIT, 20_000, "买方违约")
    use(DepositEvent.APPLY, 6_000)
    use(DepositEvent.PAY_BACK, 4_000)
    books.allocate(Receipt.objects.get(pk=money.pk), (item, 6_000))
    with pytest.raises(Refused, match="DEPOSIT_MORE_THAN_HELD"):
        use(DepositEvent.APPLY, 1)
    kept = Receipt.objects.get(pk=money.pk)
    assert (kept.allocated_minor, kept.refunded_minor, kept.deposit_minor, kept.unapplied_minor) == (
        6_000,
        4_000,
        20_000,
        0,
    )
    assert (balance(books, Account.DEPOSIT), balance(books, Account.BANK_CLEARING)) == (0, 26_000)
    assert summary(findings=check_all())[1] == []


def test_earnest_money_of_a_contract_without_amount_is_kept_once_the_amount_is_said(books: Books) -> None:
    money = books.receipt(30_000, books.customer("乙公司"))
    draft = DepositDraft(money.pk, DepositKind.EARNEST, 30_000, date(2026, 2, 21))
    deposit_id = keep_as_deposit(**who(books), draft=draft)["deposit_id"]
    use = DepositUse(DepositEvent.FORFEIT, 20_000, date(2026, 3, 1), "买方违约")
    for contract_minor, code in ((None, "DEPOSIT_CONTRACT_AMOUNT"), (99_999, "DEPOSIT_NOT_FORFEITABLE")):
        with pytest.raises(Refused, match=code):
            use_deposit(**who(books), deposit_id=deposit_id, use=replace(use, contract_minor=contract_minor))
    use_deposit(**who(books), deposit_id=deposit_id, use=replace(use, contract_minor=100_000))


def test_set_off_needs_its_ground_and_its_paper(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 50_000)
    day = date(2026, 3, 1)
    given: dict[str, Any] = {
        "customer_id": buyer,
        "amount_minor": 40_000,
        "currency": "CNY",
        "on": day,
        "signed_on": day,
        "parties": "甲、乙、丙",
        "our_debt": "应付货款",
    }

    def off(kind: SetOffKind, paper: Paper = PDF, **more: Any) -> dict[str, Any]:
        draft = SetOffDraft(kind=kind, **(given | more))
        return set_off(**who(books), company_id=books.company_id, draft=draft, paper=paper)

    for is_due, code in ((False, "SET_OFF_NOT_DUE"), (True, "SET_OFF_OTHER_KIND")):
        with pytest.raises(Refused, match=code):
            off(SetOffKind.NOTICE, is_due=is_due)
    # By notice (CC 568): so much must be due in our books on that day, nothing excludes it, no condition.
    stated: dict[str, Any] = {"is_due": True, "is_same_kind": True}
    for change, code in (
        ({"amount_minor": 50_001}, "SET_OFF_NOT_DUE"),
        ({"on": date(2026, 2, 8)}, "SET_OFF_NOT_DUE"),
        ({"is_excluded": True}, "SET_OFF_EXCLUDED"),
        ({"is_conditional": True}, "SET_OFF_CONDITIONAL"),
    ):
        with pytest.raises(Refused, match=code):
            off(SetOffKind.NOTICE, **{**stated, **change})
    with pytest.raises(Refused, match="PAPER_MISSING"):
        off(SetOffKind.THREE_PARTY, Paper("a.pdf", b""))
    done = off(SetOffKind.THREE_PARTY)
    books.allocate(Receipt.objects.get(pk=done["receipt_id"]), (item, 40_000))
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 10_000
    assert (balance(books, Account.SET_OFF), balance(books, Account.BANK_CLEARING)) == (40_000, 0)
    with pytest.raises(Refused, match="METHOD_NEEDS_MORE"):
        record_receipts(
            **who(books),
            company_id=books.company_id,
            receipts=[ReceiptDraft(day, "CNY", 1, ReceiptMethod.SET_OFF)],
        )
    assert summary(findings=check_all())[1] == []


def test_an_iou_is_evidence_of_the_items_it_names(books: Books) -> None:
    buyer, other = books.customer("乙公司"), books.customer("丙公司")
    (item,) = books.invoice(buyer, "F001", 50_000)
    (strange,) = books.invoice(other, "F002", 50_000)
    day, due = date(2026, 3, 1), date(2026, 4, 1)
    note = IouDraft(buyer, NoteKind.DEBT, 50_000, "CNY", day, due, "王某", (item.pk, strange.pk))
    with pytest.raises(Refused, match="IOU_ITEMS"):
        record_iou(**who(books), company_id=books.company_id, draft=note, paper=PDF)
    note = IouDraft(buyer, NoteKind.DEBT, 50_000, "CNY", day, due, "王某", (item.pk,))
    record_iou(**who(books), company_id=books.company_id, draft=note, paper=PDF)
    (row,) = iou_rows(actor=SYSTEM)
    assert (row.invoices, row.due_on, row.amount_minor) == (("F001",), due, 50_000)
    assert Receivable.objects.get(pk=item.pk).outstanding_minor == 50_000
