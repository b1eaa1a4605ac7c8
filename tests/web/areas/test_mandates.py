"""The page of a receipt that is to pay another customer's debt: the letter first, then the allocation."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.paying.models import Mandate
from huikuan.receipts.models import Receipt
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

TOLD = "This is another customer's debt."


@pytest.fixture
def money(office: Office) -> Receipt:
    return office.books.receipt(30_000, office.others_customer, on=date(2026, 2, 20))


def enter(office: Office, who: str, money: Receipt, **sent: Any) -> tuple[int, str]:
    values = {"key": KEY, "for": office.customer, "signed_on": "2026-02-01", **sent}
    answer = office.browser(who).post(reverse("enter_mandate", args=[money.pk]), values)
    return answer.status_code, text_of(answer)


def shown(office: Office, who: str, money: Receipt) -> str:
    address = reverse("receipt", args=[money.pk]) + f"?for={office.customer}"
    return html.unescape(office.browser(who).get(address).content.decode())


def test_the_letter_comes_before_the_allocation(office: Office, money: Receipt) -> None:
    page = shown(office, "colleague", money)
    assert (TOLD in page, f"share_{office.item}" in page, 'id="mandate_reason"' in page) == (True, False, False)
    sent = {"key": KEY, "for": office.customer, f"share_{office.item}": "100.00"}
    browser = office.browser("colleague")
    refused = browser.post(reverse("allocate", args=[money.pk]), sent)
    assert (refused.status_code, Receipt.objects.get(pk=money.pk).allocated_minor) == (422, 0)
    assert enter(office, "colleague", money)[0] == 422, "without a paper"
    letter = SimpleUploadedFile("委托付款函.pdf", b"%PDF-1.4 signed")
    assert enter(office, "colleague", money, file=letter)[0] == 303
    page = shown(office, "colleague", money)
    assert (TOLD in page, "委托付款函.pdf" in page, f"share_{office.item}" in page) == (False, True, True)
    assert browser.post(reverse("allocate", args=[money.pk]), {**sent, "key": KEY + "2"}).status_code == 303
    assert Receipt.objects.get(pk=money.pk).allocated_minor == 10_000
    assert "委托付款函.pdf" in text_of(browser.get(reverse("paying", args=[office.customer])))


def test_who_may_write_off_decides_without_a_paper_for_a_reason(office: Office, money: Receipt) -> None:
    assert enter(office, "director", money, reason="")[0] == 422
    assert enter(office, "director", money, reason="集团统一付款")[0] == 303
    row = Mandate.objects.get()
    assert (row.who_name, row.reason, row.document_id) == ("王红", "集团统一付款", None)
    assert "集团统一付款" in shown(office, "colleague", money)


def test_ended_twice_is_said(office: Office) -> None:
    mandate = office.books.let_pay(office.others_customer, office.customer)
    browser, address = office.browser("colleague"), reverse("end_mandate", args=[mandate])
    assert browser.post(address, {"key": KEY}).status_code == 303
    again = browser.post(address, {"key": KEY + "2"})
    assert (again.status_code, "Somebody has ended it already." in text_of(again)) == (422, True)
    assert "ended" in text_of(browser.get(reverse("paying", args=[office.customer])))
