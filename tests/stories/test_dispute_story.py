"""A dispute on half an invoice: the other half is asked for; past its deadline it goes up; it ends with a credit note or a letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huikuan.accounts.models import User
from huikuan.audit.models import Act
from huikuan.disputes.escalating import escalate_disputes
from huikuan.disputes.models import Dispute
from huikuan.disputes.operations import decide_dispute, open_dispute
from huikuan.disputes.queries import dispute_row, disputed_minor, steps_of
from huikuan.disputes.rules import Decision, DisputedItem, DisputeDraft, Ending, Event, Reason, State
from huikuan.documents.queries import documents_of, open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Refused
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note
from tests.books import NOW, Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def raised(books: Books, row: Receivable, minor: int, **more: Any) -> int:
    items = (DisputedItem(row.pk, minor),)
    draft = DisputeDraft(row.customer_id, row.company_id, row.currency, Reason.PRICE, "单价高了", items, **more)
    return int(open_dispute(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)["dispute_id"])


def decide(books: Books, dispute_id: int, decision: Decision, on: date = TODAY) -> None:
    decide_dispute(actor=SYSTEM, now=NOW, today=on, key=books.key(), dispute_id=dispute_id, decision=decision)


def test_half_is_disputed_half_is_asked_for_and_a_credit_note_ends_it() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 100_000)
    pk = raised(books, item, 50_000)
    assert disputed_minor(receivable_ids=[item.pk]) == {item.pk: 50_000}
    settled = Decision(Event.SETTLE, "单价按确认书改正", Ending.CREDIT_NOTE)
    with pytest.raises(Refused, match="DISPUTE_CREDIT_NOTE_MISSING"):
        decide(books, pk, settled)
    credit = CreditNoteDraft(invoice_id=item.invoice_id, number="R001", issue_date=TODAY, amount_minor=50_000)
    issue_credit_note(actor=SYSTEM, now=NOW, key=books.key(), credit_note=credit)
    decide(books, pk, settled)
    row = dispute_row(actor=SYSTEM, dispute_id=pk)
    assert row is not None and (row.state, row.ending) == (State.SETTLED, Ending.CREDIT_NOTE)
    assert disputed_minor(receivable_ids=[item.pk]) == {}


def test_a_rejection_is_written_to_the_customer_in_his_language() -> None:
    books = new_books()
    for place, language in enumerate(("zh-hans", "en")):
        (item,) = books.invoice(books.customer(f"丙公司{place}", language=language), f"F00{place}", 100_000)
        pk = raised(books, item, 100)
        decide(books, pk, Decision(Event.REJECT, "送货单已签收，数量无误"))
        (kept,) = documents_of(purpose=Purpose.DISPUTE, owner_ids=[pk])
        _, content = open_document(document_id=kept.id, purpose=Purpose.DISPUTE, owner_id=pk)
        assert content.startswith(b"%PDF-") and len(content) > 5_000
        assert disputed_minor(receivable_ids=[item.pk]) == {}


def test_what_nobody_decides_in_time_goes_up_once_and_its_owner_stays() -> None:
    books, people = new_books(), new_people()
    owner = User.objects.get(pk=people.owner.user_id or 0)
    director = User.objects.create(username="director-of-all", name="财务总监")
    director.roles.create(role=Role.FINANCE_DIRECTOR.value)
    (item,) = books.invoice(books.customer("乙公司", salesperson_id=owner.pk), "F001", 1_000)
    pk = raised(books, item, 400)
    deadline = Dispute.objects.get(pk=pk).deadline
    go = {"actor": SYSTEM, "now": NOW}
    assert escalate_disputes(**go, today=deadline, key="d0") == {"escalated": 0}  # type: ignore[arg-type]
    assert not Act.objects.filter(verb="escalate_disputes").exists()
    late = deadline + timedelta(days=1)
    assert escalate_disputes(**go, today=late, key="d1") == {"escalated": 1}  # type: ignore[arg-type]
    assert escalate_disputes(**go, today=late, key="d1") == {"escalated": 0}  # type: ignore[arg-type]
    row = dispute_row(actor=SYSTEM, dispute_id=pk)
    assert row is not None and (row.owner_id, row.escalated_on) == (owner.pk, late)
    assert row.escalated_to != "" and row.escalated_to != row.owner
    assert [step.event for step in steps_of(dispute_id=pk)] == [Event.ESCALATE, Event.RAISE]


def test_the_database_refuses_what_never_happens() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 1_000)
    pk = raised(books, item, 400)
    for values in ({"ending": "PAID"}, {"escalated_on": TODAY}, {"escalated_to_id": 1}):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            Dispute.objects.filter(pk=pk).update(**values)
