"""The sums under a list are the same by whatever way they are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.queries.lists import ReceivableFilter, Which, receivable_page
from tests.books import NOW, new_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids() -> dict[str, int]:
    """甲 owes two of our companies, in two currencies, before and after their days; 乙 owes little; 丙 has paid."""
    books, other = new_books(), new_books("乙方贸易有限公司")
    jia, yi, bing = (books.customer(name) for name in "甲乙丙")
    books.invoice(jia, "F1", 500, date(2026, 2, 9))
    books.invoice(jia, "F2", 300, date(2026, 4, 9))
    books.invoice(jia, "F3", 70, None, currency="USD")
    other.invoice(jia, "G1", 200, date(2026, 1, 31))
    (part,) = books.invoice(yi, "F4", 50, date(2026, 2, 20))
    (paid,) = books.invoice(bing, "F5", 90)
    books.allocate(books.receipt(120, bing), (paid, 90))
    books.allocate(books.receipt(10, yi), (part, 10))
    return {"customer_id": jia, "company_id": books.company_id}


@pytest.mark.parametrize("which", [Which.OPEN, Which.OVERDUE, Which.ALL])
@pytest.mark.parametrize("named", ["", "customer_id", "company_id", "customer_id company_id"])
@pytest.mark.parametrize("currency", ["", "CNY", "USD"])
def test_by_customer_or_by_item(ids: dict[str, int], which: Which, named: str, currency: str) -> None:
    """A least amount of one fen narrows to nothing less, but is asked of each item."""
    asked: dict[str, Any] = {name: ids[name] for name in named.split()}
    narrowed = ReceivableFilter(which=which, currency=currency, **asked)
    by_customer = receivable_page(actor=SYSTEM, as_of=NOW.date(), narrowed=narrowed)
    of_items = receivable_page(actor=SYSTEM, as_of=NOW.date(), narrowed=replace(narrowed, least_open_minor=1))
    assert by_customer.totals == of_items.totals
    assert sum(row.parts.outstanding > 0 for row in by_customer.rows) == of_items.count
    assert len(by_customer.rows) == by_customer.count


def test_everything_by_hand(ids: dict[str, int]) -> None:
    page = receivable_page(actor=SYSTEM, as_of=NOW.date(), narrowed=ReceivableFilter())
    assert (page.totals, page.count) == ({"CNY": 1_040, "USD": 70}, 5)
    late = receivable_page(actor=SYSTEM, as_of=NOW.date(), narrowed=ReceivableFilter(which=Which.OVERDUE))
    assert (late.totals, late.count) == ({"CNY": 740}, 3)
    settled = receivable_page(actor=SYSTEM, as_of=NOW.date(), narrowed=ReceivableFilter(which=Which.SETTLED))
    assert (settled.totals, settled.count) == ({}, 1)
