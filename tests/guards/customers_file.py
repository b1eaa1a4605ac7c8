"""Forged rows of the customer file."""

from datetime import date

from django.db.models import F

from huikuan.audit.models import Act
from huikuan.customers.models import (
    Contact,
    ContactChange,
    ContactRole,
    CustomerChange,
    CustomerFile,
    CustomerMerge,
    CustomerName,
    CustomerReport,
    SizeDeclaration,
)
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

GUARDS: tuple[Guard, ...] = (
    ("customers.CustomerFile", "customers_file_not_own_parent", changed(parent=F("customer"))),
    ("customers.CustomerFile", "customers_file_not_into_itself", changed(merged_into=F("customer"))),
    ("customers.CustomerFile", "customers_file_buyer_type", changed(buyer_type="STATE")),
    ("customers.CustomerName", "customers_name_once", copied()),
    ("customers.CustomerName", "customers_name_not_empty", changed(normal="")),
    ("customers.CustomerName", "customers_name_kind", changed(kind="NICK")),
    ("customers.CustomerName", "customers_name_days", changed(valid_through=date(2000, 1, 1))),
    ("customers.CustomerChange", "customers_change_of_a_field", copied(field="")),
    ("customers.SizeDeclaration", "customers_size_of_one", copied(company_id=None, customer_id=None)),
    ("customers.SizeDeclaration", "customers_size_known", copied(declared_size="")),
    ("customers.SizeDeclaration", "customers_size_not_negative", copied(revenue_minor=-1)),
    ("customers.CustomerReport", "customers_report_once", copied()),
    ("customers.CustomerReport", "customers_report_by_somebody", copied(document_id=2, issuer="")),
    ("customers.CustomerMerge", "customers_merge_stands_once", copied()),
    ("customers.CustomerMerge", "customers_merge_of_two", changed(into=F("customer"))),
    ("customers.CustomerMerge", "customers_merge_undone_whole", changed(undone_at=NOW)),
    ("customers.ContactRole", "customers_contact_role_once", copied()),
    ("customers.ContactChange", "customers_person_change_of_a_field", changed(field="")),
)


def ground() -> None:
    """One row in each table of the file."""
    books = new_books()
    one, other = books.customer("甲客户"), books.customer("乙客户")
    made = {"act_id": Act.objects.order_by("pk").values_list("pk", flat=True).last(), "at": NOW, "who_name": "王"}
    CustomerFile.objects.create(customer_id=one, parent_id=other)
    CustomerName.objects.create(customer_id=one, kind="BRAND", name="甲", normal="甲", valid_from=date(2020, 1, 1))
    CustomerChange.objects.create(customer_id=one, field="name", **made)
    SizeDeclaration.objects.create(
        customer_id=one, declared_on=NOW.date(), industry="OTHER", declared_size="SMALL", rule_version="1", **made
    )
    CustomerReport.objects.create(customer_id=one, document_id=1, issuer="某某征信", reported_on=NOW.date(), **made)
    CustomerMerge.objects.create(customer_id=one, into_id=other, reason="同一家", before={}, **made)
    person = Contact.objects.create(customer_id=one, name="王经理")
    ContactRole.objects.create(contact=person, role="PAYER")
    ContactChange.objects.create(contact=person, field="phone", **made)
