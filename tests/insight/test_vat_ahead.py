"""VAT paid ahead on the home page, counted by hand, with the list behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.insight.queries import figures_today
from huikuan.insight.rules import Figure, Leads
from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.receivables.models import Receivable
from tests.books import new_books
from tests.invoicing.office import blue_invoice, red_invoice, take

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NUMBERS = [f"2631200000216056944{number}" for number in range(4)]
READER = Actor("冯洁", ActorKind.PERSON, verbs=frozenset({Verb.VIEW}), scope=RowScope.ALL)


def vat(actor: Actor = SYSTEM) -> list[Figure]:
    return [one for one in figures_today(actor=actor, today=TODAY) if one.code == "VAT_AHEAD"]


def test_tax_in_what_is_open_is_ahead_and_nothing_else(django_assert_num_queries: Any) -> None:
    """Given 113,000.00 with 13,000.00 tax of which 79,100.00 are paid, 22,600.00 of which half went red, one wholly paid and
    one wholly red, when the home page is opened, 3,900.00 + 1,300.00 are paid ahead in 33,900.00 + 11,300.00 open."""
    books = new_books()
    buyer = books.customer("蓝天机械有限公司", tax_code="91310000100000001X")
    assert vat() == []
    taken = [
        take(books, blue_invoice(number, net=net, tax=tax))
        for number, net, tax in zip(
            NUMBERS, (10_000_000, 2_000_000, 1_000_000, 500_000), (1_300_000, 260_000, 130_000, 65_000), strict=True
        )
    ]
    items = [Receivable.objects.get(invoice_id=one["invoice_id"]) for one in taken]
    books.allocate(books.receipt(7_910_000, buyer, on=date(2026, 2, 20)), (items[0], 7_910_000))
    take(books, red_invoice("26312000002160801046", NUMBERS[1], net=-1_000_000, tax=-130_000))
    books.allocate(books.receipt(1_130_000, buyer, on=date(2026, 2, 20)), (items[2], 1_130_000))
    take(books, red_invoice("26312000002160801047", NUMBERS[3], net=-500_000, tax=-65_000))
    (figure,) = vat()
    assert (figure.value, figure.second, figure.leads) == (520_000, 1_150, Leads.VAT_AHEAD)
    assert figure.kpi is not None
    assert (figure.kpi.numerator_minor, figure.kpi.denominator_minor) == (520_000, 4_520_000)
    with django_assert_num_queries(2):
        (row,) = tax_advanced(actor=SYSTEM, as_of=TODAY, today=TODAY)
    assert (row.invoices, row.tax_minor, row.open_minor) == (2, 520_000, 4_520_000)
    assert vat(READER) == []
