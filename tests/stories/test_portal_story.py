"""Given a customer with a link, then his accountant sees, promises, objects and asks; we see it at once; nobody sees more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from huikuan.activities.models import Activity
from huikuan.disputes.models import Dispute, DisputeItem
from huikuan.documents.files import read_file
from huikuan.documents.models import Document, DocumentUse
from huikuan.guests.models import GuestRequest, PortalLink
from huikuan.promises.models import Extension, Promise, PromiseItem
from tests.books import NOW
from tests.portal.office import guest_browser, link_of, portal_office, sent, token_of
from tests.web.conftest import compile_texts
from tests.web.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Iterator[Office]:
    compile_texts()
    with time_machine.travel(NOW, tick=False):
        yield portal_office()


def test_an_accountant_opens_the_link_and_sees_what_is_open_and_how_to_pay(office: Office) -> None:
    browser = guest_browser(link_of(office))
    page = browser.get("/portal/").content.decode()
    assert "乙方机电有限公司" in page and "F001" in page and "1,234.50" in page and "300.00" in page
    assert "丙方" not in page and "F900" not in page
    pay = browser.get("/portal/pay/", {"number": "F001"}).content.decode()
    assert "1102 0008" in pay and '<dd class="to-copy">F001</dd>' in pay and "<path d=" in pay
    assert "500.00" in browser.get("/portal/payments/").content.decode()


def test_the_token_stands_nowhere_but_in_the_first_address(office: Office) -> None:
    link_id = link_of(office)
    token = token_of(link_id)
    assert len(token) == 43
    browser = guest_browser(link_id)
    row = PortalLink.objects.get(pk=link_id)
    assert token not in str(PortalLink.objects.filter(pk=link_id).values().get())
    assert (row.uses, row.last_used_at is not None) == (1, True)
    answer = browser.get("/portal/")
    assert token not in answer.content.decode()
    cookie = browser.cookies["huikuan_portal"]
    assert (cookie["httponly"], cookie["samesite"], token in cookie.value) == (True, "Lax", False)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_promise_holds_the_reminders_and_is_evidence(office: Office) -> None:
    browser = guest_browser(link_of(office))
    values = {"amount": "1,000.00", "day": "2026-03-20", "said_by": "高伟", "text": "月底付"}
    assert sent(browser, "/portal/promise/", values).status_code == 303
    promise = Promise.objects.get()
    assert (promise.amount_minor, promise.day, promise.channel) == (100_000, date(2026, 3, 20), "PORTAL")
    assert list(PromiseItem.objects.values_list("receivable_id", "amount_minor")) == [(office.item, 100_000)]
    said = Activity.objects.get(outcome="PROMISED")
    assert (said.customer_id, said.text) == (office.customer, "月底付")
    use = DocumentUse.objects.get(purpose="EVIDENCE", owner_id=office.customer)
    kept = read_file(sha256=Document.objects.get(pk=use.document_id).sha256).decode()
    assert '"amount_minor":100000' in kept and "月底付" in kept


def test_an_objection_stops_its_part_only_and_its_file_is_kept(office: Office) -> None:
    browser = guest_browser(link_of(office))
    values = {
        "reason": "QUALITY",
        "text": "两台水泵漏水",
        "said_by": "高伟",
        f"amount_{office.item}": "234.50",
        "file": SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n pump"),
    }
    assert sent(browser, "/portal/dispute/", values).status_code == 303
    dispute = Dispute.objects.get()
    assert (dispute.amount_minor, dispute.state, dispute.owner_id) == (23_450, "OPEN", office.people["owner"])
    assert DisputeItem.objects.get().open_minor == 123_450
    assert DocumentUse.objects.get(purpose="DISPUTE", owner_id=dispute.pk).name == "照片.png"
    again = browser.post(
        "/portal/dispute/",
        {**values, f"amount_{office.item}": "1,000.01", "file": "", "key": "k" * 20, "step": "confirm"},
    )
    assert again.status_code == 422 and "1,000.00" in again.content.decode()
    assert Dispute.objects.count() == 1


def test_more_time_another_person_and_a_question_come_to_us_as_requests(office: Office) -> None:
    browser = guest_browser(link_of(office))
    asked = {"items": [str(office.item)], "day": "2026-04-10", "text": "资金紧张", "said_by": "高伟"}
    assert sent(browser, "/portal/more-time/", asked).status_code == 303
    row = Extension.objects.get()
    assert (row.state, row.amount_minor, row.receivable_ids) == ("ASKED", 123_450, [office.item])
    person = {"name": "李会计", "role": "PAYER", "email": "li@example.com", "phone": "", "text": "以后找她"}
    assert sent(browser, "/portal/person/", person).status_code == 303
    assert GuestRequest.objects.filter(kind="CONTACT").get().person["name"] == "李会计"
    assert browser.get("/portal/").content.decode().count("portal-told") == 1
