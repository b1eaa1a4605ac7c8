"""The path of one row: from line 2 of a GB18030 file to the key figure, and back from the figure to the line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from huikuan.customers.models import Contact, Customer
from huikuan.documents.files import read_file
from huikuan.imports.operations.lists import import_file, preview_import
from huikuan.imports.rules import ImportKind, Options
from huikuan.jobs.checks import check_all, summary
from huikuan.jobs.day import run_day
from huikuan.jobs.delivery import Post
from huikuan.jobs.import_files import FileOrder, order_of
from huikuan.jobs.import_statement import StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.queries import postings_about
from huikuan.outbox.models import Message
from huikuan.portfolio.drill import Cell, drill
from huikuan.portfolio.figures import kpis
from huikuan.portfolio.queries import ageing
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.receivables.models import Receivable
from huikuan.worklist.queries import worklist
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
INVOICES = '发票号,客户名称,开票日期,到期日,金额\nF2026010001,甲公司,2026-01-10,2026-02-09,"1,234.50"\n'.encode(
    "gb18030"
)
STATEMENT = (
    "交易日期,摘要,对方户名,对方账号,借方发生额,贷方发生额,余额\n"
    "2026-02-25,货款 F2026010001,甲公司,6222000000000001,,1234.50,11234.50\n"
).encode("gb18030")
BEFORE_DUE, OVERDUE = date(2026, 2, 4), date(2026, 2, 25)


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return new_books("乙方机电有限公司")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE).astimezone(UTC)


def imported(books: Books, path: Path) -> None:
    path.write_bytes(INVOICES)
    order = order_of(file=FileOrder(ImportKind.INVOICES, books.company_id, path, path.name, Options()))
    preview = preview_import(order=order, today=BEFORE_DUE)
    assert (preview.counts.accepted, dict(preview.counts.accepted_minor)) == (1, {"CNY": 123_450})
    import_file(actor=SYSTEM, now=at(BEFORE_DUE), today=BEFORE_DUE, key="import", order=order)


def test_from_the_file_to_the_figure_and_back(books: Books, tmp_path: Path) -> None:
    # given: line 2 of a file of our own program, in the encoding Chinese programs write
    imported(books, tmp_path / "发票.csv")
    (item,) = Receivable.objects.all()
    assert (item.original_minor, item.due_date) == (123_450, date(2026, 2, 9))
    sha256, line = item.invoice.source_ref.split("#")
    assert (line, read_file(sha256=sha256)) == ("2", INVOICES)
    Contact.objects.create(
        customer=Customer.objects.get(), name="王经理", email="wang@example.com", phone="139", gets_reminders=True
    )
    account = open_bank_account(
        actor=SYSTEM,
        now=at(BEFORE_DUE),
        key="account",
        company_id=books.company_id,
        account=BankAccountDraft("工行", "CNY"),
    )

    # when: the business day five days before the due date is run, then the reminder is in the preview, politely
    post = Post(channel=None, sender="ar@example.com", zone=ZONE)
    early = run_day(today=BEFORE_DUE, clock=lambda: at(BEFORE_DUE), post=post, send=False)
    assert early.items_seen == 1
    assert not Message.objects.filter(purpose="REMINDER").exists()

    # when: it is overdue, then the worklist says whom to call and why
    (task,) = (row for row in worklist(actor=SYSTEM, today=OVERDUE).rows if row.customer is not None)
    assert (task.customer.name if task.customer else "", task.task.parameters["days"]) == ("甲公司", 16)
    report = ageing(actor=SYSTEM, as_of=OVERDUE)
    assert (report.ties, report.totals["CNY"].buckets) == (True, (0, 123_450, 0, 0, 0, 0))

    # when: the bank line arrives, then it is matched with its reasons and nothing is open
    (bank,) = (row for row in bank_accounts(actor=SYSTEM) if row.id == account["bank_account_id"])
    order = StatementOrder(bank, STATEMENT, "流水.csv")
    taken = import_statement_file(actor=SYSTEM, now=at(OVERDUE), key="statement", order=order)
    assert (taken.accepted, taken.duplicate, taken.totals) == (1, 0, {"CNY": 123_450})
    assert run_matching(actor=SYSTEM, now=at(OVERDUE), company_id=books.company_id).applied == 1
    assert Receivable.objects.get().outstanding_minor == 0

    # then: the figures say so, and a click goes figure → items → entries → file and line
    late = {(kpi.name, kpi.variant): kpi for kpi in kpis(actor=SYSTEM, start=date(2026, 2, 1), end=OVERDUE)}
    assert late["WEIGHTED_DAYS_LATE", "PAID"].value == 1_600
    assert late["COLLECTION_RATE", "C"].value == 10_000
    behind = drill(actor=SYSTEM, as_of=date(2026, 2, 24), cell=Cell("CNY", bucket=1))
    assert [row.invoice_number for row in behind.rows] == ["F2026010001"]
    story = postings_about(receivable_ids=[behind.rows[0].receivable_id])
    assert [posting.kind for posting in story] == ["INVOICE", "ALLOCATE"]
    assert item.invoice.source_ref == f"{sha256}#2"
    assert summary(findings=check_all())[1] == []


def test_the_same_files_again_change_nothing(books: Books, tmp_path: Path) -> None:
    imported(books, tmp_path / "发票.csv")
    path = tmp_path / "umbenannt.csv"
    path.write_bytes(INVOICES)
    order = order_of(file=FileOrder(ImportKind.INVOICES, books.company_id, path, path.name, Options()))
    again = import_file(actor=SYSTEM, now=at(OVERDUE), today=OVERDUE, key="again", order=order)
    assert (again.counts.accepted, again.counts.duplicate) == (0, 1)
    assert Receivable.objects.count() == 1


def test_a_back_dated_receipt_does_not_change_what_was_known(books: Books) -> None:
    buyer = books.customer("甲公司")
    (item,) = books.invoice(buyer, "F001", 100_000, due=date(2026, 1, 31))
    before = ageing(actor=SYSTEM, as_of=date(2026, 2, 28))
    books.now = NOW + timedelta(days=3)

    # the money of 20 February is entered and used only now
    money = books.receipt(60_000, buyer, on=date(2026, 2, 20))
    books.allocate(money, (item, 60_000))

    now = ageing(actor=SYSTEM, as_of=date(2026, 2, 28))
    assert before.totals["CNY"].total_minor == 100_000
    assert now.totals["CNY"].total_minor == 40_000
    as_known = ageing(actor=SYSTEM, as_of=date(2026, 2, 28), known_at=NOW + timedelta(days=1))
    assert as_known.totals["CNY"] == before.totals["CNY"]
