"""Account opening in the browser: from the application to the visit on site and the decision in the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.openings.models import FieldCheck, Opening
from huikuan.openings.queries import requirements_now
from tests.books import NOW
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office
from tests.web.route_lists.openings import draft, handed_in, with_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(office: Office, settings: Any, tmp_path: Any) -> str:
    """A credit manager beside the office's people."""
    settings.HOME = tmp_path
    for name, role in (("manager", Role.CREDIT_MANAGER), ("second", Role.CREDIT_MANAGER)):
        person = PersonDraft(name, name, (role,), language="en")
        office.people[name] = add_person(actor=SYSTEM, now=NOW, key=f"p-{name}", person=person)["user_id"]
    return "manager"


def test_from_the_application_to_the_decision(office: Office, manager: str) -> None:
    seller = office.browser("owner")
    begun = seller.post(f"/openings/customer/{office.customer}/", {"key": KEY, "kind": "PUBLIC_BODY", "reason": "new"})
    address = begun["Location"]
    page = text_of(seller.get(address))
    assert ("Upload what is missing" in page, "Contract Missing" in page) == (True, True)
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.4 x")
    assert seller.post(f"{address}document/", {"key": KEY + "1", "code": "CONTRACT", "file": file}).status_code == 303
    sent = {"key": KEY + "2", "code": "PRICE_CONFIRMATION", "because": "prices stand in the contract"}
    assert seller.post(f"{address}waive/", sent).status_code == 303
    page = text_of(seller.get(address))
    assert ("合同.pdf" in page, "prices stand in the contract" in page, "Hand in" in page) == (True, True, True)
    assert seller.post(f"{address}submit/", {"key": KEY + "3"}).status_code == 303
    assert "Field check" not in text_of(seller.get(address)).partition("What happened")[0].partition("Documents")[0]
    boss = office.browser(manager)
    photo = SimpleUploadedFile("gate.jpg", b"\xff\xd8\xff x")
    typed = {"checked_on": "2026-03-02", "place": "杭州", "verdict": "SOUND", "findings": "40 people", "photos": photo}
    assert boss.get(f"{address}check/").status_code == 200
    assert boss.post(f"{address}check/", {"key": KEY + "4", **typed}).status_code == 303
    page = text_of(boss.get(address))
    assert ("40 people" in page, "gate.jpg" in page, "Waits for decision" in page) == (True, True, True)
    request_id = Opening.objects.get().request_id
    answer = office.browser("second").post(
        f"/approvals/{request_id}/decide/", {"key": KEY + "5", "decision": "approve", "note": "fine"}
    )
    assert answer.status_code == 303
    assert "Valid through 2028-03-01" in text_of(seller.get(address))


def test_a_check_with_faults_keeps_what_was_typed(office: Office, manager: str) -> None:
    address = f"/openings/{handed_in(office)['opening_id']}/check/"
    before = written()
    answer = office.browser(manager).post(address, {"key": KEY, "checked_on": "2026-03-02", "place": "杭州南路"})
    assert (answer.status_code, "杭州南路" in answer.content.decode(), written()) == (422, True, before)
    late = {"key": KEY, "checked_on": "2099-01-01", "place": "x", "verdict": "SOUND", "findings": "y"}
    answer = office.browser(manager).post(address, late)
    assert (answer.status_code, "lies in the future" in text_of(answer)) == (422, True)
    assert not FieldCheck.objects.exists()


def test_refusals_stand_on_the_page_of_the_application(office: Office, manager: str) -> None:
    found = draft(office)["opening_id"]
    seller = office.browser("owner")
    answer = seller.post(f"/openings/{found}/submit/", {"key": KEY})
    assert (answer.status_code, "2 documents are missing" in text_of(answer)) == (422, True)
    answer = seller.post(f"/openings/{found}/document/", {"key": KEY, "code": "CONTRACT"})
    assert (answer.status_code, "This field is required." in text_of(answer)) == (422, True)
    answer = seller.post(f"/openings/{found}/waive/", {"key": KEY, "code": "CONTRACT", "because": ""})
    assert answer.status_code == 422
    seller.post(f"/openings/{found}/withdraw/", {"key": KEY + "a"})
    answer = seller.post(f"/openings/{found}/withdraw/", {"key": KEY + "b"})
    assert (answer.status_code, "Look at it again" in text_of(answer)) == (422, True)


def test_the_list_filters_and_opens_beside(office: Office, manager: str) -> None:
    found = handed_in(office)["opening_id"]
    seller = office.browser("owner")
    assert "开户客户" in text_of(seller.get("/openings/?state=SUBMITTED"))
    assert "No application fits" in text_of(seller.get("/openings/?state=APPROVED"))
    panel = seller.get(f"/openings/?row={found}", headers={"HX-Request": "true", "HX-Target": "panel"})
    assert "A manager who neither applied nor sells" in text_of(panel)
    assert "No applications yet" in text_of(office.browser("stranger").get("/openings/"))
    rows = seller.get("/openings/?format=csv").content.decode("utf-8-sig").splitlines()
    assert (len(rows), "Waits for field check" in rows[1]) == (2, True)


def test_files_are_handed_out_to_those_who_see_the_customer(office: Office, manager: str) -> None:
    found = with_file(office)
    answer = office.browser("owner").get(f"/openings/{found['opening_id']}/files/{found['document_id']}/")
    assert (answer.content, answer["Content-Disposition"]) == (b"%PDF-1.4", 'attachment; filename="licence.pdf"')
    assert office.browser("owner").get(f"/openings/{found['opening_id']}/files/999/").status_code == 404


def test_the_requirements_are_saved_as_a_version(office: Office, manager: str) -> None:
    boss = office.browser(manager)
    assert "comes with the product" in text_of(boss.get("/openings/requirements/"))
    sent = {"key": KEY, "required_from": "2026-03-01", "valid_months": "12", "source": "board"}
    answer = boss.post("/openings/requirements/", {**sent, "documents_COMPANY": ["BUSINESS_LICENCE"]})
    assert answer.status_code == 303
    again = boss.post("/openings/requirements/", {**sent, "documents_COMPANY": ["BUSINESS_LICENCE"]})
    assert (again.status_code, requirements_now().number) == (303, 1)  # the second press is answered as the first
    overtaken = boss.post("/openings/requirements/", {**sent, "key": KEY + "2", "seen": "0", "valid_months": "6"})
    assert (overtaken.status_code, requirements_now().number) == (422, 1)  # what another saved meanwhile stays
    assert 'name="seen" value="1"' in boss.get("/openings/requirements/").content.decode()
    now = requirements_now()
    shown = {kind.value: [code.value for code in codes] for kind, codes in now.documents.items()}
    assert (now.number, now.valid_months, shown["COMPANY"], shown["FOREIGN"]) == (1, 12, ["BUSINESS_LICENCE"], [])
    assert boss.post("/openings/requirements/", {**sent, "key": KEY + "1", "valid_months": "0"}).status_code == 422


def test_a_customers_part_says_whether_he_is_opened(office: Office, manager: str) -> None:
    from django.template.loader import render_to_string

    from huikuan.accounts.queries import actor_of
    from huikuan.web.pages.openings import openings_part

    actor = actor_of(user_id=office.people["owner"])
    assert actor is not None
    customer_id = Opening.objects.get(pk=draft(office)["opening_id"]).customer_id
    with translation.override("en"):
        part = openings_part(actor=actor, customer_id=customer_id, today=NOW.date())
        shown = render_to_string("web/customers/parts/openings.html", {"opening": part})
    assert ("No opening needed" in shown, "Being prepared" in shown, part.may_apply, part.row) == (
        True,
        True,
        False,
        None,
    )
