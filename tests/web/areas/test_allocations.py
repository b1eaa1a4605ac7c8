"""Behind the figures of what was paid: the allocations they count, for the days chosen, for those who see them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

from tests.web.areas.desk import PEOPLE, cost, text_of, written
from tests.web.office import Office

PAGE = "/insight/allocations/"
ON_DUE, PAID = f"{PAGE}?counted=ON_DUE", f"{PAGE}?counted=PAID"
DAYS = "&start=2026-02-01&end=2026-03-02"


def test_who_may_look_and_that_looking_writes_nothing(office: Office) -> None:
    before = written()
    for address in (PAGE, ON_DUE, PAID, f"{PAGE}?counted=OTHER", f"{PAID}{DAYS}&format=csv"):
        statuses = {who: office.browser(who).get(address).status_code for who in PEOPLE}
        assert statuses == {"anonymous": 302, "stranger": 200, "owner": 200, "colleague": 200, "director": 200}
    assert written() == before


def test_the_first_page_leads_to_what_its_figures_count(office: Office) -> None:
    (item,) = office.books.invoice(office.customer, "F003", 90_000, date(2026, 3, 1))
    office.books.allocate(office.books.receipt(30_000, office.customer, on=date(2026, 3, 2)), (item, 30_000))
    browser = office.browser("colleague")
    addresses = re.findall(r'href="(/insight/allocations/\?[^"]+)"', browser.get("/").content.decode())
    on_due, paid = (unescape(address) for address in addresses)
    assert (on_due, paid) == tuple(f"{one}&start=2026-03-01&end=2026-03-02" for one in (ON_DUE, PAID))
    for address in (on_due, paid):
        words = text_of(browser.get(address))
        assert "CNY 300.00 · 1 allocation " in words
        assert "F003" in words


def test_each_sees_his_own_customers_and_finds_the_receipt(office: Office) -> None:
    page = office.browser("owner").get(PAID + DAYS)
    assert "CNY 200.00" in text_of(page)
    assert f'href="/receipts/{office.used_receipt}/"' in page.content.decode()
    assert "Nothing was allocated in these days" in text_of(office.browser("stranger").get(PAID + DAYS))


def test_days_that_cannot_be_are_told(office: Office) -> None:
    words = text_of(office.browser("colleague").get(f"{PAID}&start=2026-03-02&end=2026-02-01"))
    assert "The last day lies before the first." in words


def test_the_file_holds_every_row_and_costs_do_not_grow(office: Office) -> None:
    browser = office.browser("colleague")
    cost(browser, PAID + DAYS)  # the first one brings the mirror up to date
    few = cost(browser, PAID + DAYS)
    for number in range(60):
        (item,) = office.books.invoice(office.customer, f"G{number}", 1_000)
        office.books.allocate(office.books.receipt(1_000, office.customer, payer_name="=1+1"), (item, 1_000 - number))
    cost(browser, PAID + DAYS)
    assert cost(browser, PAID + DAYS) == few
    text = browser.get(f"{PAID}{DAYS}&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 61
    assert sum(int(row["Allocated"].replace(".", "")) for row in rows) == 20_000 + sum(range(941, 1_001))
    assert {row["Receipt"] for row in rows} == {"乙方机电有限公司", "'=1+1"}
