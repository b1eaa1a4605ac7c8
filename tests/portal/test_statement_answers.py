"""Given a statement that was sent, then the customer confirms it with a code or a stamp, or objects to it: by line or as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huikuan.disputes.models import Dispute, DisputeItem
from huikuan.documents.files import read_file
from huikuan.documents.models import Document, DocumentUse
from huikuan.guests.models import LinkCode, PortalLink
from huikuan.guests.operations.codes import make_code
from huikuan.guests.operations.links import revoke_link
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.models import Receivable
from huikuan.statements.models import AcknowledgedItem, Acknowledgement, Objection, Reply, Statement
from huikuan.statements.operations.running import withdraw_statement
from huikuan.statements.rules.policy import Period
from huikuan.statements.rules.states import number_text
from tests.books import NOW
from tests.portal.office import guest_browser, link_of, portal_office, sent, statement_link
from tests.portal.test_routes import counts
from tests.statements.office import STAMPED, Desk
from tests.web.office import Office, second_company

pytestmark = pytest.mark.django_db
WHO = {"name": "高伟", "role": "财务经理", "phone": "13900000000"}
PHOTO = b"\xff\xd8\xff two pumps"


@pytest.fixture
def office() -> Office:
    return portal_office()


def stated(office: Office, customer_id: int | None = None) -> Statement:
    """A statement that was handed over, through the day before today."""
    desk = Desk(office.books, customer_id or office.customer)
    day = NOW.date() - timedelta(days=1)
    return desk.handed(desk.one(Period(day.replace(day=1), day), NOW.date()))


def coded(link_id: int) -> str:
    return make_code(actor=SYSTEM, now=NOW, key=f"code-{link_id}-{LinkCode.objects.count()}", link_id=link_id)


def address(row: Statement, act: str) -> str:
    return f"/portal/statements/{row.pk}/{act}/"


def items_of(row: Statement) -> dict[str, int]:
    return dict(row.items.values_list("number", "receivable_id"))


def test_a_guest_confirms_with_the_code_he_got_another_way(office: Office) -> None:
    row = stated(office)
    link_id = statement_link(office, row.pk)
    browser = guest_browser(link_id)
    page = browser.get("/portal/statement/").content.decode()
    assert row.items.count() and all(number in page for number in items_of(row))
    assert browser.post(address(row, "code"), {"code": coded(link_id)}).status_code == 303
    assert sent(browser, address(row, "confirm"), WHO).status_code == 303
    row.refresh_from_db()
    reply = Reply.objects.get()
    assert (row.state, reply.factor, reply.channel, reply.name) == ("CONFIRMED", "CODE", "PORTAL", "高伟")
    assert reply.answered_sha256 == row.pdf_sha256
    taken = Acknowledgement.objects.get()
    assert (taken.minor, taken.strength, taken.document_id) == (row.closing_minor, "MEDIUM", row.pdf_id)


def test_without_code_and_stamp_nothing_is_confirmed(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(statement_link(office, row.pk))
    before = counts()
    looked = browser.post(address(row, "confirm"), {**WHO, "key": "k" * 20, "step": "confirm"})
    assert looked.status_code == 422 and "code" in looked.content.decode()
    assert counts() == before


def test_one_code_confirms_one_statement(office: Office) -> None:
    first = stated(office)
    link_id = link_of(office)
    browser = guest_browser(link_id)
    browser.post(address(first, "code"), {"code": coded(link_id)})
    assert sent(browser, address(first, "confirm"), WHO).status_code == 303
    desk = Desk(office.books, office.customer)
    second = desk.handed(desk.one(Period(date(2026, 1, 1), date(2026, 1, 31)), NOW.date()))
    again = browser.post(address(second, "confirm"), {**WHO, "key": "q" * 20, "step": "confirm"})
    second.refresh_from_db()
    assert (again.status_code, second.state) == (422, "DELIVERED")


def test_a_guest_uploads_the_stamped_copy(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(statement_link(office, row.pk))
    stamped = SimpleUploadedFile("回函.pdf", STAMPED)
    assert sent(browser, address(row, "confirm"), {**WHO, "seal": "COMPANY", "file": stamped}).status_code == 303
    row.refresh_from_db()
    reply = Reply.objects.get()
    assert (row.state, reply.factor, reply.seal) == ("CONFIRMED", "STAMP", "COMPANY")
    assert reply.document is not None and read_file(sha256=reply.document.sha256) == STAMPED
    assert Acknowledgement.objects.get().strength == "STRONG"
    kept = DocumentUse.objects.filter(purpose="EVIDENCE", owner_id=office.customer)
    assert [use.document_id for use in kept] == [reply.document_id]


def test_a_file_without_a_seal_is_no_stamped_copy(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(statement_link(office, row.pk))
    file = SimpleUploadedFile("回函.pdf", STAMPED)
    answer = sent(browser, address(row, "confirm"), {**WHO, "seal": "NONE", "file": file})
    row.refresh_from_db()
    assert (answer.status_code, row.state, Reply.objects.count()) == (422, "DELIVERED", 0)


def test_a_guest_objects_line_by_line_with_reason_and_file(office: Office) -> None:
    row = stated(office)
    item = items_of(row)["F001"]
    browser = guest_browser(statement_link(office, row.pk))
    values: dict[str, Any] = {
        **WHO,
        f"amount_{item}": "234.50",
        f"reason_{item}": "QUANTITY",
        f"text_{item}": "少到两台",
        f"file_{item}": SimpleUploadedFile("收货单.jpg", PHOTO),
        "reason_whole": "QUALITY",
    }
    looked = browser.post(address(row, "object"), {**values, f"file_{item}": SimpleUploadedFile("收货单.jpg", PHOTO)})
    page = looked.content.decode()
    assert "F001" in page and "234.50" in page and "收货单.jpg" in page
    assert page.count("Quality") == 0, "a reason beside no amount says nothing"
    assert sent(browser, address(row, "object"), values).status_code == 303
    row.refresh_from_db()
    dispute, objection = Dispute.objects.get(), Objection.objects.get()
    assert (row.state, dispute.amount_minor, dispute.reason, dispute.text) == (
        "DISPUTED",
        23_450,
        "QUANTITY",
        "少到两台",
    )
    assert objection.dispute_id == dispute.pk and objection.document_id is not None
    assert read_file(sha256=Document.objects.get(pk=objection.document_id).sha256) == PHOTO
    assert list(DisputeItem.objects.values_list("receivable_id", "amount_minor")) == [(item, 23_450)]
    # nobody proved who it was: nothing is acknowledged
    assert Acknowledgement.objects.count() == 0


def test_who_typed_the_code_acknowledges_what_he_did_not_object_to(office: Office) -> None:
    row = stated(office)
    item = items_of(row)["F001"]
    link_id = statement_link(office, row.pk)
    browser = guest_browser(link_id)
    browser.post(address(row, "code"), {"code": coded(link_id)})
    assert sent(browser, address(row, "object"), {**WHO, f"amount_{item}": "234.50"}).status_code == 303
    assert AcknowledgedItem.objects.get(receivable_id=item).minor == 123_450 - 23_450


def test_more_than_the_line_and_another_customers_line_are_refused(office: Office) -> None:
    row = stated(office)
    item = items_of(row)["F001"]
    others = items_of(stated(office, office.others_customer))["F900"]
    browser = guest_browser(statement_link(office, row.pk))
    before = counts()
    much = {**WHO, f"amount_{item}": "1,234.51", "key": "k" * 20, "step": "confirm"}
    assert browser.post(address(row, "object"), much).status_code == 422
    foreign = {**WHO, f"amount_{others}": "1.00", "key": "k" * 20, "step": "confirm"}
    assert browser.post(address(row, "object"), foreign).status_code == 422
    assert counts() == before


def test_an_objection_to_the_balance_as_a_whole_is_a_dispute_laid_on_the_newest_items(office: Office) -> None:
    (newest,) = office.books.invoice(office.customer, "F003", 10_000, date(2026, 3, 20), issued=date(2026, 2, 20))
    row = stated(office)
    oldest = items_of(row)["F001"]
    browser = guest_browser(statement_link(office, row.pk))
    wrong = {**WHO, "amount_whole": "150.00", "reason_whole": "OTHER", "text_whole": "与我方账面差150元"}
    assert sent(browser, address(row, "object"), wrong).status_code == 303
    row.refresh_from_db()
    dispute, objection = Dispute.objects.get(), Objection.objects.get()
    assert (row.state, dispute.amount_minor, dispute.text) == ("DISPUTED", 15_000, "与我方账面差150元")
    assert (objection.receivable_id, objection.amount_minor, objection.dispute_id) == (None, 15_000, dispute.pk)
    laid = dict(DisputeItem.objects.values_list("receivable_id", "amount_minor"))
    assert laid[newest.pk] == 10_000 and sum(laid.values()) == 15_000 and laid.get(oldest, 0) < 123_450
    assert Acknowledgement.objects.count() == 0


def test_what_is_paid_meanwhile_is_not_disputed_any_more(office: Office) -> None:
    row = stated(office)
    item = items_of(row)["F001"]
    money = office.books.receipt(123_450, office.customer)
    office.books.allocate(money, (Receivable.objects.get(pk=item), 123_450))
    browser = guest_browser(statement_link(office, row.pk))
    assert sent(browser, address(row, "object"), {**WHO, f"amount_{item}": "234.50"}).status_code == 303
    assert (Objection.objects.get().dispute_id, Dispute.objects.count()) == (None, 0)


ACTS = ("code", "confirm", "object")


def visitors(office: Office, row: Statement) -> dict[str, Client]:
    """Everybody whose link does not show this statement."""
    ended, revoked = statement_link(office, row.pk), statement_link(office, row.pk)
    found = {
        "expired": guest_browser(ended),
        "revoked": guest_browser(revoked),
        "other customer": guest_browser(link_of(office, office.others_customer)),
        "other statement": guest_browser(statement_link(office, row.pk + 1_000)),
        "no link": Client(),
        "our own people": office.browser("colleague"),
    }
    PortalLink.objects.filter(pk=ended).update(created_at=NOW - timedelta(days=2), expires_at=NOW)
    revoke_link(actor=SYSTEM, now=NOW, key=office.books.key(), link_id=revoked)
    return found


def test_nobody_else_sees_answers_or_takes_the_files_of_a_statement(office: Office) -> None:
    row = stated(office)
    browsers = visitors(office, row)
    before = counts()
    values = {**WHO, "amount_whole": "1.00", "code": "000000", "key": "k" * 20, "step": "confirm"}
    for who, browser in browsers.items():
        answers = [browser.get(f"/portal/statements/{row.pk}/")]
        answers += [browser.get(f"/portal/statements/{row.pk}/file/{kind}/") for kind in ("pdf", "xlsx")]
        answers += [browser.post(address(row, act), values) for act in ACTS]
        assert {answer.status_code for answer in answers} == {404}, who
        assert not any("F001" in answer.content.decode() for answer in answers), who
    row.refresh_from_db()
    assert (counts(), row.state, row.seen_at) == (before, "DELIVERED", None)


def test_the_right_link_is_let_in_by_each_of_these_addresses(office: Office) -> None:
    """The negative control of the test before: the same calls, another link."""
    row = stated(office)
    for link_id in (statement_link(office, row.pk), link_of(office)):
        browser = guest_browser(link_id)
        answers = [browser.get(f"/portal/statements/{row.pk}/")]
        answers += [browser.get(f"/portal/statements/{row.pk}/file/{kind}/") for kind in ("pdf", "xlsx")]
        answers += [browser.get(address(row, act)) for act in ("confirm", "object")]
        assert {answer.status_code for answer in answers} == {200}
        assert browser.post(address(row, "code"), {"code": "x"}).status_code == 422


def test_a_link_about_one_own_company_shows_no_statement_of_another(office: Office) -> None:
    row = stated(office)
    there = second_company(office)
    browser = guest_browser(link_of(office, company_id=there.books.company_id))
    assert browser.get(f"/portal/statements/{row.pk}/").status_code == 404
    assert "DZ000001" not in browser.get("/portal/statements/").content.decode()
    own = guest_browser(link_of(office, company_id=office.books.company_id))
    assert own.get(f"/portal/statements/{row.pk}/").status_code == 200
    assert "DZ000001" in own.get("/portal/statements/").content.decode()


def test_a_withdrawn_statement_is_gone_and_a_confirmed_one_takes_no_answer(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(statement_link(office, row.pk))
    withdraw_statement(actor=SYSTEM, now=NOW, key="gone", statement_id=row.pk, reason="金额有误")
    assert browser.get("/portal/statement/").status_code == 404
    newer = stated(office)
    browser = guest_browser(statement_link(office, newer.pk))
    stamped = SimpleUploadedFile("回函.pdf", STAMPED)
    assert sent(browser, address(newer, "confirm"), {**WHO, "seal": "COMPANY", "file": stamped}).status_code == 303
    for act in ("confirm", "object"):
        shown = browser.get(address(newer, act), follow=True)
        assert shown.redirect_chain and "takes no answer any more" in shown.content.decode()
    late = {**WHO, "amount_whole": "1.00", "key": "z" * 20, "step": "confirm"}
    assert browser.post(address(newer, "object"), late).status_code == 422
    assert Reply.objects.filter(statement=newer).count() == 1


def test_a_statement_that_was_not_sent_yet_is_seen_by_its_own_link_only(office: Office) -> None:
    desk = Desk(office.books, office.customer)
    day = NOW.date() - timedelta(days=1)
    row = desk.one(Period(day.replace(day=1), day), NOW.date())
    account, own = guest_browser(link_of(office)), guest_browser(statement_link(office, row.pk))
    assert own.get("/portal/statement/").status_code == 200
    assert account.get(f"/portal/statements/{row.pk}/").status_code == 404
    assert number_text(number=row.number) not in account.get("/portal/statements/").content.decode()
    desk.handed(row)
    assert account.get(f"/portal/statements/{row.pk}/").status_code == 200
    assert number_text(number=row.number) in account.get("/portal/statements/").content.decode()
