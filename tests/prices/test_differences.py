"""Invoices against the confirmation in force on their day, for who may see them, at a constant cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.prices.operations.policies import set_tolerance
from huikuan.prices.queries.differences import differences_of_invoice, price_differences
from huikuan.receivables.rules import InvoiceLineDraft
from tests.books import NOW
from tests.people import new_people
from tests.prices.office import PUMP, Prices, new_prices

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def prices() -> Prices:
    return new_prices()


def bill(prices: Prices, number: str, price_micros: int, on: date = date(2026, 1, 10), **more: Any) -> int:
    line = InvoiceLineDraft("水泵", 2_000_000, price_micros, price_micros // 5_000, "P-1", "DN50", "台")
    customer = more.pop("customer", prices.customer)
    (item,) = prices.books.invoice(customer, number, line.amount_minor, issued=on, lines=(line,), **more)
    return item.invoice_id


def found(actor: Actor = SYSTEM, **more: Any) -> list[tuple[str, str, int]]:
    rows = price_differences(actor=actor, since=FIRST, through=LAST, **more)
    return [(row.invoice_number, row.deviation.value, row.effect_minor) for row in rows]


def test_an_invoice_is_compared_with_what_held_on_its_day(prices: Prices) -> None:
    prices.signed("JG-001", last=date(2026, 1, 31))
    cheaper = PUMP.__class__("水泵", 90_000_000, "P-1", "DN50", "台")
    prices.signed("JG-002", date(2026, 2, 1), lines=(cheaper,))
    bill(prices, "F001", 100_000_000, date(2026, 1, 31))
    bill(prices, "F002", 100_000_000, date(2026, 2, 1))
    bill(prices, "F003", 80_000_000, date(2026, 1, 10))
    bill(prices, "F004", 100_000_000, date(2026, 1, 10), currency="USD")
    assert found() == [
        ("F002", "ABOVE", 2_000),
        ("F004", "NO_CONFIRMATION", 0),
        ("F003", "BELOW", -4_000),
    ]


def test_unsigned_confirmations_and_cancelled_invoices_do_not_count(prices: Prices) -> None:
    from huikuan.ledger.models import Posting
    from huikuan.receivables.operations import reverse_posting

    prices.written("JG-001")
    invoice_id = bill(prices, "F001", 1_000_000)
    assert found() == [("F001", "NO_CONFIRMATION", 0)]
    posting = Posting.objects.get(document_id=invoice_id)
    day = date(2026, 2, 1)
    reverse_posting(actor=SYSTEM, now=NOW, key="r", posting_id=posting.pk, effective_date=day, reason="UNDONE")
    assert found() == []


def test_the_tolerance_in_force_decides(prices: Prices) -> None:
    prices.signed("JG-001")
    invoice_id = bill(prices, "F001", 101_000_000)
    (one,) = differences_of_invoice(actor=SYSTEM, invoice_id=invoice_id)
    assert (one.billed_micros, one.confirmed_micros, one.confirmation_number) == (101_000_000, 100_000_000, "JG-001")
    set_tolerance(actor=SYSTEM, now=NOW, key="t", tolerance_permille=10, reason="尾差", seen=0)
    assert differences_of_invoice(actor=SYSTEM, invoice_id=invoice_id) == ()


def test_everybody_sees_the_differences_of_his_customers(prices: Prices) -> None:
    people = new_people()
    mine = prices.books.customer("丙公司", salesperson_id=people.owner.user_id)
    invoice_id = bill(prices, "F001", 1_000_000, customer=mine)
    bill(prices, "F002", 1_000_000)
    assert found(people.owner) == [("F001", "NO_CONFIRMATION", 0)]
    assert found(people.colleague) == []
    assert differences_of_invoice(actor=people.colleague, invoice_id=invoice_id) == ()
    assert found(customer_id=mine) == [("F001", "NO_CONFIRMATION", 0)]


def test_the_cost_does_not_grow_with_invoices(prices: Prices, django_assert_num_queries: Any) -> None:
    prices.signed("JG-001")
    for number in range(6):
        bill(prices, f"F{number}", 50_000_000)
    with django_assert_num_queries(5):
        assert len(found()) == 6
