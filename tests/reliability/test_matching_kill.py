"""A matching run killed at any moment leaves whole allocations; run again it finishes, and nothing is doubled."""

from __future__ import annotations

import random
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker

from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations import matching
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import (
    BankAccountDraft,
    StatementSource,
    open_bank_account,
)
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW, new_books
from tests.own_books import Shelf
from tests.reliability.killing import Lives, kills, length_of, live_and_die

pytestmark = pytest.mark.reliability
PAYMENTS = 60


def fill() -> int:
    """Sixty invoices and the statement that pays them; the own company."""
    books = new_books()
    buyer = books.customer("苏州华锐机电有限公司")
    account = open_bank_account(
        actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=BankAccountDraft("工行", "CNY")
    )
    lines = []
    for place in range(PAYMENTS):
        number, minor = f"2632200000001040{place:04}", 100_007 + place * 1_313
        books.invoice(buyer, number, minor)
        text = f"货款 {number}"
        lines.append(LineDraft(number, place, date(2026, 3, 2), minor, "CNY", None, "苏州华锐机电有限公司", "", text))
    statement = StatementDraft("", "CNY", "cn.generic", "none", None, None, tuple(lines))
    source = StatementSource(write_file(content=b"statement"), (statement,))
    import_statement(actor=SYSTEM, now=NOW, key="statement", bank_account_id=account["bank_account_id"], source=source)
    return books.company_id


def test_killed_runs_are_before_or_after_and_never_between(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    monkeypatch.setattr(matching, "CHUNK", 5)  # twelve acts a run: many moments to die at
    lives = Lives(shelf)
    chance = random.Random(20260302)
    killed, between = 0, set()
    with django_db_blocker.unblock(), lives.opened():
        company_id = fill()

        def work() -> object:
            return run_matching(actor=SYSTEM, now=NOW, company_id=company_id)

        with lives.fresh():
            work()  # what is loaded late is loaded now
        with lives.fresh():
            longest = length_of(work=work)
        while killed < kills(of="matching"):
            with lives.fresh():
                # The kill may come too late: that run has to be complete.
                killed += live_and_die(work=work, chance=chance, longest=longest)
                assert summary(findings=check_all())[1] == []
                between.add(Receipt.objects.filter(unapplied_minor=0).count())
                work()
                assert Receipt.objects.filter(unapplied_minor=0).count() == PAYMENTS
                assert Posting.objects.filter(kind="ALLOCATE").count() == PAYMENTS
                assert summary(findings=check_all())[1] == []
    assert between <= set(range(0, PAYMENTS + 1, 5))
    assert len(between) > 3
