"""Lines of invoices: they make up the invoice or it is refused; kept as they came, never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huikuan.audit.models import Act
from huikuan.kernel.refusal import Refused
from huikuan.receivables.checks import check_receivables
from huikuan.receivables.models import Invoice, InvoiceLine
from huikuan.receivables.queries.lines import lines_of
from huikuan.receivables.rules import InvoiceLineDraft, line_amount, line_fault
from tests.books import new_books
from tests.forging import forge

PUMP = InvoiceLineDraft("水泵", 2_500_000, 19_990_000, 4_998, "P-1", "DN50", "台")  # 2.5 × 19.99 = 49.975
VALVE = InvoiceLineDraft("阀门", 1_000_000, 50_020_000, 5_002)


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "minor"),
    [
        (2_500_000, 19_990_000, "CNY", 4_998),
        (-2_500_000, 19_990_000, "CNY", -4_998),
        (3_000_000, 333_333, "CNY", 100),  # 3 × 0.333333 = 0.999999
        (1_500_000, 101_000_000, "JPY", 152),
        (1_000_000, 1_234_500, "KWD", 1_235),
    ],
)
def test_an_amount_is_quantity_times_price_half_up(quantity: int, price: int, currency: str, minor: int) -> None:
    assert line_amount(quantity_micros=quantity, unit_price_micros=price, currency=currency) == minor


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"amount_minor": 4_997}, ""),
        ({"amount_minor": 4_999}, ""),
        ({"amount_minor": 4_996}, "LINE_AMOUNT_DIFFERS"),
        ({"quantity_micros": 0, "amount_minor": 0}, "LINE_OUT_OF_BOUNDS"),
        ({"unit_price_micros": -1}, "LINE_OUT_OF_BOUNDS"),
        ({"quantity_micros": 10**15 + 1}, "LINE_OUT_OF_BOUNDS"),
        ({"name": " "}, "LINE_OUT_OF_BOUNDS"),
    ],
)
def test_a_line_is_judged(changes: dict[str, Any], fault: str) -> None:
    assert line_fault(line=replace(PUMP, **changes), currency="CNY") == fault


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_discount_mirrors_its_line(quantity: int, price: int) -> None:
    there = line_amount(quantity_micros=quantity, unit_price_micros=price, currency="CNY")
    assert line_amount(quantity_micros=-quantity, unit_price_micros=price, currency="CNY") == -there


@pytest.mark.django_db
def test_an_invoice_is_registered_with_its_lines() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 10_000, lines=(PUMP, VALVE))
    (first, second) = lines_of(invoice_ids=[item.invoice_id])[item.invoice_id]
    assert (first.number, first.item_code, first.name, first.specification, first.unit) == (
        1,
        "P-1",
        "水泵",
        "DN50",
        "台",
    )
    assert (first.quantity_micros, first.unit_price_micros, first.amount_minor) == (2_500_000, 19_990_000, 4_998)
    assert (second.number, second.name) == (2, "阀门")
    kept = Act.objects.get(verb="register_invoices").detail["invoice"]["lines"]
    assert [line["amount_minor"] for line in kept] == [4_998, 5_002]


@pytest.mark.django_db
def test_an_act_without_lines_is_kept_as_before() -> None:
    books = new_books()
    books.invoice(books.customer("乙公司"), "F001", 10_000)
    assert "lines" not in Act.objects.get(verb="register_invoices").detail["invoice"]
    assert lines_of(invoice_ids=Invoice.objects.values_list("pk", flat=True)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minor", "lines", "code"),
    [
        (10_001, (PUMP, VALVE), "LINES_DIFFER"),
        (4_996, (replace(PUMP, amount_minor=4_996),), "LINE_AMOUNT_DIFFERS"),
        (4_998, (replace(PUMP, name=""),), "LINE_OUT_OF_BOUNDS"),
    ],
)
def test_lines_that_are_not_the_invoice_are_refused(minor: int, lines: tuple[InvoiceLineDraft, ...], code: str) -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    with pytest.raises(Refused, match=code):
        books.invoice(buyer, "F001", minor, lines=lines)
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_lines_are_never_changed_and_a_forged_one_is_named() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙公司"), "F001", 10_000, lines=(PUMP, VALVE))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InvoiceLine.objects.update(unit_price_micros=1)
    assert broken() == set()
    forge("UPDATE receivables_invoiceline SET amount_minor = 1 WHERE number = 2")
    assert broken() == {f"lines of invoice {item.invoice_id}"}


def broken() -> set[str]:
    return {row.object for found in check_receivables() if found.invariant == "R5" for row in found.broken}
