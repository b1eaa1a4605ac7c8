"""Passing money on, on the pages: the proposal in the inbox, the form and the undo on the receipt."""

from __future__ import annotations

import pytest

from huikuan.accounts.models import User, UserCompany
from huikuan.receipts.models import PassedMoney, Receipt
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office, new_office
from tests.web.route_lists.passing_on import passed, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def inbox(office: Office) -> str:
    return text_of(office.browser("colleague").get(f"/matching/?which=UNAPPLIED&row={office.receipt}"))


def unapplied(office: Office) -> int:
    return int(Receipt.objects.get(pk=office.receipt).unapplied_minor)


def test_a_proposal_for_another_company_is_carried_out_with_one_press(office: Office) -> None:
    proposed(office)
    page = inbox(office)
    assert "belongs elsewhere" in page
    assert "pays items of another own company: 乙方" in page
    pressed = {"key": KEY, "list": "/matching/"}
    answer = office.browser("colleague").post(f"/matching/{office.receipt}/pass-on/0/", pressed)
    assert (answer.status_code, unapplied(office)) == (303, 0)
    target = PassedMoney.objects.get().target
    assert (target.allocated_minor, target.customer_id) == (70_000, office.customer)
    told = text_of(office.browser("colleague").get(f"/receipts/{office.receipt}/"))
    assert f"receipt {target.number}" in told
    assert "The money is here" not in told


def test_who_does_not_see_the_other_company_sees_no_proposal(office: Office) -> None:
    proposed(office)
    user = User.objects.get(pk=office.people["colleague"])
    UserCompany.objects.create(user=user, company_id=office.books.company_id)
    assert "belongs elsewhere" not in inbox(office)
    pressed = {"key": KEY, "list": "/matching/"}
    assert office.browser("colleague").post(f"/matching/{office.receipt}/pass-on/0/", pressed).status_code == 422
    assert unapplied(office) == 70_000


def test_another_currency_needs_a_rate_and_says_so_at_its_field(office: Office) -> None:
    typed = {"key": KEY, "company": office.books.company_id, "currency": "USD", "amount": "70.00", "rate": ""}
    answer = office.browser("colleague").post(f"/receipts/{office.receipt}/pass-on/", typed)
    assert answer.status_code == 422
    assert "Say what rate was agreed." in text_of(answer)
    again = office.browser("colleague").post(f"/receipts/{office.receipt}/pass-on/", {**typed, "rate": "0.142857"})
    assert (again.status_code, unapplied(office)) == (303, 63_000)
    assert PassedMoney.objects.get().worth_minor == 1_000


def test_a_passing_is_undone_on_the_page_of_the_receipt(office: Office) -> None:
    where = passed(office)
    told = text_of(office.browser("colleague").get(f"/receipts/{office.receipt}/"))
    assert "at the rate 0.142857" in told
    address = f"/receipts/{office.receipt}/pass-on/{where['passed_id']}/undo/"
    assert office.browser("colleague").post(address, {"key": KEY}).status_code == 303
    assert unapplied(office) == 70_000
    assert "undone" in text_of(office.browser("colleague").get(f"/receipts/{office.receipt}/"))


def test_the_other_side_is_not_opened_to_who_does_not_see_its_company(office: Office) -> None:
    where = proposed(office)
    pressed = {"key": KEY, "list": "/matching/"}
    office.browser("colleague").post(f"/matching/{where['receipt_id']}/pass-on/0/", pressed)
    user = User.objects.get(pk=office.people["colleague"])
    UserCompany.objects.create(user=user, company_id=office.books.company_id)
    page = office.browser("colleague").get(f"/receipts/{office.receipt}/").content.decode()
    assert "Passed on" in page
    passing = PassedMoney.objects.get()
    assert f"/receipts/{passing.target_id}/" not in page
    address = f"/receipts/{office.receipt}/pass-on/{passing.pk}/undo/"
    assert office.browser("colleague").post(address, {"key": KEY}).status_code == 404
