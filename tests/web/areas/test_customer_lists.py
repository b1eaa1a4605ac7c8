"""Lists of customers and people in the browser: looked at, then taken; known ones change only where asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from huikuan.customers.models import Contact, Customer
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office

pytestmark = pytest.mark.django_db
LIST = "客户编号,客户名称,税号,地区\nN1,新客户一,91110000600037341L,华东\nN2,新客户二,911100006000373410,\n"


def look(browser: Client, content: str, kind: str) -> HttpResponse:
    file = SimpleUploadedFile("名单.csv", content.encode("gb18030"))
    answer = browser.post("/imports/list/", {"kind": kind, "file": file})
    assert answer.status_code == 303
    return browser.get(answer.headers["Location"])  # type: ignore[return-value]


def hidden(answer: HttpResponse) -> dict[str, str]:
    page = answer.content.decode()
    form = page[page.index('action="/imports/customers/take/"') :]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in found} | {"key": KEY}


def test_a_list_is_looked_at_before_it_is_taken(office: Office) -> None:
    browser = office.browser("colleague")
    before = written()
    shown = look(browser, LIST, "CUSTOMERS")
    page = text_of(shown)
    assert "1 would be taken" in page
    assert "3 税号 911100006000373410 The last character of 911100006000373410 does not fit the others." in page
    assert written() == before
    answer = browser.post("/imports/customers/take/", hidden(shown), follow=True)
    assert "1 row taken into the books." in text_of(answer)
    assert Customer.objects.get(code="N1").region == "华东"


def test_known_customers_change_only_where_it_is_asked(office: Office) -> None:
    browser = office.browser("colleague")
    changed = "客户编号,客户名称,地区\nC-乙方机电有限公司,乙方机电有限公司,西北\n"
    shown = look(browser, changed, "CUSTOMERS")
    assert "0 would be taken" in text_of(shown)
    address = shown.wsgi_request.get_full_path() + "&update=on"  # type: ignore[attr-defined]
    again = browser.get(address)
    assert "1 row changes somebody known" in text_of(again)
    browser.post("/imports/customers/take/", hidden(again))  # type: ignore[arg-type]
    assert Customer.objects.get(pk=office.customer).region == "西北"


def test_people_are_taken_and_a_missing_column_is_asked_for(office: Office) -> None:
    browser = office.browser("colleague")
    shown = look(browser, "客户,某人\n乙方机电有限公司,刘会计\n", "PEOPLE")
    assert shown.status_code == 422
    assert "No column was found for Name of the person." in text_of(shown)
    again = browser.get(shown.wsgi_request.get_full_path() + "&field_customer_name=客户&field_person=某人")  # type: ignore[attr-defined]
    browser.post("/imports/customers/take/", hidden(again))  # type: ignore[arg-type]
    assert Contact.objects.filter(customer_id=office.customer, name="刘会计").exists()
