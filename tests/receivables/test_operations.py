"""Registering invoices and credit notes: a number that is taken is named, nothing of the batch is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.models import Posting
from huikuan.receivables.models import Invoice
from huikuan.receivables.operations import (
    CreditNoteDraft,
    InvoiceDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    register_invoices,
    reverse_posting,
)
from huikuan.receivables.rules import InstalmentDraft
from tests.books import NOW, Books, new_books
from tests.writing_off import revived, write_off

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 10)


@pytest.fixture
def books() -> Books:
    return new_books()


def register(books: Books, customer_id: int, *numbers: str) -> dict[str, list[int]]:
    drafts = [InvoiceDraft(customer_id, number, DAY, "CNY", (InstalmentDraft(None, 100),)) for number in numbers]
    key = "-".join(numbers)
    return register_invoices(actor=SYSTEM, now=NOW, key=key, company_id=books.company_id, invoices=drafts)


@pytest.mark.parametrize(("numbers", "taken"), [(("F2", "F1"), "F1"), (("F3", "F3"), "F3")])
def test_a_number_that_is_taken_is_named(books: Books, numbers: tuple[str, ...], taken: str) -> None:
    customer_id = books.customer("甲公司")
    register(books, customer_id, "F1")
    with pytest.raises(Refused) as refused:
        register(books, customer_id, *numbers)
    assert (refused.value.code, refused.value.parameters) == ("INVOICE_EXISTS", {"number": taken})
    assert list(Invoice.objects.values_list("number", flat=True)) == ["F1"]


def test_the_number_of_a_document_that_was_taken_back_is_free_once_and_taken_again(books: Books) -> None:
    customer_id = books.customer("甲公司")

    def enter(minor: int) -> int:
        (item,) = books.invoice(customer_id, "F1", minor)
        draft = CreditNoteDraft(item.invoice_id, "R1", DAY, 10)
        issue_credit_note(actor=SYSTEM, now=NOW, key=books.key(), credit_note=draft)
        return int(item.invoice_id)

    first = enter(100)
    for posting in Posting.objects.order_by("-number"):
        call: dict[str, Any] = {"posting_id": posting.pk, "effective_date": DAY, "reason": "MISTAKE"}
        reverse_posting(actor=SYSTEM, now=NOW, key=books.key(), **call)
    second = enter(90)
    with pytest.raises(Refused) as refused:
        enter(80)
    assert (refused.value.code, refused.value.parameters) == ("INVOICE_EXISTS", {"number": "F1"})
    found = Invoice.objects.values_list("number", "amount_minor", "cancelled_by")
    assert {(number, minor, by > 0) for number, minor, by in found} == {
        ("F1", 100, True),
        ("R1", 10, True),
        ("F1", 90, False),
        ("R1", 10, False),
    }
    assert first != second
    assert summary(findings=check_all())[1] == []


def test_two_live_documents_with_one_number_are_refused_by_the_database(books: Books) -> None:
    customer_id = books.customer("甲公司")
    register(books, customer_id, "F1")
    (row,) = Invoice.objects.values()
    twin = Invoice.objects.create(**{**row, "id": row["id"] + 1, "cancelled_by": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=twin.pk).update(cancelled_by=0)


def test_another_customer_may_have_the_same_number(books: Books) -> None:
    register(books, books.customer("甲公司"), "F1")
    books.invoice(books.customer("乙公司"), "F1", 100)
    assert Invoice.objects.filter(number="F1").count() == 2


def test_the_number_of_a_credit_note_is_taken_once(books: Books) -> None:
    customer_id = books.customer("甲公司")
    invoice_id = register(books, customer_id, "F1")["invoice_ids"][0]

    def credit(key: str) -> None:
        draft = CreditNoteDraft(invoice_id, "R1", DAY, 10)
        issue_credit_note(actor=SYSTEM, now=NOW, key=key, credit_note=draft)

    credit("one")
    with pytest.raises(Refused) as refused:
        credit("two")
    assert (refused.value.code, refused.value.parameters) == ("INVOICE_EXISTS", {"number": "R1"})
    assert Invoice.objects.filter(number="R1").count() == 1


@pytest.mark.parametrize("minor", [0, -5])
def test_a_credit_note_is_of_something(books: Books, minor: int) -> None:
    invoice_id = register(books, books.customer("甲公司"), "F1")["invoice_ids"][0]
    draft = CreditNoteDraft(invoice_id, "R1", DAY, minor)
    with pytest.raises(Refused, match="AMOUNT_OUT_OF_BOUNDS"):
        issue_credit_note(actor=SYSTEM, now=NOW, key="credit", credit_note=draft)


def test_a_reversal_is_not_taken_back_itself(books: Books) -> None:
    """A rest that was given up and reopened is given up again by a new act, never by undoing the undoing."""
    (item,) = books.invoice(books.customer("甲公司"), "F1", 100)
    reduction = Reduction(item.pk, 40, DAY, "ROUNDING")
    first = accept_short_payment(actor=SYSTEM, now=NOW, key="off", reduction=reduction)["posting_id"]
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "effective_date": DAY, "reason": "MISTAKE"}
    back = reverse_posting(key="back", posting_id=first, **call)["posting_id"]
    with pytest.raises(Changed) as refused:
        reverse_posting(key="again", posting_id=back, **call)
    number = Posting.objects.get(pk=first).number
    assert (refused.value.code, refused.value.parameters) == ("ALREADY_REVERSED", {"posting": number})
    item.refresh_from_db()
    assert (item.outstanding_minor, item.discounted_minor) == (100, 0)


def test_what_was_written_off_then_is_not_credited_or_cancelled_then(books: Books) -> None:
    """Written off on 1 February and reopened on 1 March: in between there is nothing open to take from."""
    (item,) = books.invoice(books.customer("甲公司"), "F1", 100)
    between, reopened = date(2026, 2, 10), date(2026, 3, 1)
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    off = write_off(**call, key="off", reduction=Reduction(item.pk, 60, date(2026, 2, 1), "GONE"))
    revived(**call, key="on", posting_id=off["posting_id"], effective_date=reopened, reason="MISTAKE")
    invoice: dict[str, Any] = {"posting_id": Posting.objects.get(kind="INVOICE").pk, "reason": "MISTAKE"}
    credit: dict[str, Any] = {"key": "credit", "credit_note": CreditNoteDraft(item.invoice_id, "R1", between, 41)}
    acts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (issue_credit_note, credit),
        (write_off, {"key": "off2", "reduction": Reduction(item.pk, 41, between, "GONE")}),
        (reverse_posting, {"key": "cancel", "effective_date": between, **invoice}),
    )
    for act, early in acts:
        with pytest.raises(Refused) as refused:
            act(**call, **early)
        told = {"date": between.isoformat(), "earliest": reopened.isoformat()}
        assert (refused.value.code, refused.value.parameters) == ("DATED_BEFORE_ORIGIN", told)
    part = write_off(**call, key="part", reduction=Reduction(item.pk, 40, between, "GONE"))  # so much was open
    revived(**call, key="back", posting_id=part["posting_id"], effective_date=between, reason="MISTAKE")
    reverse_posting(**call, key="cancelled", effective_date=reopened, **invoice)
    assert summary(findings=check_all())[1] == []
