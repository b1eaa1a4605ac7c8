"""Which customer a row means: by number, then tax code, then name, else a new one; never a guess between two."""

from __future__ import annotations

import pytest

from huikuan.customers.rules import PartyRow
from huikuan.imports.parties import Directory, RowHints, references_of
from huikuan.receivables.invoice_fields import CustomerKey

KNOWN = (
    PartyRow(1, "C1", "甲公司", "91310000MA1FL5E91X", 30, "NONE"),
    PartyRow(2, "C2", "乙公司", "", None, "NONE"),
    PartyRow(3, "C3", "乙公司", "", None, "NONE"),
    PartyRow(4, "AUTO-000001", "丙公司", "", None, "NONE"),
)


def directory() -> Directory:
    found = Directory()
    found.add_known(parties=KNOWN)
    return found


@pytest.mark.parametrize(
    ("code", "name", "tax_code", "reference"),
    [
        ("C1", "whatever it is called here", "", 1),
        ("", "甲公司", "", 1),
        ("", "甲 公司", "", 1),
        ("", "", "91310000MA1FL5E91X", 1),
        ("C9", "", "91310000MA1FL5E91X", 1),  # the same legal entity under another program's number
        ("", "乙公司", "", None),  # two of that name
        ("C9", "甲公司", "", -1),  # another number is another customer
        ("C9", "丙公司", "", 4),  # a number of our own making does not count against him
        ("", "丙公司", "", 4),
        ("", "甲公司", "91310000MA1FL5E92X", -1),  # another tax code is another company
        ("", "丁公司", "", -1),
    ],
)
def test_who_is_meant(code, name, tax_code, reference):
    assert directory().reference_of(key=CustomerKey(code, name, tax_code), hints=RowHints()) == reference


def test_rows_with_a_number_come_first_whatever_the_order_of_the_file():
    with_code, without = CustomerKey("C9", "丁公司", ""), CustomerKey("", "丁公司", "")
    for keys in ([with_code, without], [without, with_code]):
        books = directory()
        found = references_of(directory=books, keys=keys, hints={})
        assert found == {with_code: -1, without: -1}
        assert [(party.code, party.name) for party in books.new] == [("C9", "丁公司")]


def test_two_numbers_under_one_name_stay_two_customers():
    books = directory()
    keys = [CustomerKey("K1", "KROGER", ""), CustomerKey("K2", "KROGER", "")]
    assert list(references_of(directory=books, keys=keys, hints={}).values()) == [-1, -2]


def test_what_all_rows_agree_on_is_kept_of_a_new_customer():
    books = directory()
    key = CustomerKey("", "丁公司", "")
    books.reference_of(key=key, hints=RowHints(terms_days=45, salesperson="王芳", customer_class="KEY"))
    (new,) = books.new
    assert (new.terms_days, new.salesperson, new.customer_class) == (45, "王芳", "KEY")
