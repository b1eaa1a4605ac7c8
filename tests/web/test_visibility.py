"""Nothing a person may not see changes a byte of what he sees (TRUST Z1); refusals say who can permit it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from huikuan.accounts.models import Department, User
from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.kernel.actor import SYSTEM, Role
from tests.books import NOW
from tests.web.office import KEY, Office

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


@pytest.fixture
def managed(office: Office) -> Office:
    """The office with a manager of the department that `owner` is in; `stranger` is in another one."""
    east, south = (Department.objects.create(name=name).pk for name in ("华东", "华南"))
    User.objects.filter(pk=office.people["owner"]).update(department=east)
    User.objects.filter(pk=office.people["stranger"]).update(department=south)
    person = PersonDraft("manager", "周涛", (Role.SALES_MANAGER,), east, language="en")
    office.people["manager"] = add_person(actor=SYSTEM, now=NOW, key="manager", person=person)["user_id"]
    return office


@pytest.mark.parametrize(
    "address", ["/", "/customers/", "/customers/?which=ALL", "/receivables/", "/receipts/?which=ALL"]
)
def test_a_manager_sees_his_department_and_nobody_elses(address: str, managed: Office) -> None:
    page = seen_by(managed, "manager", address)
    assert "乙方机电" in page
    assert "丙方贸易" not in page
    User.objects.filter(pk=managed.people["owner"]).update(department=None)
    assert "乙方机电" not in seen_by(managed, "manager", address)


def test_a_manager_opens_only_what_is_his_departments(managed: Office) -> None:
    browser = managed.browser("manager")
    assert browser.get(reverse("customer", args=[managed.customer])).status_code == 200
    assert browser.get(reverse("invoice", args=[managed.invoice])).status_code == 200
    assert browser.get(reverse("customer", args=[managed.others_customer])).status_code == 404


def test_a_manager_sees_the_customer_he_takes_in(managed: Office) -> None:
    typed = {"name": "丁方", "code": "C-9", "key": KEY, "customer_class": "STANDARD"}
    answer = managed.browser("manager").post(reverse("add_customer"), typed)
    assert answer.status_code == 303
    assert managed.browser("manager").get(answer["Location"]).status_code == 200


def test_who_sees_no_customer_is_told_whom_to_ask(managed: Office) -> None:
    before = seen_by(managed, "manager", "/")
    assert "Nobody has given you access" not in before
    User.objects.filter(pk=managed.people["owner"]).update(department=None)
    page = seen_by(managed, "manager", "/")
    assert "Nobody has given you access" in page
    assert "管理员" in page
    assert reverse("import_table") not in page.partition("<main")[2]
    assert reverse("add_customer") not in page.partition("<main")[2]
