"""Given invoices issued to two customers, then each guest downloads his own as they were issued, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.rules.records import Party
from tests.books import new_books
from tests.invoicing.office import CONTENT, blue_invoice, take
from tests.portal.office import guest_browser, link_of, portal_office, statement_link
from tests.portal.test_routes import counts
from tests.web.office import Office

pytestmark = pytest.mark.django_db
OURS, THEIRS, WAITING = "26312000002160569446", "26312000002160569447", "26312000002160569448"
OTHER = Party("红旗机械有限公司", "91310000100000002X")


@dataclass
class Issued:
    """An office with two buyers, an invoice issued to each and one that still waits."""

    office: Office
    customer: int
    other: int

    def file(self, number: str) -> str:
        """The address of the file of an invoice."""
        row = TaxInvoice.objects.get(number=number)
        (kept,) = documents_of(purpose=Purpose.INVOICE, owner_ids=[row.pk])
        return f"/portal/invoices/{row.pk}/{kept.id}/"


@pytest.fixture
def issued() -> Issued:
    office = portal_office()
    books = office.books
    customer = books.customer("蓝天机械有限公司", tax_code="91310000100000001X", terms_days=30)
    other = books.customer(OTHER.name, tax_code=OTHER.tax_code, terms_days=30)
    assert take(books, blue_invoice(OURS, net=10_000_000, tax=1_300_000))["state"] == "BOOKED"
    theirs = blue_invoice(THEIRS, net=100, tax=13, buyer=OTHER)
    assert take(books, theirs, content=b"<EInvoice>2</EInvoice>")["state"] == "BOOKED"
    broken = blue_invoice(WAITING, net=100, tax=13, gross_minor=200)
    assert take(books, broken, content=b"<EInvoice>3</EInvoice>")["state"] == "WAITING"
    assert TaxInvoice.objects.get(number=WAITING).customer_id == customer, "it waits with its buyer known"
    return Issued(office, customer, other)


def test_a_guest_sees_and_downloads_what_was_issued_to_him(issued: Issued) -> None:
    browser = guest_browser(link_of(issued.office, issued.customer))
    page = browser.get("/portal/invoices/").content.decode()
    assert OURS in page and "113,000.00" in page and issued.file(OURS) in page
    assert THEIRS not in page and WAITING not in page
    assert issued.file(OURS) in browser.get("/portal/").content.decode()
    answer = browser.get(issued.file(OURS))
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert (
        answer.headers["Content-Disposition"].startswith("attachment") and OURS in answer.headers["Content-Disposition"]
    )
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox",
    )


def test_nothing_of_another_nothing_that_waits_and_no_other_paper_is_reached(issued: Issued) -> None:
    office = issued.office
    browser = guest_browser(link_of(office, issued.customer))
    own, foreign = issued.file(OURS), issued.file(THEIRS)
    mixed = f"{own.rsplit('/', 2)[0]}/{foreign.rsplit('/', 2)[1]}/"  # his own invoice with another's document
    for address in (foreign, issued.file(WAITING), mixed, "/portal/invoices/987654/1/"):
        assert browser.get(address).status_code == 404, address
    strangers = (
        guest_browser(link_of(office, issued.other)),
        guest_browser(statement_link(office, 987)),
        guest_browser(link_of(office, issued.customer, company_id=new_books("甲二有限公司").company_id)),
        office.browser("colleague"),
    )
    before = counts()
    for stranger in strangers:
        assert stranger.get(own).status_code == 404
    assert counts() == before
    # the negative control: the owner of the other file is let in
    assert guest_browser(link_of(office, issued.other)).get(foreign).status_code == 200
