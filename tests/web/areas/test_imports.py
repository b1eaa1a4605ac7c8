"""Lists uploaded, looked at and taken: nothing before it is seen, once per key, hostile files are named, not obeyed."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from huikuan.accounts.models import Company, UserCompany
from huikuan.audit.models import Act
from huikuan.customers.models import Customer
from huikuan.imports.models import ImportBatch
from huikuan.receivables.models import Invoice
from tests.read_once import files_read_once
from tests.web.areas.desk import PEOPLE, cost, text_of, written
from tests.web.office import KEY, Office

__all__ = ["files_read_once"]
pytestmark = pytest.mark.usefixtures("files_read_once")
DONE, CHOOSE, TAKE = "/imports/", "/imports/list/", "/imports/list/take/"
HEADER = "客户名称,发票号,开票日期,到期日,金额,未收金额"
GOOD = f"""{HEADER}
乙方机电有限公司,FP1,2026-01-05,2026-02-05,"12,000.00","12,000.00"
新客户机电有限公司,FP2,2026-01-06,2026-02-06,"8,500.50","3,500.50"
新客户机电有限公司,FP3,2026-13-06,2026-02-06,"8,500.50","3,500.50"
合计,,,,"29,001.00","19,001.00"
"""


def upload(browser: Client, content: bytes | str, name: str = "ageing.csv", kind: str = "RECEIVABLES") -> HttpResponse:
    body = content.encode() if isinstance(content, str) else content
    return browser.post(CHOOSE, {"kind": kind, "file": SimpleUploadedFile(name, body)})  # type: ignore[return-value]


def look(browser: Client, content: bytes | str, name: str = "ageing.csv", more: str = "") -> HttpResponse:
    answer = upload(browser, content, name)
    assert answer.status_code == 303, text_of(answer)[:400]
    return browser.get(answer.headers["Location"] + more)  # type: ignore[return-value]


def hidden(page: str) -> dict[str, str]:
    """The fields of the form that takes the file."""
    form = page[page.index(f'action="{TAKE}"') :]
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    }


def columns(page: str) -> list[str]:
    """The columns that are chosen in the form that says how the file is read."""
    return [unescape(one) for one in re.findall(r'<option value="([^"]+)" selected>', page)]


def test_who_may_come_in_and_that_looking_writes_nothing(office: Office) -> None:
    before = written()
    for address in (DONE, CHOOSE):
        statuses = {who: office.browser(who).get(address).status_code for who in PEOPLE}
        assert (statuses["anonymous"], statuses["stranger"], statuses["owner"]) == (302, 403, 403)
        assert statuses["colleague"] == 200
    assert look(office.browser("colleague"), GOOD).status_code == 200
    assert (written(), ImportBatch.objects.count()) == (before, 0)
    assert Customer.objects.filter(name="新客户机电有限公司").count() == 0


def test_the_preview_says_what_would_be_taken_and_what_not(office: Office) -> None:
    answer = look(office.browser("colleague"), GOOD)
    page = text_of(answer)
    assert "2 would be taken" in page
    assert "Would be taken 2 CNY 15,500.50" in page
    assert "1 new customer will be taken in." in page
    assert "totals and footers left out (line 5)" in page
    assert "4 开票日期 2026-13-06 The calendar has no day 2026-13-06. Correct 开票日期." in page
    assert columns(answer.content.decode())[:6] == ["客户名称", "发票号", "开票日期", "到期日", "金额", "未收金额"]


def test_taking_is_one_act_and_the_same_press_answers_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = office.browser("colleague")
    sent = hidden(look(browser, GOOD).content.decode())
    first = browser.post(TAKE, sent)
    assert first.status_code == 303
    done = written()
    assert Act.objects.filter(verb="import_receivables").count() == 1
    assert Invoice.objects.filter(number__in=("FP1", "FP2", "FP3")).count() == 2
    again = browser.post(TAKE, sent)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert written() == done
    page = text_of(browser.get(first.headers["Location"]))
    assert "2 rows taken into the books." in page
    assert "ageing.csv" in page
    assert "Taken 2 CNY 15,500.50" in page
    assert "The calendar has no day 2026-13-06." in page
    refused = browser.get(f"{first.headers['Location']}?format=csv").content.decode("utf-8-sig").splitlines()
    assert refused[0] == 'File,Line,Column,Value,"Why, and how to mend it"'
    assert refused[1].startswith("ageing.csv,4,")
    assert "The calendar has no day 2026-13-06." in refused[1]
    assert len(refused) == 2
    monkeypatch.setattr("huikuan.web.tables.export.MOST_ROWS", 0)
    assert browser.get(f"{first.headers['Location']}?format=csv").status_code == 409
    assert "This file brings nothing new." in text_of(look(browser, GOOD))


def test_what_credit_control_says_of_an_import_stands_on_its_page_with_where_to_look(office: Office) -> None:
    browser = office.browser("colleague")
    preview = look(browser, GOOD).content.decode()
    done = browser.post(TAKE, hidden(preview))
    shown = browser.get(done.headers["Location"]).content.decode()
    said = "2 customers have no credit limit. See Credit limits, Not set."
    assert ("Credit control warns" in preview, "Credit control warns" in shown) == (False, True)
    assert f'<a href="{reverse("limits")}?which=NONE">{said}</a>' in shown
    assert f'<a href="{reverse("ageing")}">' in shown


def test_a_file_whose_columns_nobody_knows_asks_for_them(office: Office) -> None:
    browser = office.browser("colleague")
    text = "甲,乙,丙,丁\n乙方机电有限公司,X1,2026-01-05,100.00\n"
    answer = look(browser, text)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Say how this file is to be read" in page
    assert "No column was found for Document number, Amount, Customer number / Customer / Tax code" in page
    assert "丙 · 2026-01-05" in page  # each column with its first value
    said = (
        "&said=1&field_customer_name=甲&field_invoice_number=乙&field_due_date=丙&field_amount=丁&field_open_amount=丁"
    )
    mended = look(browser, text, more=said)
    assert "1 would be taken" in text_of(mended)
    assert browser.post(TAKE, hidden(mended.content.decode())).status_code == 303
    assert Invoice.objects.get(number="X1").customer_id == office.customer


def test_amounts_that_need_rounding_are_rounded_by_one_press(office: Office) -> None:
    browser = office.browser("colleague")
    page = look(browser, f"{HEADER}\n乙方机电有限公司,FP7,2026-01-05,2026-02-05,100.00,50.005\n").content.decode()
    assert "1 row has an amount with more decimals than its currency." in page
    assert "--" not in re.sub(r"<[^>]+>", " ", page)
    (address,) = [unescape(one) for one in re.findall(r'href="([^"]*round_amounts=on[^"]*)"', page)]
    rounded = browser.get(address)
    assert "1 would be taken" in text_of(rounded)
    assert columns(rounded.content.decode())[:6] == ["客户名称", "发票号", "开票日期", "到期日", "金额", "未收金额"]
    assert browser.post(TAKE, hidden(rounded.content.decode())).status_code == 303
    assert Invoice.objects.filter(number="FP7").count() == 1


def test_what_was_said_wrongly_is_named_and_kept(office: Office) -> None:
    answer = look(office.browser("colleague"), GOOD, more="&said=1&currency=EURO&field_amount=金额&date_order=XYZ")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "at most 3 characters" in page
    assert "Select a valid choice. XYZ" in page
    assert 'value="EURO"' in answer.content.decode()
    assert f'action="{TAKE}"' not in answer.content.decode()


def test_an_unknown_currency_is_refused_and_asked_for_again(office: Office) -> None:
    answer = look(office.browser("colleague"), GOOD, more="&said=1&currency=ZZZ")
    assert answer.status_code == 422
    assert "How the file is read" in text_of(answer)
    assert f'action="{TAKE}"' not in answer.content.decode()


def test_a_refused_press_shows_why_beside_the_preview(office: Office) -> None:
    browser = office.browser("colleague")
    sent = hidden(look(browser, GOOD).content.decode())
    before = written()
    answer = browser.post(TAKE, {**sent, "key": "short"})
    page = text_of(answer)
    assert (answer.status_code, written()) == (422, before)
    assert "Would be taken 2" in page
    assert hidden(answer.content.decode())["file"] == sent["file"]


def test_only_the_session_that_uploaded_a_file_may_look_at_it(office: Office) -> None:
    location = upload(office.browser("colleague"), GOOD).headers["Location"]
    sha256 = location.split("file=")[1][:64]
    for browser in (office.browser("colleague"), office.browser("director")):
        before = written()
        assert browser.get(location).status_code in (403, 404)
        assert browser.post(TAKE, {"key": KEY, "file": sha256, "kind": "RECEIVABLES"}).status_code in (403, 404)
        assert written() == before
    assert "was not uploaded in this session" in text_of(office.browser("colleague").get(location))


def test_an_import_into_another_own_company_is_not_found(office: Office) -> None:
    browser = office.browser("colleague")
    where = browser.post(TAKE, hidden(look(browser, GOOD).content.decode())).headers["Location"]
    other = Company.objects.create(name="另一家有限公司", short_name="另一", currency="CNY")
    UserCompany.objects.create(user_id=office.people["colleague"], company=other)
    assert browser.get(where).status_code == 404
    assert browser.get(where.replace(str(ImportBatch.objects.get().pk), "98765")).status_code == 404


def sparse_workbook() -> bytes:
    """A few kilobytes that claim a cell in the last row and column."""
    book = Workbook()
    book.active["A1"] = "客户名称"
    book.active["XFD1048576"] = 1
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet is a hundred million zeros, packed to a hundred kilobytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return target.getvalue()


def test_a_file_that_is_not_taken_is_named_at_the_field(office: Office) -> None:
    for name, content, fault in (
        ("empty.csv", b"", "The submitted file is empty."),
        ("large.csv", b"x" * (21 * 1024 * 1024), "The file is larger than 20 MB."),
    ):
        answer = upload(office.browser("colleague"), content, name)
        assert (name, answer.status_code, fault in text_of(answer)) == (name, 422, True)


def test_a_hostile_file_gives_a_named_error_and_the_process_lives(office: Office) -> None:
    browser = office.browser("colleague")
    for name, content, fault in (
        ("bomb.xlsx", bomb(), "packed suspiciously tightly"),
        ("sparse.xlsx", sparse_workbook(), r"sparse\.xlsx claims more than \d+ cells"),
        ("program.xlsx", b"MZ" + b"\0" * 4_000, r"program\.xlsx holds a NUL character"),
        ("nothing.csv", b"\n\n\n", r"nothing\.csv is empty"),
    ):
        before = written()
        answer = look(browser, content, name)
        page = text_of(answer)
        told = re.search(fault, page[page.index("This file cannot be read") :])
        assert (name, answer.status_code, bool(told), written()) == (name, 422, True, before)
        assert look(browser, GOOD).status_code == 200


def test_no_file_at_all_and_a_name_that_climbs(office: Office, tmp_path: Path) -> None:
    browser = office.browser("colleague")
    assert "This field is required." in text_of(browser.post(CHOOSE, {"kind": "RECEIVABLES"}))
    page = text_of(look(browser, GOOD, "../../etc/passwd.csv"))
    assert "passwd.csv" in page
    assert "../" not in page


def test_the_list_of_imports_costs_the_same_with_more_rows(office: Office) -> None:
    browser = office.browser("colleague")
    assert "No import yet" in text_of(browser.get(DONE))
    costs = []
    for number in range(4):
        text = GOOD.replace("FP", f"N{number}-")
        assert browser.post(TAKE, hidden(look(browser, text).content.decode())).status_code == 303
        costs.append(cost(browser, DONE))
    assert len(set(costs[1:])) == 1
    assert costs[-1] <= 10


def test_a_csv_import_needs_its_form(office: Office) -> None:
    careful = office.browser("colleague", enforce_csrf_checks=True)
    before = written()
    assert careful.post(reverse("carry_out_import"), {"key": KEY}).status_code == 403
    assert office.browser("colleague").get(TAKE).status_code == 405
    assert written() == before
