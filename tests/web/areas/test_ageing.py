"""The ageing: who sees which rows, figures that tie to the items behind them, switches that are mended, the workbook."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from huikuan.receivables.models import Receivable
from tests.web.areas.desk import PEOPLE, cost, text_of, written
from tests.web.office import Office

REPORT = "/insight/ageing/"
ITEMS = "/insight/ageing/items/"


def total_of(page: str) -> str:
    """The sum over all rows as the head of the page says it."""
    found = re.search(r"Open CNY ([\d,]+\.\d\d)", page)
    assert found is not None, page[:400]
    return found[1]


def cells(page: str) -> list[tuple[str, str]]:
    """Amount and address of every cell that leads to its items."""
    found = re.findall(r'<a href="(/insight/ageing/items/[^"]+)"><span class="money">([\d,.]+)</span></a>', page)
    return [(amount, unescape(address)) for address, amount in found]


def open_minor(**narrowed: object) -> str:
    minor = sum(Receivable.objects.filter(**narrowed).values_list("outstanding_minor", flat=True))
    return f"{minor // 100:,}.{minor % 100:02d}"


def test_who_may_look_and_that_looking_writes_nothing(office: Office) -> None:
    before = written()
    for address in (REPORT, ITEMS, f"{REPORT}?format=xlsx"):
        statuses = {who: office.browser(who).get(address).status_code for who in PEOPLE}
        assert statuses == {"anonymous": 302, "stranger": 200, "owner": 200, "colleague": 200, "director": 200}
    assert written() == before


def test_everybody_sees_his_own_rows_and_they_tie(office: Office) -> None:
    pages = {who: text_of(office.browser(who).get(REPORT)) for who in ("owner", "stranger", "colleague")}
    assert total_of(pages["owner"]) == open_minor(customer_id=office.customer)
    assert total_of(pages["stranger"]) == open_minor(customer_id=office.others_customer)
    assert total_of(pages["colleague"]) == open_minor()
    assert "丙方贸易有限公司" not in pages["owner"]
    assert "乙方机电有限公司" not in pages["stranger"]


def test_every_cell_is_the_sum_of_the_items_behind_it(office: Office) -> None:
    office.books.invoice(office.customer, "F003", 777_00, None)  # without a due date
    browser = office.browser("colleague")
    found = cells(browser.get(REPORT).content.decode())
    assert len(found) >= 8
    for amount, address in found:
        page = text_of(browser.get(address))
        assert f"CNY {amount} ·" in page, address
        assert page.count(amount) >= 2  # the head, and the last line


@pytest.mark.parametrize("by", ["customer", "salesperson", "department", "region", "company"])
def test_rows_by_every_dimension_lead_to_their_items(by: str, office: Office) -> None:
    browser = office.browser("colleague")
    page = browser.get(REPORT, {"by": by}).content.decode()
    for amount, address in cells(page):
        assert f"CNY {amount} ·" in text_of(browser.get(address)), address


def test_a_salesperson_cannot_open_another_s_cell(office: Office) -> None:
    address = f"{ITEMS}?by=customer&key={office.others_customer}&currency=CNY"
    assert "F900" in text_of(office.browser("colleague").get(address))
    page = text_of(office.browser("owner").get(address))
    assert "F900" not in page
    assert "No item lies behind this figure" in page


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("buckets=30,10", "Give rising whole days"),
        ("buckets=0,30,x", "Rising numbers of days with commas between"),
        ("as_of=2026-02-31", "Enter a valid date"),
        ("as_of=1066-10-14", "The day must lie between 1990 and 2099"),
        ("by=moon", "Select a valid choice"),
    ],
)
def test_a_switch_that_cannot_be_followed_is_named_and_kept(query: str, fault: str, office: Office) -> None:
    answer = office.browser("colleague").get(f"{REPORT}?{query}")
    assert answer.status_code in (200, 422)
    assert fault in text_of(answer)
    (typed,) = next(iter(parse_qs(query).values()))
    assert typed in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["bucket=--1", "bucket=-", "bucket=²", "bucket=x", "key=x", "key=-", "key=", "currency=", "currency=ZZZ", "page=0"],
)
def test_hostile_addresses_of_a_cell_are_answered(query: str, office: Office) -> None:
    assert office.browser("colleague").get(f"{ITEMS}?{query}").status_code == 200


def test_a_class_that_does_not_exist_is_refused(office: Office) -> None:
    answer = office.browser("colleague").get(f"{ITEMS}?bucket=99")
    assert answer.status_code == 409
    assert "There is no column 99 in this report." in text_of(answer)


def test_a_page_beyond_the_last_shows_the_last(office: Office) -> None:
    for number in range(60):
        office.books.invoice(office.books.customer(f"客户{number}"), f"G{number}", 100)
    page = text_of(office.browser("colleague").get(f"{REPORT}?page=99"))
    assert "2 / 2" in page
    assert page.count("客户") >= 10


def test_the_finding_says_what_is_overdue_and_by_which_clock(office: Office) -> None:
    browser = office.browser("colleague")
    assert re.search(r"\d+\.\d % is overdue CNY", text_of(browser.get(REPORT)))
    assert "% is older than 0 days" in text_of(browser.get(f"{REPORT}?basis=invoice"))
    assert "% is overdue by more than 7 days" in text_of(browser.get(f"{REPORT}?buckets=7,30"))


def test_an_earlier_day_shows_the_books_of_that_day(office: Office) -> None:
    browser = office.browser("colleague")
    assert "Nothing is open on this day" in text_of(browser.get(f"{REPORT}?as_of=2025-12-31"))
    assert total_of(text_of(browser.get(f"{REPORT}?as_of=2026-02-01"))) == "2,733.50"  # before any money came


def test_the_workbook_opens_and_holds_no_formula(office: Office) -> None:
    evil = office.books.customer("=HYPERLINK(1,2)")
    office.books.invoice(evil, "+CMD|1", 4_200)
    answer = office.browser("colleague").get(f"{REPORT}?format=xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ageing-2026-03-02-customer.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in values)
    assert [cell.value for cell in values if cell.data_type == "f" and not str(cell.value).startswith("=SUM(")] == []


def test_the_items_of_a_cell_name_it_and_come_as_a_file(office: Office) -> None:
    evil = office.books.customer("=HYPERLINK(1,2)")
    office.books.invoice(evil, "+CMD|1", 4_200)
    cell = f"{ITEMS}?by=customer&key={office.customer}&bucket=1"
    browser = office.browser("colleague")
    assert "乙方机电有限公司 · 1–30 days · CNY 1,234.50 · 1 item ·" in text_of(browser.get(cell))
    lines = browser.get(f"{cell}&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Invoice,Customer,Issued,Due,Days overdue,Original,Open,Currency",
        "F001,乙方机电有限公司,2026-01-10,2026-02-09,21,1234.50,1234.50,CNY",
    ]
    everything = browser.get(f"{ITEMS}?format=xlsx").content
    values = [
        value for row in load_workbook(io.BytesIO(everything)).active.iter_rows(values_only=True) for value in row
    ]
    assert {"'+CMD|1", "'=HYPERLINK(1,2)", "F001", "F900"} < set(values)


def test_nobody_learns_a_name_or_an_item_from_a_cell_of_others(office: Office) -> None:
    cell = f"{ITEMS}?by=customer&key={office.customer}"
    browser = office.browser("stranger")
    page = text_of(browser.get(cell))
    assert "乙方机电有限公司" not in page
    assert "No item lies behind this figure" in page
    assert len(browser.get(f"{cell}&format=csv").content.decode().splitlines()) == 1


def test_the_cost_does_not_grow_with_the_rows(office: Office) -> None:
    browser = office.browser("colleague")
    cost(browser, REPORT)  # the mirror is brought up to date once
    few = cost(browser, REPORT), cost_of_all_items(browser)
    for number in range(12):
        office.books.invoice(office.books.customer(f"客户{number}"), f"G{number}", 1_000)
    cost(browser, REPORT)
    assert (cost(browser, REPORT), cost_of_all_items(browser)) == few
    assert max(few) <= 25


def cost_of_all_items(browser: Client) -> int:
    return cost(browser, f"{ITEMS}?{urlsplit(ITEMS).query}currency=CNY")
