"""Nothing a person may not see changes a byte of what he sees (TRUST Z1); refusals say who can permit it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.web.office import Office

SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]+')
PAGES = ("/", "/customers/", "/customers/?which=ALL", "/receivables/", "/receipts/?which=ALL", "/search/?q=公司&x=1")


def seen_by(office: Office, who: str, address: str) -> str:
    return SECRETS.sub(r"\1", office.browser(who).get(address).content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_what_happens_elsewhere_changes_nothing(address: str, office: Office) -> None:
    before = seen_by(office, "stranger", address)
    (item,) = office.books.invoice(office.customer, "F555", 77_700, date(2026, 2, 1))
    office.books.allocate(office.books.receipt(77_700, office.customer, payer_name="丙方贸易有限公司"), (item, 700))
    office.books.receipt(99_900, None, payer_name="丙方贸易有限公司")
    office.books.customer("丙二公司")
    assert seen_by(office, "stranger", address) == before


@pytest.mark.parametrize("address", PAGES)
def test_the_owner_sees_the_change(address: str, office: Office) -> None:
    """Negative control: the same pages do show what their reader may see."""
    before = seen_by(office, "colleague", address)
    (item,) = office.books.invoice(office.customer, "F555公司", 77_700, date(2026, 2, 1))
    office.books.allocate(office.books.receipt(99_900, office.customer, payer_name="另一家公司"), (item, 700))
    office.books.customer("丙二公司")
    assert seen_by(office, "colleague", address) != before


@pytest.mark.parametrize("name", ["customer", "invoice", "receipt"])
def test_what_is_not_his_and_what_is_not_there_look_the_same(name: str, office: Office) -> None:
    hidden = {"customer": office.customer, "invoice": office.invoice, "receipt": office.receipt}[name]
    pages = []
    for number in (hidden, 987_654):
        answer = office.browser("stranger").get(reverse(name, args=[number]))
        pages.append((answer.status_code, SECRETS.sub(r"\1", answer.content.decode()).replace(f"/{number}/", "/")))
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


def test_a_refusal_says_who_can_permit_it(office: Office) -> None:
    answer = office.browser("owner").get(reverse("add_receipt"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "enter receipts" in page
    assert "吴静" in page
    assert "钱磊" not in page


def test_a_row_of_somebody_else_does_not_open_beside_the_list(office: Office) -> None:
    assert office.browser("stranger").get(f"/customers/?row={office.customer}").status_code == 404
    assert office.browser("owner").get(f"/customers/?row={office.customer}").status_code == 200


def test_a_person_of_one_company_sees_no_other(office: Office) -> None:
    from huikuan.accounts.models import Company, UserCompany
    from tests.books import Books

    other = Company.objects.create(name="甲二", short_name="甲二", currency="CNY")
    Books(other.pk).invoice(office.customer, "F-OTHER", 5_000)
    assert "F-OTHER" in seen_by(office, "owner", f"/receivables/?company={other.pk}")
    UserCompany.objects.create(user_id=office.people["owner"], company_id=office.books.company_id)
    assert "F-OTHER" not in seen_by(office, "owner", f"/receivables/?company={other.pk}")
