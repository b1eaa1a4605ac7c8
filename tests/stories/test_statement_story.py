"""A month, its statement, the stamped confirmation: the milestone fires and the paper is evidence; an objection to one item
becomes a dispute and leaves the rest acknowledged; silence is asked for again and proved another way."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from huikuan.contracts.rules.terms import Clauses, Trigger
from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.disputes.models import Dispute
from huikuan.disputes.rules import Reason
from huikuan.documents.files import read_file
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.outbox.models import Message
from huikuan.receivables.models import PlanFiring
from huikuan.statements.models import AcknowledgedItem, Acknowledgement, Reply, StatementLine
from huikuan.statements.operations.following import follow_up, prove_otherwise
from huikuan.statements.queries.coverage import coverage
from huikuan.statements.rules.policy import Period
from huikuan.statements.rules.replying import ObjectionDraft, Result
from tests.books import NOW, Books
from tests.contracts.acting import happens, signed
from tests.contracts.agreed import part, terms
from tests.deliveries.delivering import delivered, signature
from tests.statements.office import FEBRUARY, JANUARY, STAMPED, TODAY, new_desk

pytestmark = pytest.mark.django_db


def proven() -> list[object]:
    return [broken for found in check_all() for broken in found.broken]


def test_month_statement_stamped_confirmation_milestone_and_evidence() -> None:
    desk = new_desk()
    books = desk.books
    # given a contract whose payment waits for a confirmed statement, an invoice, a receipt used in part, money on account
    plan = (part(1, "对账付款", Trigger.STATEMENT_CONFIRMED, 1000, 15, expected_on=date(2026, 3, 1)),)
    contract = signed(books, desk.customer, terms(40_000_00, plan))
    (item,) = books.invoice(desk.customer, "F001", 10_000_00, date(2026, 2, 9))
    money = books.receipt(7_000_00, desk.customer, on=date(2026, 2, 20))
    books.allocate(money, (item, 6_000_00))
    # when the month is stated
    (row,) = desk.run()
    # then opening and lines lead to the closing balance; the allocation moves nothing
    assert (row.opening_minor, row.received_minor, row.closing_minor) == (10_000_00, 7_000_00, 3_000_00)
    assert (row.open_minor, row.on_account_minor, row.overdue_minor) == (4_000_00, 1_000_00, 4_000_00)
    lines = StatementLine.objects.filter(statement=row).values_list(
        "kind", "debit_minor", "credit_minor", "balance_minor"
    )
    assert list(lines) == [("RECEIPT", 0, 7_000_00, 3_000_00)]
    assert (row.state, row.number, len(row.pdf_sha256), len(row.chain_head)) == ("ISSUED", 1, 64, 64)
    # when it goes to the customer's person and comes back stamped
    desk.sent(row)
    message = Message.objects.get(purpose="STATEMENT")
    assert (message.recipient, "{portal-link:" in message.text, "DZ000001" in message.subject) == (
        "gao@example.com",
        True,
        True,
    )
    done = desk.answer(row)
    # then the milestone has fired, the paper is evidence, and the debt is acknowledged from that day on
    row.refresh_from_db()
    assert (row.state, done["milestones"]) == ("CONFIRMED", [contract])
    assert PlanFiring.objects.get(contract_id=contract).amount_minor == 40_000_00
    assert [one.name for one in documents_of(purpose=Purpose.EVIDENCE, owner_ids=[desk.customer])] == ["回函.pdf"]
    found = Acknowledgement.objects.get()
    assert (found.minor, found.on, found.strength) == (3_000_00, TODAY, "STRONG")
    assert list(AcknowledgedItem.objects.values_list("receivable_id", "minor")) == [(item.pk, 4_000_00)]
    reply = Reply.objects.get()
    assert reply.document is not None
    assert (reply.answered_sha256, reply.document.size_bytes) == (row.pdf_sha256, len(STAMPED))
    assert proven() == []
    # and the coverage of the month says so
    (covered,) = coverage(actor=SYSTEM, by="month")
    assert (covered.confirmed_minor, covered.stated_minor, covered.hundredths) == (3_000_00, 3_000_00, 10_000)


def test_an_objection_to_one_item_becomes_a_dispute_and_the_rest_is_acknowledged() -> None:
    desk = new_desk()
    (good,) = desk.books.invoice(desk.customer, "F001", 10_000_00)
    (bad,) = desk.books.invoice(desk.customer, "F002", 5_000_00)
    row = desk.handed(desk.one())
    objection = ObjectionDraft(bad.pk, Reason.QUANTITY, 2_000_00, "少到两台", "收货单.jpg", b"\xff\xd8\xff photo")
    done = desk.answer(row, Result.DISPUTED, objections=(objection,), their_closing_minor=13_000_00)
    row.refresh_from_db()
    dispute = Dispute.objects.get()
    assert (row.state, done["disputes"], dispute.amount_minor, dispute.reason) == (
        "DISPUTED",
        [dispute.pk],
        2_000_00,
        "QUANTITY",
    )
    items = dict(AcknowledgedItem.objects.values_list("receivable_id", "minor"))
    assert items == {good.pk: 10_000_00, bad.pk: 3_000_00}
    assert Acknowledgement.objects.get().minor == 13_000_00
    assert proven() == []


def test_silence_is_asked_for_again_and_proved_another_way() -> None:
    desk = new_desk()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    row = desk.sent(desk.one())
    after = date(2026, 3, 20)
    assert follow_up(actor=SYSTEM, now=NOW, today=row.reply_by, key="day-1")["lapsed"] == 0
    assert follow_up(actor=SYSTEM, now=NOW, today=after, key="day-2")["lapsed"] == 1
    row.refresh_from_db()
    assert row.state == "NO_REPLY"
    desk.sent(row, after)
    assert (row.state, row.reply_by > after) == ("SECOND_REQUEST", True)
    assert Message.objects.filter(purpose="STATEMENT").count() == 2
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 4, 20), key="day-3")
    row.refresh_from_db()
    assert row.state == "ALTERNATIVE_DUE"
    prove_otherwise(
        actor=SYSTEM, now=NOW, key="proof", statement_id=row.pk, text="三月回款及签收单", file=("签收.pdf", b"%PDF-1")
    )
    row.refresh_from_db()
    assert row.state == "ALTERNATIVE_EVIDENCE"
    # a reply after the day still counts
    desk.answer(row)
    row.refresh_from_db()
    assert row.state == "CONFIRMED"


def test_what_is_posted_later_for_an_earlier_month_stands_as_an_adjustment() -> None:
    desk = new_desk()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    january = desk.one(JANUARY)
    assert (january.opening_minor, january.billed_minor, january.closing_minor) == (0, 10_000_00, 10_000_00)
    desk.books.invoice(desk.customer, "F002", 3_000_00)  # issued on 10 January, entered after the statement
    february = desk.one(FEBRUARY)
    assert (february.opening_minor, february.earlier_minor, february.closing_minor) == (10_000_00, 3_000_00, 13_000_00)
    assert StatementLine.objects.get(statement=february).is_earlier
    assert proven() == []


def test_a_line_names_the_delivery_notes_it_bills_and_its_contract() -> None:
    desk = new_desk()
    books = desk.books
    notes = [delivered(books, desk.customer, number, signature=signature()) for number in ("SH-7", "SH-8")]
    (item,) = books.invoice(desk.customer, "F001", 200_000_00, date(2026, 3, 9), issued=TODAY, contract="HT-3")
    for note in notes:
        link_invoice(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), invoice_id=item.invoice_id, note_ids=[note])
    row = desk.one(Period(date(2026, 3, 1), TODAY))
    line = StatementLine.objects.get(statement=row)
    assert (line.number, line.contract, line.delivery) == ("F001", "HT-3", "SH-7, SH-8")
    assert row.pdf is not None
    paper = PdfReader(BytesIO(read_file(sha256=row.pdf.sha256))).pages[0].extract_text()
    assert "送货单 SH-7, SH-8" in paper and "HT-3" in paper


def under_silence(books: Books, customer: int, days: int, number: str = "HT-9") -> int:
    """A signed contract whose silence clause gives so many days, none at 0; 40,000.00 are billed under it."""
    plan = (part(1, "货款", Trigger.DELIVERY, 1000, 15, expected_on=date(2026, 1, 10)),)
    contract = signed(books, customer, terms(40_000_00, plan, clauses=Clauses(silence_days=days)), number=number)
    happens(books, contract, Trigger.DELIVERY, date(2026, 1, 10), signatory="李明")
    return contract


@pytest.mark.parametrize(("days", "state"), [(7, "DEEMED"), (0, "NO_REPLY")])
def test_silence_is_consent_only_where_the_contract_says_so(days: int, state: str) -> None:
    desk = new_desk()
    under_silence(desk.books, desk.customer, days)
    row = desk.handed(desk.one())
    assert row.deemed_contract == ("HT-9" if days else "")
    assert row.pdf is not None
    paper = PdfReader(BytesIO(read_file(sha256=row.pdf.sha256))).pages[0].extract_text()
    assert ("视为" in paper) == bool(days)
    after = row.reply_by + timedelta(days=3)
    follow_up(actor=SYSTEM, now=NOW, today=after, key="silence")
    row.refresh_from_db()
    assert row.state == state
    evidence = documents_of(purpose=Purpose.EVIDENCE, owner_ids=[desk.customer])
    assert [one.id for one in evidence] == ([row.pdf_id] if days else [])
    # silence acknowledges nothing of itself and is in no coverage; an answer afterwards still counts
    assert Acknowledgement.objects.count() == 0
    assert [one.confirmed_minor for one in coverage(actor=SYSTEM)] == [0]
    desk.answer(row)
    row.refresh_from_db()
    assert (row.state, Acknowledgement.objects.get().minor) == ("CONFIRMED", 40_000_00)
    assert proven() == []


def test_silence_agrees_to_nothing_that_did_not_arrive_or_is_not_under_the_contract() -> None:
    desk = new_desk()
    under_silence(desk.books, desk.customer, 7)
    sent = desk.sent(desk.one(JANUARY))  # queued, no word that it arrived
    (other,) = desk.books.invoice(desk.customer, "F002", 500_00, issued=date(2026, 2, 3))
    february = desk.handed(desk.one(FEBRUARY))
    assert (sent.deemed_contract, february.deemed_contract) == ("HT-9", "")
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 5, 1), key="silence")
    for row in (sent, february):
        row.refresh_from_db()
        assert row.state == "NO_REPLY"
    assert other.pk


def test_the_time_of_the_contract_runs_from_the_arrival() -> None:
    desk = new_desk()
    under_silence(desk.books, desk.customer, 60)
    row = desk.handed(desk.one())
    assert row.reply_by == TODAY + timedelta(days=60)
    for today, state in ((date(2026, 5, 2), "DELIVERED"), (date(2026, 5, 3), "DEEMED")):
        follow_up(actor=SYSTEM, now=NOW, today=today, key=f"day-{today}")
        row.refresh_from_db()
        assert row.state == state, today


def test_a_clause_is_not_printed_for_a_contract_that_does_not_have_it() -> None:
    desk = new_desk()
    under_silence(desk.books, desk.customer, 0, "HT-1")
    for number in ("HT-1", "HT-404"):
        with pytest.raises(Refused, match="STATEMENT_NO_SILENCE_CLAUSE"):
            desk.one(deemed_contract=number)
    under_silence(desk.books, desk.customer, 5, "HT-2")
    assert desk.one(deemed_contract="HT-2").deemed_contract == "HT-2"
