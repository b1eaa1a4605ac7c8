"""Given good books, the check finds nothing; given a row changed behind the ledger's back, it names that row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from huikuan.accounts.operations.companies import close_period
from huikuan.audit.append_only import append_only_tables, without_triggers
from huikuan.documents.files import path_of, write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.jobs.checks import check_all, notes_of, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receipts.models import Statement
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.rules import BounceReason, LineDraft, StatementDraft
from tests.books import NOW, Books, new_books
from tests.imports.lists import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    books = new_books()
    buyer = books.customer("乙公司")
    (first,) = books.invoice(buyer, "F001", 1_000)
    (second,) = books.invoice(buyer, "F002", 2_000)
    money = books.receipt(2_500)
    books.allocate(money, (first, 1_000), (second, 500))
    back = books.receipt(300)
    books.allocate(back, (second, 300))
    bounce_receipt(
        actor=SYSTEM,
        now=NOW,
        key="bounce",
        receipt_id=back.pk,
        effective_date=date(2026, 2, 28),
        reason=BounceReason.BOUNCED,
    )
    take(books.company_id, [["L001", "丙公司", "2026-03-01", "2026-03-31", "70.00"], ["L002", "丙公司", "x", "x", "?"]])
    close_period(actor=SYSTEM, now=NOW, key="close", company_id=books.company_id, through=date(2026, 1, 9))
    arrive(account_of(books), "one", (2, 700), (3, -200), opening=100)
    return books


def account_of(books: Books) -> int:
    draft = BankAccountDraft("工行", "CNY")
    done = open_bank_account(actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=draft)
    return int(done["bank_account_id"])


def arrive(account: int, name: str, *lines: tuple[int, int], opening: int) -> None:
    """A statement of March whose closing balance is opening + lines, its file kept."""
    drafts = tuple(LineDraft(f"{day}/{m}", day, date(2026, 3, day), m, "CNY", None, "丁公司") for day, m in lines)
    closing = opening + sum(minor for _, minor in lines)
    statement = StatementDraft("", "CNY", "cn.generic", "balance", opening, closing, drafts)
    source = StatementSource(write_file(content=name.encode()), (statement,), name)
    import_statement(actor=SYSTEM, now=NOW, key=name, bank_account_id=account, source=source)


def broken() -> set[str]:
    return {row.invariant for row in summary(findings=check_all())[1]}


def test_good_books_break_nothing_and_everything_is_counted(books: Books) -> None:
    checked, faults = summary(findings=check_all())
    assert faults == []
    rows = {"R1": 3, "R2": 3, "R3": 3, "R5": 3, "R7": 3, "P1": 3, "P2": 3, "P3": 2, "P4": 1, "A1": 6, "A2": 1}
    books_ = {"J1": 14, "J4": 17, "J5": 14, "T3": 15, "J8": 1, "I1": 6, "I2": 2, "I3": 1, "I4": 3, "X7": 3}
    assert {name: checked[name] for name in rows | books_} == rows | books_
    assert {"R6", "J2", "J3", "J7", "I7", "T1"} <= set(checked)


def test_a_statement_missing_in_between_is_a_note_and_breaks_nothing(books: Books) -> None:
    account = Statement.objects.get().bank_account_id
    arrive(account, "two", (9, 50), opening=650)
    findings = check_all()
    assert summary(findings=findings)[1] == []
    (note,) = notes_of(findings=findings)
    assert (note.invariant, note.expected, note.found) == ("J8", "600", "650")
    arrive(account, "between", (5, 50), opening=600)
    assert notes_of(findings=check_all()) == []


def test_an_overlapping_statement_makes_its_sum_with_the_lines_known_before(books: Books) -> None:
    arrive(Statement.objects.get().bank_account_id, "two", (3, -200), (4, 10), opening=800)
    assert broken() == set()


def test_a_moved_file_is_named(books: Books) -> None:
    kept = write_file(content=b"one")
    path_of(sha256=kept).unlink()
    faults = [row for row in summary(findings=check_all())[1] if row.invariant == "X7"]
    assert [row.object for row in faults] == [f"statement file {kept}", "imported file one"]
    write_file(content=b"one")
    assert broken() == set()


def test_money_used_before_it_came_is_found_though_the_sums_hold(books: Books, defenceless: Callable[[], None]) -> None:
    """The allocations of the money of 20 February are put on 15 February: only the days between are wrong."""
    defenceless()
    day, kind = date(2026, 1, 15), "ALLOCATE"
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_posting"):
            where = (
                "posting_id IN (SELECT id FROM ledger_posting WHERE kind = %s)"
                if table.endswith("entry")
                else "kind = %s"
            )
            cursor.execute(f"UPDATE {table} SET effective_date = %s WHERE {where}", [day, kind])
        cursor.execute(
            "UPDATE receipts_receipt SET first_moved_on = %s, last_moved_on = received_on WHERE first_moved_on IS NOT NULL",
            [day],
        )
    assert "P2" in broken()


def test_more_open_than_billed_between_two_days_is_found(books: Books, defenceless: Callable[[], None]) -> None:
    """The reversal of an allocation is put before the allocation."""
    defenceless()
    back = Posting.objects.get(kind="ALLOCATE", reverses__isnull=False)
    with connection.cursor() as cursor:
        for table, column in (("ledger_entry", "posting_id"), ("ledger_posting", "id")):
            statement = f"UPDATE {table} SET effective_date = %s WHERE {column} = %s"
            cursor.execute(statement, [date(2026, 1, 12), back.pk])
    assert "R2" in broken()


FORGERIES = [
    ("UPDATE receivables_receivable SET outstanding_minor = outstanding_minor + 1, allocated_minor = allocated_minor - 1"
        " WHERE allocated_minor > 0", "R1"),
    ("UPDATE receivables_invoice SET amount_minor = amount_minor + 1, face_minor = face_minor + 1", "R5"),
    ("UPDATE ledger_entry SET minor = minor + 1 WHERE account = 'UNAPPLIED'", "J1"),
    ("UPDATE ledger_entry SET currency = 'USD' WHERE account = 'RECEIVABLE'", "R6"),
    ("UPDATE ledger_daytotal SET minor = minor + 1", "J2"),
    ("UPDATE receipts_receipt SET reversed_minor = 1, allocated_minor = allocated_minor - 1 WHERE allocated_minor > 1", "P4"),
    ("UPDATE ledger_entry SET minor = minor * 10 WHERE account = 'UNAPPLIED' AND receivable_id IS NOT NULL", "A2"),
    ("UPDATE ledger_posting SET number = number + 100 WHERE number = (SELECT MAX(number) FROM ledger_posting)", "J4"),
    ("UPDATE receipts_receipt SET number = number + 100 WHERE number = (SELECT MAX(number) FROM receipts_receipt)", "J4"),
    ("UPDATE receipts_receipt SET unapplied_minor = unapplied_minor + 1, allocated_minor = allocated_minor - 1"
        " WHERE allocated_minor > 0", "P1"),
    ("UPDATE ledger_entry SET customer_id = customer_id + 1 WHERE account = 'UNAPPLIED' AND customer_id IS NOT NULL", "R7"),
    ("UPDATE ledger_posting SET kind = 'REFUND' WHERE reverses_id IS NOT NULL", "R3"),
    ("DELETE FROM audit_actresult", "I7"),
    ("UPDATE ledger_entry SET minor = minor * 10 WHERE account = 'RECEIVABLE' AND minor = -1000", "A1"),
    ("UPDATE ledger_entry SET minor = minor * 10 WHERE account = 'UNAPPLIED' AND receivable_id IS NOT NULL", "A1"),
    ("UPDATE ledger_posting SET effective_date = '2026-01-09' WHERE act_id > (SELECT id FROM audit_act WHERE"
        " verb = 'close_period')", "J5"),
    ("UPDATE accounts_company SET closed_through = NULL", "J5"),
    ("UPDATE ledger_posting SET posted_at = '2026-03-01 00:00:00' WHERE number = 1", "T3"),
    ("UPDATE ledger_posting SET act_id = (SELECT MIN(id) FROM audit_act) WHERE act_id IN"
        " (SELECT id FROM audit_act WHERE verb = 'bounce_receipt')", "T3"),
    ("UPDATE receivables_invoice SET source_ref = 'a#2'", "I1"),
    ("UPDATE receipts_receipt SET source_ref = 'a#2', statement_line_id = NULL WHERE reversed_minor = 0", "I1"),
    ("UPDATE receipts_statement SET closing_minor = closing_minor + 1", "I3"),
    ("DELETE FROM receipts_statementline WHERE amount_minor = -200", "I4"),
    ("UPDATE imports_rejectedrow SET batch_id = batch_id + 1", "I4"),
    ("UPDATE imports_importbatch SET accepted = accepted + 1, read = read + 1 WHERE kind = 'INVOICES'", "I4"),
    ("UPDATE receipts_statementline SET amount_minor = amount_minor + 1 WHERE amount_minor > 0", "P3"),
    ("UPDATE receipts_receipt SET statement_line_id = NULL", "P3"),
]  # fmt: skip


@pytest.mark.parametrize(("forgery", "invariant"), FORGERIES, ids=[name + " " + sql[:40] for sql, name in FORGERIES])
def test_a_forged_row_is_found(books: Books, forgery: str, invariant: str, defenceless: Callable[[], None]) -> None:
    defenceless()
    with connection.cursor() as cursor:
        cursor.execute(forgery)
    assert invariant in broken()


def test_a_missing_trigger_is_found(books: Books, defenceless: Callable[[], None]) -> None:
    defenceless()
    assert "J3" in broken()


@pytest.fixture
def defenceless() -> Callable[[], None]:
    """Drops the refusing triggers; the test's transaction brings them back."""

    def drop() -> None:
        tables = append_only_tables()
        with connection.cursor() as cursor:
            for statement in without_triggers(vendor=connection.vendor, tables=tables):
                cursor.execute(statement)

    return drop
