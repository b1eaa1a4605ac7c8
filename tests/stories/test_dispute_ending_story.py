"""A dispute of 500 does not end by a fen: credited whole or the rest is owed and told; corrections and replacements have their paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.audit.models import Act
from huikuan.disputes import operations
from huikuan.disputes.checks import check_disputes
from huikuan.disputes.ending_rules import Proof
from huikuan.disputes.operations import add_evidence, decide_dispute, open_dispute
from huikuan.disputes.queries import disputed_minor, proofs_of
from huikuan.disputes.rules import Decision, DisputedItem, DisputeDraft, Ending, Event, Reason
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.models import Posting
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note, reverse_posting
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
CREDITED = Decision(Event.SETTLE, "单价按确认书改正", Ending.CREDIT_NOTE)
PAPER = ("换货签收单.pdf", b"%PDF-1.4 signed")


def raised(books: Books, row: Receivable, minor: int) -> int:
    items = (DisputedItem(row.pk, minor),)
    draft = DisputeDraft(row.customer_id, row.company_id, row.currency, Reason.PRICE, "单价高了", items)
    return int(open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)["dispute_id"])


def decide(books: Books, dispute_id: int, decision: Decision, **more: Any) -> dict[str, Any]:
    keyed = {"key": books.key(), **more}
    return dict(decide_dispute(actor=SYSTEM, now=NOW, today=TODAY, dispute_id=dispute_id, decision=decision, **keyed))


def credited(books: Books, row: Receivable, number: str, minor: int) -> int:
    note = CreditNoteDraft(invoice_id=row.invoice_id, number=number, issue_date=TODAY, amount_minor=minor)
    return int(issue_credit_note(actor=SYSTEM, now=NOW, key=books.key(), credit_note=note)["posting_id"])


def test_a_fen_does_not_end_a_dispute_of_five_hundred_unless_the_rest_is_said_to_be_owed() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    pk = raised(books, item, 50_000)
    credited(books, item, "R001", 1)
    with pytest.raises(Refused, match="DISPUTE_CREDITED_LESS") as caught:
        decide(books, pk, CREDITED)
    figures = {"wanted": 50_000, "found": 1, "over": 49_999, "currency": "CNY"}
    assert dict(caught.value.parameters) == figures and disputed_minor() == {item.pk: 50_000}
    done = decide(books, pk, replace(CREDITED, remainder_owed=True), key="end")
    assert done == {"dispute_id": pk, "remainder_minor": 49_999}
    assert decide(books, pk, replace(CREDITED, remainder_owed=True), key="end") == done
    assert [(one.name, one.credited_minor) for one in proofs_of(dispute_id=pk)] == [("R001", 1)]
    (letter,) = documents_of(purpose=Purpose.DISPUTE, owner_ids=[pk])
    assert letter.name == f"D{pk}.pdf" and letter.size_bytes > 5_000
    assert Act.objects.get(verb="decide_dispute").detail["remainder_owed"] is True
    assert check_disputes()[0].broken == ()


def test_credited_whole_it_ends_without_a_letter() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    pk = raised(books, item, 50_000)
    credited(books, item, "R001", 20_000)
    credited(books, item, "R002", 40_000)
    assert decide(books, pk, CREDITED)["remainder_minor"] == 0
    assert [(one.name, one.credited_minor) for one in proofs_of(dispute_id=pk)] == [("R001", 20_000), ("R002", 30_000)]
    assert documents_of(purpose=Purpose.DISPUTE, owner_ids=[pk]) == ()


def test_one_credit_note_does_not_end_two_disputes() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    first, second = raised(books, item, 30_000), raised(books, item, 30_000)
    credited(books, item, "R001", 40_000)
    decide(books, first, CREDITED)
    with pytest.raises(Refused, match="DISPUTE_CREDITED_LESS") as caught:
        decide(books, second, CREDITED)
    assert caught.value.parameters["found"] == 10_000
    credited(books, item, "R002", 20_000)
    decide(books, second, CREDITED)
    assert disputed_minor() == {} and check_disputes()[0].broken == ()


def test_what_is_read_under_the_lock_is_what_keeps_two_from_the_same_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without what others used, one note ends both, and the check says so."""
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    first, second = raised(books, item, 30_000), raised(books, item, 30_000)
    credited(books, item, "R001", 30_000)
    decide(books, first, CREDITED)
    stale = Proof(shares=((Posting.objects.get(kind="CREDIT_NOTE").document_id or 0, 30_000),))
    monkeypatch.setattr(operations, "proof_of", lambda **_: stale)
    with pytest.raises(Changed, match="DISPUTE_CHANGED"):
        decide(books, second, CREDITED)
    monkeypatch.setattr(operations, "locked_proof_of", lambda **_: stale)
    decide(books, second, CREDITED)
    assert "at most 30000" in check_disputes()[0].broken[0].expected


def test_a_credit_note_taken_back_or_older_than_the_dispute_ends_nothing() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    early = CreditNoteDraft(item.invoice_id, "R000", date(2026, 3, 1), 50_000)
    issue_credit_note(actor=SYSTEM, now=NOW, key=books.key(), credit_note=early)
    pk = raised(books, item, 50_000)
    posting = credited(books, item, "R001", 50_000)
    reverse_posting(actor=SYSTEM, now=NOW, key=books.key(), posting_id=posting, effective_date=TODAY, reason="开错")
    with pytest.raises(Refused, match="DISPUTE_CREDIT_NOTE_MISSING"):
        decide(books, pk, CREDITED)


def test_a_replacement_has_its_paper() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    first, second = raised(books, item, 30_000), raised(books, item, 20_000)
    swapped = Decision(Event.SETTLE, "已换货", Ending.REPLACEMENT)
    with pytest.raises(Refused, match="DISPUTE_REPLACEMENT_UNPROVEN"):
        decide(books, first, swapped)
    decide(books, first, replace(swapped, paper=PAPER))
    assert [one.name for one in proofs_of(dispute_id=first)] == [PAPER[0]]
    kept = add_evidence(
        actor=SYSTEM, now=NOW, key="e", dispute_id=second, name="签收.png", content=b"\x89PNG\r\n\x1a\n"
    )
    with pytest.raises(Refused, match="DISPUTE_PAPER_UNKNOWN"):
        decide(books, second, replace(swapped, paper_id=documents_of(purpose=Purpose.DISPUTE, owner_ids=[first])[0].id))
    decide(books, second, replace(swapped, paper_id=kept["document_id"]))
    assert [one.name for one in proofs_of(dispute_id=second)] == ["签收.png"]


def test_a_correction_names_the_corrected_invoice_or_has_its_paper() -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 100_000)
    books.invoice(buyer, "F000", 10_000, issued=date(2026, 3, 1))
    books.invoice(books.customer("丙公司"), "F003", 10_000, issued=TODAY)
    first, second = raised(books, item, 30_000), raised(books, item, 20_000)
    corrected = Decision(Event.SETTLE, "重开发票", Ending.CORRECTION)
    with pytest.raises(Refused, match="DISPUTE_CORRECTION_UNPROVEN"):
        decide(books, first, corrected)
    for number in ("F000", "F001", "F003", "F404"):
        with pytest.raises(Refused, match="DISPUTE_CORRECTED_UNKNOWN"):
            decide(books, first, replace(corrected, corrected_invoice=number))
    books.invoice(buyer, "F002", 70_000, issued=TODAY)
    decide(books, first, replace(corrected, corrected_invoice=" F002 "))
    assert [(one.name, one.credited_minor) for one in proofs_of(dispute_id=first)] == [("F002", 0)]
    decide(books, second, replace(corrected, paper=PAPER))
    assert disputed_minor() == {}
