"""A document whose day is not the day it was posted on is named, and one that says wrongly whether it was taken back."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receivables.checks import check_receivables
from huikuan.receivables.models import Invoice
from huikuan.receivables.operations import CreditNoteDraft, issue_credit_note, reverse_posting
from tests.books import NOW, Books, new_books
from tests.forging import forge

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    books = new_books()
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    books.allocate(books.receipt(400), (item, 400))
    note = CreditNoteDraft(Invoice.objects.get().pk, "C001", date(2026, 2, 20), 100)
    issue_credit_note(actor=SYSTEM, now=NOW, key="credit", credit_note=note)
    return books


def wrong_days() -> set[str]:
    return broken("J2")


def broken(invariant: str) -> set[str]:
    return {row.object for found in check_receivables() if found.invariant == invariant for row in found.broken}


def test_documents_on_the_day_they_were_posted_break_nothing(books: Books) -> None:
    assert wrong_days() == set()


@pytest.mark.parametrize("kind", ["INVOICE", "CREDIT_NOTE"])
@pytest.mark.parametrize("day", ["2020-01-01", "2026-12-31"])
def test_another_issue_date_is_named(books: Books, kind: str, day: str) -> None:
    forge(f"UPDATE receivables_invoice SET issue_date = '{day}' WHERE kind = '{kind}'")
    assert f"invoice {Invoice.objects.get(kind=kind).pk} issue date" in wrong_days()


def test_another_issue_date_of_an_instalment_is_named(books: Books) -> None:
    forge("UPDATE receivables_receivable SET issue_date = '2020-01-01'")
    row = Invoice.objects.get(kind="INVOICE").receivables.get()
    assert wrong_days() == {f"receivable {row.pk} issue date"}


def test_a_document_that_says_wrongly_whether_it_was_taken_back_is_named(books: Books) -> None:
    note = Invoice.objects.get(kind="CREDIT_NOTE")
    (other,) = books.invoice(note.customer_id, "F002", 10)
    for document_id in (note.pk, other.invoice_id):
        posting = Posting.objects.get(document_id=document_id)
        reverse_posting(
            actor=SYSTEM,
            now=NOW,
            key=books.key(),
            posting_id=posting.pk,
            effective_date=date(2026, 3, 1),
            reason="MISTAKE",
        )
    assert set(Invoice.objects.filter(cancelled_by__gt=0).values_list("number", flat=True)) == {"C001", "F002"}
    assert wrong_days() == set()
    live = Invoice.objects.get(number="F001")
    Invoice.objects.filter(pk=live.pk).update(cancelled_by=1)
    Invoice.objects.filter(pk=note.pk).update(cancelled_by=0)
    assert wrong_days() == {f"invoice {live.pk}", f"invoice {note.pk}"}


def test_a_control_account_that_is_not_the_sum_of_receivables_is_named(books: Books) -> None:
    assert broken("J7") == set()
    forge("UPDATE ledger_daytotal SET minor = minor + 1 WHERE account = 'RECEIVABLE'")
    assert broken("J7") == {f"receivables of company {books.company_id} in CNY"}
