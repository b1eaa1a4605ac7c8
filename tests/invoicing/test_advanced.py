"""PURE: the VAT in what is open, counted by hand."""

from __future__ import annotations

from dataclasses import replace

from huikuan.invoicing.rules.advanced import Advanced, Issued, advanced, documents_of

BLUE = Issued(1, None, 10, 7, "蓝天机械", "CNY", 1_300, 11_300, is_red=False)


def test_of_a_document_of_two_invoices_the_tax_of_both_counts() -> None:
    issued = [BLUE, replace(BLUE, id=2, tax_minor=0, gross_minor=11_300)]
    assert advanced(documents=documents_of(issued=issued), open_minor={10: 11_300}) == (
        Advanced(7, "蓝天机械", "CNY", 1, 11_300, 650),
    )


def test_a_red_one_lowers_its_blue_whichever_comes_first_and_nothing_without_it() -> None:
    red = Issued(3, 1, None, 7, "蓝天机械", "CNY", -650, -5_650, is_red=True)
    halved = (Advanced(7, "蓝天机械", "CNY", 1, 5_650, 650),)
    assert advanced(documents=documents_of(issued=[red, BLUE]), open_minor={10: 5_650}) == halved
    other = replace(red, blue_id=99)
    assert advanced(documents=documents_of(issued=[other, BLUE]), open_minor={10: 11_300}) == (
        Advanced(7, "蓝天机械", "CNY", 1, 11_300, 1_300),
    )
    assert documents_of(issued=[red, other]) == {}


def test_what_is_paid_is_left_out_and_the_most_comes_first() -> None:
    issued = [
        BLUE,
        replace(BLUE, id=2, document_id=11),
        replace(BLUE, id=3, document_id=12, customer_id=8, customer_name="乙公司"),
        replace(BLUE, id=4, document_id=13, currency="USD"),
    ]
    found = advanced(documents=documents_of(issued=issued), open_minor={10: 11_300, 11: 0, 12: 5_650, 13: 11_300})
    assert [(one.customer_id, one.currency, one.invoices, one.tax_minor) for one in found] == [
        (7, "CNY", 1, 1_300),
        (7, "USD", 1, 1_300),
        (8, "CNY", 1, 650),
    ]
