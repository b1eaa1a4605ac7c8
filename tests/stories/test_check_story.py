"""Given good books, the check finds nothing; given a row changed behind the ledger's back, it names that row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from huikuan.audit.append_only import without_triggers
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, Books, new_books

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
    return books


def broken() -> set[str]:
    return {row.invariant for row in summary(findings=check_all())[1]}


def test_good_books_break_nothing_and_everything_is_counted(books: Books) -> None:
    checked, faults = summary(findings=check_all())
    assert faults == []
    assert {"R1", "R2", "R3", "R5", "R6", "R7", "P1", "P2", "P3", "P4", "A2", "J1", "J2", "J3", "J4", "J7"} <= set(
        checked
    )
    assert checked["R1"] == 2
    assert checked["P1"] == 2


FORGERIES = [
    ("UPDATE receivables_receivable SET outstanding_minor = outstanding_minor + 1, allocated_minor = allocated_minor - 1", "R1"),
    ("UPDATE receivables_invoice SET amount_minor = amount_minor + 1, face_minor = face_minor + 1", "R5"),
    ("UPDATE ledger_entry SET minor = minor + 1 WHERE account = 'UNAPPLIED'", "J1"),
    ("UPDATE ledger_entry SET currency = 'USD' WHERE account = 'RECEIVABLE'", "R6"),
    ("UPDATE ledger_daytotal SET minor = minor + 1", "J2"),
    ("UPDATE ledger_posting SET number = number + 100 WHERE number = (SELECT MAX(number) FROM ledger_posting)", "J4"),
    ("UPDATE receipts_receipt SET number = number + 100 WHERE number = (SELECT MAX(number) FROM receipts_receipt)", "J4"),
    ("UPDATE receipts_receipt SET unapplied_minor = unapplied_minor + 1, allocated_minor = allocated_minor - 1"
        " WHERE allocated_minor > 0", "P1"),
    ("UPDATE ledger_entry SET customer_id = customer_id + 1 WHERE account = 'UNAPPLIED' AND customer_id IS NOT NULL", "R7"),
    ("UPDATE ledger_posting SET kind = 'REFUND' WHERE reverses_id IS NOT NULL", "R3"),
    ("DELETE FROM audit_actresult", "I7"),
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
        tables = ("ledger_entry", "ledger_posting", "audit_actresult")
        with connection.cursor() as cursor:
            for statement in without_triggers(vendor=connection.vendor, tables=tables):
                cursor.execute(statement)

    return drop
