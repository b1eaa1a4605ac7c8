"""The pages of the customer file: sections, warnings beside the code, people, reports, history, merge and undo."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.customers.groups import roots_of
from huikuan.customers.merging import merged_into
from huikuan.customers.models import Contact, Customer, CustomerChange, CustomerFile, CustomerMerge, CustomerReport
from huikuan.customers.sizes import own_size
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office

KEYS = count(1)
IDENTITY = {"name": "甲方商贸有限公司", "code": "C-1", "country": "CN", "language": "zh-hans", "short_name": ""}
PERSON = {
    "name": "王建国",
    "roles": ["PAYER", "OWNER"],
    "mobile": "13900001111",
    "legal_basis": "PUBLISHED",
    "reachable_when": "上午",
}


def page(office: Office, name: str, /, *args: object, who: str = "colleague") -> str:
    return text_of(office.browser(who).get(reverse(name, args=args)))


def send(office: Office, name: str, /, *args: object, who: str = "colleague", **typed: object) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(name, args=args), {"key": f"{KEY}{next(KEYS)}", **typed})
    return answer.status_code, text_of(answer) if answer.status_code == 422 else answer.headers.get("Location", "")


def test_an_empty_file_says_what_will_be_there(office: Office) -> None:
    said = page(office, "customer_file", office.customer, who="owner")
    for sentence in (
        "Nothing is declared yet.",
        "Stands alone.",
        "Credit reports and register excerpts will be listed here",
        "Nothing was changed since he was taken in.",
    ):
        assert sentence in said
    assert "Every change of a field will stand here" in page(office, "customer_history", office.customer)


def test_a_section_keeps_what_was_typed_and_changes_only_what_differs(office: Office) -> None:
    status, said = send(
        office, "edit_customer_file", office.customer, "identity", **IDENTITY, tax_code="91110000600037341X"
    )
    assert status == 422
    assert "91110000600037341X is no unified social credit code" in said
    assert not CustomerChange.objects.exists()
    status, _ = send(
        office, "edit_customer_file", office.customer, "identity", **IDENTITY, tax_code="91110000600037341l"
    )
    assert status == 303
    assert Customer.objects.get(pk=office.customer).tax_code == "91110000600037341L"
    assert {"name", "code", "tax_code"} <= set(CustomerChange.objects.values_list("field", flat=True))


def test_an_unusual_code_is_kept_with_a_warning_beside_it(office: Office) -> None:
    typed = IDENTITY | {"country": "DE", "tax_code": "12 34"}
    assert send(office, "edit_customer_file", office.customer, "identity", **typed)[0] == 303
    assert "This does not look like a tax code of that country." in page(office, "customer_file", office.customer)


def test_a_taken_number_is_said_at_its_field(office: Office) -> None:
    taken = Customer.objects.get(pk=office.others_customer).code
    status, said = send(office, "edit_customer_file", office.customer, "identity", **IDENTITY | {"code": taken})
    assert (status, f"There is a customer with the number {taken} already." in said) == (422, True)


def test_a_salesperson_keeps_facts_but_not_terms(office: Office) -> None:
    before = written()
    assert send(office, "edit_customer_file", office.customer, "terms", who="owner", terms_days="90")[0] == 403
    assert written() == before
    typed = {"region": "上海", "buyer_type": "PUBLIC", "distance_km": "12", "industry": "RETAIL"}
    assert send(office, "edit_customer_file", office.customer, "standing", who="owner", **typed)[0] == 303
    row = CustomerFile.objects.get(pk=office.customer)
    assert (row.buyer_type, row.distance_km, row.industry) == ("PUBLIC", 12, "RETAIL")
    said = page(office, "customer_history", office.customer, who="owner")
    assert "Buyer type" in said
    assert "Public body" in said
    only = office.browser("owner").get(reverse("customer_history", args=[office.customer]) + "?field=distance_km")
    assert "Public body" not in text_of(only)


def test_a_group_by_the_number_of_its_parent(office: Office) -> None:
    parent = Customer.objects.get(pk=office.others_customer)
    status, said = send(office, "edit_group", office.customer, parent_code="nobody")
    assert (status, "No customer you see has the number nobody." in said) == (422, True)
    assert send(office, "edit_group", office.customer, parent_code=parent.code)[0] == 303
    assert roots_of(customer_ids=[office.customer]) == {office.customer: parent.pk}
    child = Customer.objects.get(pk=office.customer)
    status, said = send(office, "edit_group", parent.pk, parent_code=child.code)
    assert (status, "cannot stand above it" in said) == (422, True)
    assert parent.name in page(office, "customer_file", office.customer)
    assert parent.name not in page(office, "customer_file", office.customer, who="owner")


def test_a_person_is_entered_changed_handed_out_and_erased(office: Office) -> None:
    status, said = send(office, "new_contact", office.customer, who="owner", **PERSON | {"legal_basis": ""})
    assert (status, "Choose the legal basis" in said) == (422, True)
    assert send(office, "new_contact", office.customer, who="owner", **PERSON)[0] == 303
    person = Contact.objects.get(name="王建国").pk
    said = page(office, "customer_file", office.customer, who="owner")
    assert "Pays the invoices" in said
    assert "Legal basis: Published by himself or his company" in said
    assert send(office, "edit_contact", person, who="owner", **PERSON | {"wechat": "wjg"})[0] == 303
    data = office.browser("owner").get(reverse("contact_data", args=[person]))
    assert "wjg" in data.content.decode()
    assert data.headers["Content-Disposition"] == f'attachment; filename="person-{person}.json"'
    assert send(office, "erase_contact", person, who="owner")[0] == 422
    assert send(office, "erase_contact", person, who="owner", reason="本人要求")[0] == 303
    assert "王建国" not in page(office, "customer_file", office.customer)


def test_sizes_of_buyer_and_seller(office: Office) -> None:
    typed = {"industry": "RETAIL", "declared_on": "2026-01-05", "staff": "49"}
    status, said = send(office, "new_size", office.customer, who="owner", **typed)
    assert (status, "These figures do not decide the class." in said) == (422, True)
    typed |= {"revenue": "5,000,000.00", "declared_size": "MEDIUM"}
    assert send(office, "new_size", office.customer, who="owner", **typed)[0] == 303
    said = page(office, "customer_file", office.customer)
    assert "Small enterprise" in said
    assert "Declared as Medium enterprise; the figures give another class." in said
    company = office.books.company_id
    assert send(office, "own_company_size", company, who="admin", **typed)[0] == 303
    row = own_size(company_id=company, on=date(2026, 1, 5))
    assert row is not None
    assert row.size.value == "SMALL"
    assert "Small enterprise" in page(office, "own_company_size", company, who="admin")


def test_a_report_is_kept_and_handed_out_as_it_was(office: Office) -> None:
    typed = {"issuer": "某某征信", "reported_on": "2026-01-05", "note": ""}
    file = SimpleUploadedFile("报告.html", b"<script>alert(1)</script>")
    assert send(office, "new_report", office.customer, who="owner", **typed, file=file)[0] == 303
    document = CustomerReport.objects.get().document_id
    answer = office.browser("owner").get(reverse("report_file", args=[office.customer, document]))
    assert answer.content == b"<script>alert(1)</script>"
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("text/plain", "nosniff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = office.browser("stranger").get(reverse("report_file", args=[office.others_customer, document]))
    assert other.status_code == 404


def test_merging_two_customers_and_undoing_it(office: Office) -> None:
    same, kept = office.customer, office.others_customer
    said = page(office, "merge_customers", same, kept)
    assert "nothing is rewritten" in said
    assert send(office, "merge_customers", same, kept)[0] == 422
    browser = office.browser("colleague")
    done = browser.post(reverse("merge_customers", args=[same, kept]), {"key": KEY, "reason": "同一家"})
    assert done.headers["Location"] == reverse("customer_file", args=[kept])
    assert merged_into(customer_ids=[same]) == {same: kept}
    after = browser.get(done.headers["Location"])
    assert "Merged." in text_of(after)
    assert "Undo the merge" in text_of(after)
    led = browser.get(reverse("customer", args=[same]))
    assert (led.status_code, led.headers["Location"]) == (302, reverse("customer", args=[kept]))
    shown = text_of(browser.get(led.headers["Location"]))
    assert "was merged into this customer." in shown
    assert office.number in shown
    assert "Undo the merge" in page(office, "duplicates")
    undo = browser.post(reverse("undo_merge", args=[CustomerMerge.objects.get().pk]), {"key": f"{KEY}2"})
    assert undo.status_code == 303
    assert merged_into(customer_ids=[same]) == {}


def test_duplicates_are_listed_with_why(office: Office) -> None:
    assert "No two customers look alike" in page(office, "duplicates")
    office.books.customer("宁波长风五金厂")
    office.books.customer("宁波 长风 五金厂")
    said = page(office, "duplicates")
    assert "Same name" in said
    assert "100 %" in said


def test_a_wrong_code_is_refused_when_a_customer_is_entered(office: Office) -> None:
    typed = {"name": "新客户", "code": "N1", "tax_code": "911100006000373410"}
    status, said = send(office, "add_customer", **typed)
    assert (status, "is no unified social credit code" in said) == (422, True)
    assert send(office, "add_customer", **typed | {"country": "de", "tax_code": "DE136695976"})[0] == 303
    assert Customer.objects.values_list("country", "tax_code").get(code="N1") == ("DE", "136695976")


@pytest.mark.parametrize("who", ["stranger", "auditor"])
def test_nothing_is_written_by_who_may_not(office: Office, who: str) -> None:
    before = written()
    for name, typed in (
        ("new_contact", PERSON),
        ("new_name", {"kind": "BRAND", "name": "绿叶"}),
        ("new_alias", {"kind": "NAME", "value": "代付"}),
        ("edit_group", {"parent_code": ""}),
    ):
        assert send(office, name, office.customer, who=who, **typed)[0] in (403, 404)
    assert written() == before
