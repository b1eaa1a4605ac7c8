"""Pages of price confirmations: written row by row or from a file, sent, signed with the paper, compared with invoices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.prices.models import Confirmation, Line, TolerancePolicy
from huikuan.receivables.rules import InvoiceLineDraft
from tests.prices.office import Prices
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office
from tests.web.route_lists.prices import HEAD, ROWS, draft, sent, signed

PDF = b"%PDF-1.7 signed"


def press(office: Office, who: str, route: str, where: dict[str, Any], **values: Any) -> Any:
    return office.browser(who).post(reverse(route, kwargs=where), {"key": KEY, **values})


def test_a_confirmation_is_written_row_by_row(office: Office) -> None:
    where = {"customer_id": office.customer}
    rows = {"line_name": ["水泵", "", "阀门"], "line_price": ["1,250.5", "", "20"], "line_tax": ["", "", "9"]}
    answer = press(office, "owner", "add_prices", where, **HEAD, **rows)
    assert answer.status_code == 303
    row = Confirmation.objects.get()
    assert (row.number, row.due_days, row.state) == ("JG-900", 30, "DRAFT")
    lines = Line.objects.order_by("number").values_list("number", "name", "price_micros", "tax_permille")
    assert list(lines) == [(1, "水泵", 1_250_500_000, 130), (2, "阀门", 20_000_000, 90)]
    page = text_of(office.browser("owner").get(answer.headers["Location"]))
    for word in ("JG-900", "1,250.50", "Draft", "within 30 days of the invoice date", "It was sent"):
        assert word in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"line_price": ["免费"]}, "is no price"),
        ({"line_name": [""], "line_item_code": ["P-1"]}, "name the item"),
        ({"line_name": [], "line_price": []}, "1 to 500 lines"),
        ({"valid_through": "2025-01-01"}, "The last day lies before the first"),
        ({"number": ""}, "This field is required"),
    ],
)
def test_faults_come_back_with_what_was_typed(office: Office, changes: dict[str, Any], said: str) -> None:
    before = written()
    answer = press(office, "owner", "add_prices", {"customer_id": office.customer}, **{**HEAD, **ROWS, **changes})
    page = answer.content.decode()
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert all(text in page for text in changes.get("line_price", []))
    assert written() == before
    assert Confirmation.objects.count() == 0


def test_rows_come_from_a_file_and_nothing_is_saved_before_it_is_said(office: Office) -> None:
    file = SimpleUploadedFile(
        "价格.csv", "物料编码,名称,单位,含税单价\nP-1,水泵,台,1250.5\n,阀门,个,20\n".encode("gb18030")
    )
    where = {"customer_id": office.customer}
    answer = press(office, "owner", "add_prices", where, **HEAD, **ROWS, file=file)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [f'value="{text}"' in page for text in ("P-1", "1250.5", "阀门", "JG-900", "水泵")] == [True] * 5
    assert Confirmation.objects.count() == 0
    wrong = SimpleUploadedFile("价格.csv", "甲,乙\n1,2\n3,4\n".encode())
    answer = press(office, "owner", "add_prices", where, **HEAD, **ROWS, file=wrong)
    assert (answer.status_code, "needs a column" in text_of(answer)) == (422, True)


def test_more_rows_can_be_asked_for(office: Office) -> None:
    where = {"customer_id": office.customer}
    answer = press(office, "owner", "add_prices", where, **HEAD, line_name=["水泵"] * 6, line_price=["1"] * 6, more="1")
    assert answer.content.decode().count('name="line_name"') == 11


def test_the_signed_copy_comes_back_and_is_downloaded_as_a_file(office: Office) -> None:
    where = sent(office)
    file = SimpleUploadedFile("签回.pdf", PDF)
    values = {"signed_on": "2026-03-01", "signed_by": "高伟", "file": file}
    assert press(office, "owner", "sign_prices", where, **values).status_code == 303
    page = text_of(office.browser("owner").get(reverse("price_confirmation", kwargs=where)))
    assert "高伟" in page
    assert "in force today" in page
    copy = office.browser("owner").get(reverse("prices_signed_copy", kwargs=where))
    assert (copy.content, copy["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert copy["Content-Disposition"].startswith("attachment")
    for who, status in (("stranger", 404), ("anonymous", 302)):
        assert office.browser(who).get(reverse("prices_signed_copy", kwargs=where)).status_code == status


def test_a_draft_has_no_signed_copy(office: Office) -> None:
    assert office.browser("owner").get(reverse("prices_signed_copy", kwargs=draft(office))).status_code == 404


def test_the_paper_is_a_pdf(office: Office) -> None:
    answer = office.browser("owner").get(reverse("prices_sheet", kwargs=draft(office)))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_what_is_sent_is_not_edited(office: Office) -> None:
    where = sent(office)
    answer = press(office, "owner", "edit_prices", where, **HEAD, **ROWS)
    assert answer.status_code == 409
    assert Line.objects.count() == 2


def test_the_list_narrows_and_is_taken_along(office: Office) -> None:
    where = signed(office)
    browser, number = office.browser("colleague"), Confirmation.objects.get().number
    assert number in text_of(browser.get("/prices/?which=SIGNED"))
    assert "No confirmation fits" in text_of(browser.get("/prices/?which=DRAFT"))
    assert number in browser.get("/prices/?format=csv").content.decode("utf-8-sig")
    assert "Open the confirmation" in text_of(browser.get(f"/prices/?row={where['confirmation_id']}"))
    assert "No price is confirmed" in text_of(office.browser("stranger").get("/prices/"))


def test_invoices_are_compared(office: Office) -> None:
    Prices(office.books, office.customer).signed("JG-001")
    line = InvoiceLineDraft("水泵", 2_000_000, 80_000_000, 16_000, "P-1", "DN50", "台")
    (item,) = office.books.invoice(office.customer, "F777", 16_000, issued=date(2026, 2, 1), lines=(line,))
    browser = office.browser("owner")
    page = text_of(browser.get("/prices/differences/"))
    for word in ("F777", "80.00", "100.00", "-40.00", "Below the confirmed price"):
        assert word in page.replace("−", "-")
    assert "F777" not in text_of(browser.get("/prices/differences/?which=ABOVE"))
    assert "F777" not in text_of(browser.get("/prices/differences/?days=10"))
    assert "F777" not in text_of(office.browser("stranger").get("/prices/differences/"))
    assert "F777" in browser.get("/prices/differences/?format=csv").content.decode("utf-8-sig")
    page = text_of(browser.get(reverse("invoice", args=[item.invoice_id])))
    assert "水泵" in page
    assert "Below the confirmed price" in page


def test_the_tolerance_is_decided_by_policy_makers(office: Office) -> None:
    assert press(office, "director", "price_tolerance", {}, permille="600", reason="尾差").status_code == 422
    assert press(office, "director", "price_tolerance", {}, permille="5", reason="尾差").status_code == 303
    late = {"permille": "7", "reason": "尾差", "seen": "0", "key": KEY + "1"}
    answer = press(office, "director", "price_tolerance", {}, **late)
    assert (answer.status_code, "Somebody else changed the tolerance" in text_of(answer)) == (422, True)
    assert 'name="seen" value="1"' in answer.content.decode()
    assert TolerancePolicy.objects.get().tolerance_permille == 5
