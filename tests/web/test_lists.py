"""Lists: the address holds filters, sort, page, columns and the open row; files hold exactly what is shown."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.office import Office


def page_of(office: Office, address: str, **headers: str) -> str:
    answer = office.browser("colleague").get(address, headers=headers or None)
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r"data-open>([^<]+)", page)


@pytest.fixture
def items(office: Office) -> Office:
    for number, (minor, due) in enumerate(((300, 1), (100, 3), (200, 2))):
        office.books.invoice(office.customer, f"S{number}", minor, date(2026, 4, due))
    return office


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?q=S", ["S0", "S2", "S1"]),
        ("?q=S&sort=-due", ["S1", "S2", "S0"]),
        ("?q=S&sort=open", ["S1", "S2", "S0"]),
        ("?q=S&sort=-number", ["S2", "S1", "S0"]),
        ("?q=S&sort=drop+table", ["S0", "S2", "S1"]),
        ("?q=S&sort=invoice__customer__note", ["S0", "S2", "S1"]),
        ("?q=S&least=2", ["S0", "S2"]),
        ("?q=S&least=two", ["S0", "S2", "S1"]),
        ("?q=S&from=2026-04-02&before=2026-04-03", ["S2"]),
        ("?q=S&page=99", ["S0", "S2", "S1"]),
        ("?q=S&page=-1", ["S0", "S2", "S1"]),
        ("?q=S&which=OVERDUE", []),
        ("?q=S&which=NONSENSE", ["S0", "S2", "S1"]),
    ],
)
def test_filters_and_sort_live_in_the_address(query: str, wanted: list[str], items: Office) -> None:
    assert numbers(page_of(items, f"/receivables/{query}")) == wanted


def test_columns_are_chosen_in_the_address(items: Office) -> None:
    page = page_of(items, "/receivables/?columns=number&columns=note&columns=password")
    assert re.findall(r'<th scope="col" class="c-\w+[^"]*">(?:<a [^>]*>)?([^<]+)', page) == ["Invoice", "Note"]


def test_a_file_holds_the_rows_and_columns_of_the_screen(items: Office) -> None:
    address = "/receivables/?q=S&sort=-due&columns=number&columns=due&columns=open&format="
    answer = items.browser("colleague").get(address + "csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Invoice", "Due", "Open", "Currency"],
        ["S1", "2026-04-03", "1.00", "CNY"],
        ["S2", "2026-04-02", "2.00", "CNY"],
        ["S0", "2026-04-01", "3.00", "CNY"],
    ]
    book = load_workbook(io.BytesIO(items.browser("colleague").get(address + "xlsx").content))
    first = [cell.value for cell in next(book.active.iter_rows(min_row=2, max_row=2))]
    assert [first[0], first[2], first[3]] == ["S1", 1, "CNY"]
    assert first[1].date() == date(2026, 4, 3)


def test_a_file_holds_every_page(items: Office) -> None:
    for number in range(230):
        items.books.invoice(items.customer, f"M{number:03d}", 100 + number)
    answer = items.browser("colleague").get("/receivables/?q=M&format=csv&page=2")
    assert answer.content.decode("utf-8-sig").count("\n") == 231
    page = page_of(items, "/receivables/?q=M&page=5")
    assert len(numbers(page)) == 30
    assert "201–230 of 230" in page


def test_a_file_is_written_of_many_parts_in_order(items: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        items.books.invoice(items.customer, f"M{number}", 100 + number)
    address, browser = "/receivables/?q=M&sort=number&columns=number&format=", items.browser("colleague")
    monkeypatch.setattr("huikuan.web.pages.lists.FILE_PAGE", 3)
    monkeypatch.setattr("huikuan.web.tables.export.MOST_ROWS", 8)
    assert browser.get(address + "csv").content.decode("utf-8-sig").split() == ["Invoice", *[f"M{n}" for n in range(8)]]
    sheet = load_workbook(io.BytesIO(browser.get(address + "xlsx").content)).active
    assert sheet is not None
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["Invoice", *[f"M{number}" for number in range(8)]]


@pytest.mark.parametrize("address", ["/receivables/?q=S&", "/customers/?", "/insight/ageing/items/?currency=CNY&"])
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_list_longer_than_a_file_is_refused_and_never_cut(
    address: str, name: str, items: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("tables.export", "views.ageing"):
        monkeypatch.setattr(f"huikuan.web.{place}.MOST_ROWS", 0)
    answer = items.browser("colleague").get(f"{address}format={name}")
    assert answer.status_code == 409
    assert re.search(
        r"The file would have [1-9] rows?, more than the 0 that are written at once", answer.content.decode()
    )
    assert "Narrow the list" in answer.content.decode()


def test_the_stranger_s_file_holds_only_his(items: Office) -> None:
    text = items.browser("stranger").get("/receivables/?format=csv").content.decode()
    assert "F900" in text
    assert "S0" not in text


def test_the_panel_comes_alone_when_the_browser_has_the_list(office: Office) -> None:
    address = f"/customers/?row={office.customer}"
    whole, panel = page_of(office, address), page_of(office, address, hx_request="true", hx_target="panel")
    assert '<table class="list">' in whole
    assert panel.startswith('<aside id="panel"')
    assert "乙方机电有限公司" in panel


def test_one_currency_stands_in_the_head_several_in_the_cells(office: Office) -> None:
    assert "Open</a> <small>CNY</small>" in page_of(office, "/receivables/")
    office.books.invoice(office.customer, "U1", 1_000, currency="USD")
    page = page_of(office, "/receivables/")
    assert "Open</a> <small>CNY</small>" not in page
    assert "<small>USD</small> 10.00" in page


def test_an_empty_list_says_what_will_be_here(office: Office) -> None:
    page = page_of(office, "/receivables/?q=nothing-like-that")
    assert "No item fits" in page


def test_handing_over_customers_and_its_undo(office: Office) -> None:
    browser = office.browser("colleague")
    sent = {"key": "a" * 20, "ids": [office.customer], "salesperson": office.people["stranger"]}
    browser.post(reverse("assign_customers"), sent)
    assert office.browser("stranger").get(reverse("customer", args=[office.customer])).status_code == 200
    page = page_of(office, "/customers/")
    assert "looks after 1 customer." not in page  # the toast went to the other browser
    undo = {"key": "b" * 20, "ids": [office.customer], "salesperson": office.people["owner"]}
    browser.post(reverse("assign_customers"), undo)
    assert office.browser("stranger").get(reverse("customer", args=[office.customer])).status_code == 404


def test_both_languages(office: Office) -> None:
    browser = office.browser("colleague")
    assert "Open items" in browser.get("/receivables/").content.decode()
    browser.post(reverse("language"), {"language": "zh-hans"})
    page = browser.get("/receivables/").content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "未清项" in page
    assert "逾期 21 天" in page


def test_customers_are_put_into_a_class_from_the_list_and_the_form(office: Office) -> None:
    from huikuan.customers.models import Customer

    browser = office.browser("colleague")
    assert 'name="customer_class"' in browser.get("/customers/").content.decode()
    sent = {"key": "c" * 20, "ids": [office.customer], "customer_class": "WATCH"}
    assert browser.post(reverse("classify_customers"), sent).status_code == 303
    form = {"key": "d" * 20, "name": "丁方", "code": "C-9", "customer_class": "KEY"}
    assert browser.post(reverse("add_customer"), form).status_code == 303
    assert Customer.objects.get(pk=office.customer).customer_class == "WATCH"
    assert Customer.objects.get(code="C-9").customer_class == "KEY"
    hidden = {"key": "e" * 20, "ids": [office.customer], "customer_class": "KEY"}
    assert office.browser("stranger").post(reverse("classify_customers"), hidden).status_code == 403
    assert browser.post(reverse("classify_customers"), {**hidden, "customer_class": "VIP"}).status_code == 409


def test_the_list_and_its_file_are_narrowed_to_a_class(office: Office) -> None:
    from huikuan.customers.models import Customer

    Customer.objects.filter(pk=office.customer).update(customer_class="WATCH")
    for which in ("", "&which=ALL"):
        assert "丙方贸易有限公司" in page_of(office, f"/customers/?class={which}")
        page = page_of(office, f"/customers/?class=WATCH{which}")
        assert "乙方机电有限公司" in page
        assert "丙方贸易有限公司" not in page
        assert '<option value="WATCH" selected>Customers to watch</option>' in page
        address = f"/customers/?class=WATCH&columns=name&columns=class&format=csv{which}"
        assert office.browser("colleague").get(address).getvalue().decode("utf-8-sig").splitlines() == [
            "Customer,Customer class",
            "乙方机电有限公司,Customers to watch",
        ]
    assert "丙方贸易有限公司" in page_of(office, "/customers/?class=VIP")  # nobody has that class: no filter


def test_the_page_of_a_customer_shows_his_class_and_changes_it(office: Office) -> None:
    from huikuan.audit.models import Act
    from huikuan.customers.models import Customer

    address = reverse("customer", args=[office.customer])
    shown = "<dt>Customer class</dt><dd>{}</dd>"
    page = page_of(office, address)
    assert shown.format("Standard customers") in page
    assert "Change the class" in page
    sent = {"key": "f" * 20, "ids": [office.customer], "customer_class": "KEY", "next": address}
    assert office.browser("colleague").post(reverse("classify_customers"), sent).headers["Location"] == address
    assert shown.format("Key customers") in page_of(office, address)
    act = Act.objects.get(verb="classify_customers")
    assert (act.actor_user_id, act.detail) == (
        office.people["colleague"],
        {"customer_ids": [office.customer], "customer_class": "KEY"},
    )
    assert Customer.objects.get(pk=office.customer).customer_class == "KEY"
    page = office.browser("owner").get(address).content.decode()
    assert shown.format("Key customers") in page
    assert "Change the class" not in page  # a salesperson changes no customer
