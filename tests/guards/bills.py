"""Forged rows of bills, cash with colleagues, deposits, set-off and IOUs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models

from huikuan.bills.operations.agreements import IouDraft, Paper, SetOffDraft, record_iou, set_off
from huikuan.bills.operations.cash import bank_cash
from huikuan.bills.operations.deposits import DepositDraft, keep_as_deposit
from huikuan.bills.operations.passing import Passing, endorse_part
from huikuan.bills.operations.policies import ListFile, decide_acceptor, import_watch_list, save_bill_policy
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.bills.rules.other_forms import DepositKind, NoteKind, SetOffKind
from huikuan.bills.rules.policy import SHIPPED
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.rules import ReceiptMethod
from tests.books import NOW, new_books
from tests.guards.tables import Forge, Guard, changed, copied
from tests.people import new_people

DAY = date(2026, 2, 25)


def _with_free_posting(**values: object) -> Forge:
    """A copy under a posting that no other row names."""

    def forge(model: type[models.Model]) -> None:
        used = set(model._default_manager.values_list("posting_id", flat=True))
        free = Posting.objects.exclude(pk__in=used).order_by("pk").values_list("pk", flat=True).first()
        copied(posting_id=free, **values)(model)

    return forge


def _not_in_cash(model: type[models.Model]) -> None:
    model._default_manager.filter(taken_by__isnull=False).update(method="BANK")


def _unnamed_set_off(model: type[models.Model]) -> None:
    """A set-off of nobody, on a receipt that has none."""
    from huikuan.receipts.models import Receipt

    free = Receipt.objects.exclude(method="SET_OFF").order_by("pk").values_list("pk", flat=True).first()
    copied(receipt_id=free, parties="")(model)


GUARDS: tuple[Guard, ...] = (
    ("receipts.Receipt", "receipts_taken_in_cash", _not_in_cash),
    ("bills.PolicyVersion", "number", copied()),
    ("bills.PolicyVersion", "bills_policy_source", copied(number=9, source="")),
    ("bills.Acceptor", "name_key", copied()),
    ("bills.WatchList", "number", copied()),
    ("bills.WatchList", "bills_watch_rows_sum", copied(number=9, rows_read=99)),
    ("bills.WatchList", "bills_watch_source", copied(number=9, source="")),
    ("bills.ListedAcceptor", "bills_listed_days", copied(through_day=date(2020, 1, 1))),
    ("bills.RejectedListing", "bills_rejected_line_once", copied()),
    ("bills.RejectedListing", "bills_rejected_why", copied(line=0)),
    ("bills.Bill", "number", copied()),
    ("bills.Bill", "bills_days_in_order", changed(matures_on=date(2020, 1, 1))),
    ("bills.Bill", "bills_named", changed(acceptor="")),
    ("bills.Bill", "bills_have_recourse", changed(has_recourse=False)),
    ("bills.BillPart", "bills_part_range", changed(start=5, end=3)),
    ("bills.BillPart", "bills_part_amount", changed(start=0, end=0, amount_minor=0, state="SETTLED")),
    ("bills.BillPart", "bills_range_in_hand_once", copied({"state": "HELD"})),
    ("bills.BillEvent", "bills_event_amounts", copied(amount_minor=0)),
    ("bills.CashStep", "posting", copied()),
    ("bills.CashStep", "bills_cash_amount", _with_free_posting(amount_minor=0)),
    ("bills.Deposit", "receipt", copied()),
    ("bills.Deposit", "bills_deposit_amount", changed(amount_minor=0, held_minor=0)),
    ("bills.Deposit", "bills_deposit_parts_sum", changed(held_minor=1)),
    ("bills.DepositStep", "bills_deposit_step_amount", copied(amount_minor=0)),
    ("bills.SetOff", "receipt", copied()),
    ("bills.SetOff", "bills_set_off_named", _unnamed_set_off),
    ("bills.Iou", "bills_iou_amount", copied(amount_minor=0)),
    ("bills.Iou", "bills_iou_days", copied(due_on=date(2020, 1, 1))),
    ("bills.IouItem", "bills_iou_item_once", copied()),
)


def ground() -> None:
    """One of each: a bill in hand and passed on in part, cash at the bank, a deposit, a set-off, an IOU, a list, a version."""
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 100_000)

    def who() -> dict[str, Any]:
        return {"actor": SYSTEM, "now": NOW, "key": books.key()}

    save_bill_policy(**who(), policy=replace(SHIPPED, source="会议纪要"))
    decide_acceptor(**who(), name="甲银行", is_derecognised=True, source="制度")
    header = ("名称", "类别", "起始日")
    rows = ((2, ("恒昌置业", "持续逾期", "2026-01-31")), (3, ("宏达", "别的", "2026-01-31")))
    import_watch_list(**who(), file=ListFile("票交所", "名单.csv", "e5" * 32, header, rows))
    bill = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number="510210009999620260115000001234",
        acceptor="中国工商银行",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 7, 15),
        received_on=date(2026, 2, 20),
        customer_id=buyer,
        range=BillRange(1, 500_000),
    )
    part_id = receive_paper(**who(), company_id=books.company_id, draft=bill)["part_id"]
    endorse_part(**who(), part_id=part_id, passing=Passing("丁", DAY, BillRange(1, 100_000)))
    account = open_bank_account(**who(), company_id=books.company_id, account=BankAccountDraft("工行", "CNY", "1102"))
    line = books.receipt(5_000, on=DAY, bank_account_id=account["bank_account_id"])
    cash = books.receipt(5_000, buyer, method=ReceiptMethod.CASH, taken_by_id=people.owner.user_id)
    bank_cash(**who(), receipt_id=cash.pk, line_receipt_id=line.pk, amount_minor=5_000)
    money = books.receipt(9_000, buyer)
    keep_as_deposit(**who(), draft=DepositDraft(money.pk, DepositKind.EARNEST, 9_000, DAY))
    paper = Paper("a.pdf", b"%PDF-1.4")
    off = SetOffDraft(buyer, SetOffKind.AGREEMENT, 1_000, "CNY", DAY, DAY, "甲、乙", "应付货款")
    set_off(**who(), company_id=books.company_id, draft=off, paper=paper)
    iou = IouDraft(buyer, NoteKind.DEBT, 1_000, "CNY", DAY, date(2026, 4, 1), "王某", (item.pk,))
    record_iou(**who(), company_id=books.company_id, draft=iou, paper=paper)
