"""Security in the browser: the register, recording, claiming a guarantor, ending, a customer's part."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.accounts.queries import actor_of
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.securities.models import Security
from tests.books import NOW
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office
from tests.web.route_lists.securities import confirmed_deposit, deposit, with_file

pytestmark = pytest.mark.django_db
GUARANTEE = {
    "key": KEY,
    "kind": "GUARANTEE_JOINT",
    "amount": "1,234.50",
    "currency": "CNY",
    "valid_from": "2026-01-01",
    "scope": "INVOICES",
    "invoice_numbers": "F001，F002",
    "giver": "丙公司",
    "principal_due": "2025-10-01",
}


@pytest.fixture
def manager(office: Office, settings: Any, tmp_path: Any) -> str:
    """A credit manager beside the office's people."""
    settings.HOME = tmp_path
    person = PersonDraft("manager", "manager", (Role.CREDIT_MANAGER,), language="en")
    office.people["manager"] = add_person(actor=SYSTEM, now=NOW, key="p", person=person)["user_id"]
    return "manager"


def test_a_guarantor_from_record_to_claim(office: Office, manager: str) -> None:
    seller = office.browser("owner")
    address = seller.post(f"/securities/customer/{office.customer}/", GUARANTEE)["Location"]
    page = text_of(seller.get(address))
    for said in (
        "CNY 1,234.50",
        "To be confirmed",
        "Attach its document",
        "50.0 %",
        "F001 F002",
        "2026-04-01",
        "30 days left",
        "Civil Code art. 692",
    ):
        assert said in page
    claimed = {"key": KEY + "1", "on": "2026-03-02", "note": "registered letter"}
    answer = seller.post(f"{address}claim/", claimed)
    assert (answer.status_code, "Attach the demand" in text_of(answer), "registered letter" in text_of(answer)) == (
        422,
        True,
        True,
    )
    file = SimpleUploadedFile("催款函.pdf", b"%PDF-1.4")
    assert seller.post(f"{address}document/", {"key": KEY + "2", "file": file}).status_code == 303
    assert seller.post(f"{address}claim/", {**claimed, "key": KEY + "3"}).status_code == 303
    page = text_of(seller.get(address))
    assert office.browser(manager).post(f"{address}confirm/", {"key": KEY, "seen": "2"}).status_code == 303
    page = text_of(seller.get(address))
    assert ("617.25" in page, "To be confirmed" in page) == (True, False)
    assert ("催款函.pdf" in page, "Claimed on 2026-03-02" in page, "days left" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "x"}, "x"),
        ({"amount": "0"}, "between 0.01 and 100 billion"),
        ({"currency": "QQQ"}, "names no currency in use"),
        ({"giver": ""}, "Name the guarantor or the bank."),
        ({"scope": "CONTRACT", "invoice_numbers": ""}, "the number of the contract"),
        ({"kind": "DEPOSIT"}, "belong to a guarantor"),
        ({"valid_through": "2025-01-01"}, "The last day lies before the first."),
    ],
)
def test_faults_stand_at_their_fields(office: Office, changes: dict[str, str], said: str) -> None:
    before = written()
    answer = office.browser("owner").post(f"/securities/customer/{office.customer}/", {**GUARANTEE, **changes})
    assert (answer.status_code, said in text_of(answer), "丙公司" in answer.content.decode() or "giver" in changes) == (
        422,
        True,
        True,
    )
    assert written() == before


def test_another_person_ends_it(office: Office, manager: str) -> None:
    pk = deposit(office)["security_id"]
    boss = office.browser(manager)
    assert "Release" in text_of(boss.get(f"/securities/{pk}/"))
    assert "Release" not in text_of(office.browser("owner").get(f"/securities/{pk}/"))
    sent = {"key": KEY, "on": "2026-03-02", "note": "drawn"}
    too_much = boss.post(f"/securities/{pk}/realise/", {**sent, "amount": "500.01"})
    assert (too_much.status_code, "CNY 500.00" in text_of(too_much)) == (422, True)
    assert boss.post(f"/securities/{pk}/realise/", {**sent, "key": KEY + "1", "amount": "500"}).status_code == 303
    page = text_of(boss.get(f"/securities/{pk}/"))
    assert ("Realised" in page, "drawn · CNY 500.00" in page) == (True, True)
    assert boss.get(f"/securities/{pk}/nothing/").status_code == 404


def test_what_one_recorded_another_confirms(office: Office, manager: str) -> None:
    pk = deposit(office)["security_id"]
    address, boss, seller = f"/securities/{pk}/", office.browser(manager), office.browser("owner")
    before = written()
    refused = boss.post(f"{address}confirm/", {"key": KEY, "seen": "1"})
    assert (refused.status_code, "Attach the demand, the filing or the deed" in text_of(refused)) == (422, True)
    assert written() == before
    file = SimpleUploadedFile("收据.pdf", b"%PDF-1.4")
    assert seller.post(f"{address}document/", {"key": KEY + "1", "file": file}).status_code == 303
    shown = {who: boss_or.get(address).content.decode() for who, boss_or in (("boss", boss), ("seller", seller))}
    assert [f'action="{address}confirm/"' in shown[who] for who in ("boss", "seller")] == [True, False]
    assert "looks at its document and confirms it" in shown["seller"]
    panel = boss.get(f"/securities/?row={pk}", headers={"HX-Request": "true", "HX-Target": "panel"})
    assert f'action="{address}confirm/"' in panel.content.decode()
    assert "To be confirmed" in text_of(seller.get("/securities/"))
    extended = {"key": KEY + "2", "on": "2026-03-02", "note": "展期", "valid_through": "2026-06-30"}
    assert seller.post(f"{address}extend/", extended).status_code == 303
    stale = boss.post(f"{address}confirm/", {"key": KEY + "3", "seen": "1"})
    assert (stale.status_code, "Somebody else changed this security" in text_of(stale)) == (422, True)
    assert boss.post(f"{address}confirm/", {"key": KEY + "4", "seen": "2"}).status_code == 303
    page = text_of(boss.get(address))
    assert ("Counts CNY 500.00" in page, "Confirmed by a second person" in page, "To be confirmed" in page) == (
        True,
        True,
        False,
    )
    later = {**extended, "key": KEY + "5", "valid_through": "2026-09-30"}
    assert seller.post(f"{address}extend/", later).status_code == 303
    assert "counts through the day confirmed before" in text_of(seller.get(address))


def test_the_register_filters_sorts_and_opens_beside(office: Office, manager: str) -> None:
    pk = confirmed_deposit(office)["security_id"]
    seller = office.browser("owner")
    seller.post(f"/securities/customer/{office.customer}/", {**GUARANTEE, "principal_due": ""})
    page = text_of(seller.get("/securities/?which=30"))
    assert ("Security deposit" in page, "CNY 500.00" in page, "Have it extended" in page) == (True, True, True)
    assert "No security fits" in text_of(seller.get("/securities/?kind=MORTGAGE"))
    lines = seller.get("/securities/?sort=-amount&format=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["Guarantor with joint liability", "Security deposit"]
    panel = seller.get(f"/securities/?row={pk}", headers={"HX-Request": "true", "HX-Target": "panel"})
    assert "Have it extended or replaced by 2026-03-31, 29 days left" in text_of(panel)
    assert "No security yet" in text_of(office.browser("stranger").get("/securities/"))


def test_documents_are_handed_out_to_those_who_see_the_customer(office: Office, manager: str) -> None:
    found = with_file(office)
    answer = office.browser("owner").get(f"/securities/{found['security_id']}/files/{found['document_id']}/")
    assert (answer.content, answer["Content-Disposition"]) == (b"%PDF-1.4", 'attachment; filename="a.pdf"')


def test_a_customers_part(office: Office, manager: str) -> None:
    from django.template.loader import render_to_string

    from huikuan.web.pages.securities import securities_part

    actor = actor_of(user_id=office.people["owner"])
    assert actor is not None
    deposit(office)
    with translation.override("en"):
        part = securities_part(actor=actor, customer_id=office.customer, today=NOW.date())
        shown = render_to_string("web/customers/parts/securities.html", {"securities": part})
    assert ("Security deposit" in shown, "29 days left" in shown, part.may_record) == (True, True, True)
    assert Security.objects.count() == 1


def test_the_shares_are_edited_as_versions_and_count_at_once(office: Office, manager: str) -> None:
    security_id = confirmed_deposit(office)["security_id"]
    seller = office.browser("owner")
    page = seller.get("/settings/securities/")
    assert ("comes with the product" in text_of(page), "Save as the next version" in text_of(page)) == (True, False)
    director = office.browser("director")
    page = director.get("/settings/securities/")
    form = page.context["form"]
    typed = {bound.name: str(bound.value()) for bound in form.shares}
    assert (typed["pledge"], typed["unregistered_title"]) == ("70.0", "0.0")
    typed |= {"key": KEY + "1", "seen": "0", "deposit": "62.5", "source": "信用委员会 2026-03-02"}
    for name, wrong, said in (
        ("deposit", "100.1", "less than or equal to 100"),
        ("source", " ", "This field is required"),
    ):
        answer = director.post("/settings/securities/change/", {**typed, name: wrong, "key": KEY + name})
        assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert director.post("/settings/securities/change/", typed).status_code == 303
    page_text = text_of(director.get("/settings/securities/"))
    assert ("信用委员会 2026-03-02" in page_text, "Security deposit 62.5 %" in page_text) == (True, True)
    assert "312.50" in text_of(seller.get(f"/securities/{security_id}/"))
    late = director.post("/settings/securities/change/", {**typed, "key": KEY + "2"})
    assert (late.status_code, "version 1 is in force" in text_of(late)) == (422, True)
