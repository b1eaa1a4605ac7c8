"""Goods delivered without an order are at risk until they are billed; each yuan counts once, whichever paper it stands on."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.contracts.rules.terms import Trigger
from huikuan.credit.gathered import components_of
from huikuan.credit.neighbours import Rates
from huikuan.credit.queries.exposure import exposure_row, exposure_sums
from huikuan.credit.rules.policy import Component
from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.deliveries.rules.states import PaperKind
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.ledger.rules import PostingKind
from huikuan.receivables.operations import reverse_posting
from huikuan.receivables.queries.exposure import open_sums
from tests.books import Books, new_books
from tests.contracts.acting import signed as signed_contract
from tests.contracts.agreed import SIGNED, part, terms
from tests.credit.desk import set_limit
from tests.deliveries.delivering import TODAY, delivered, goods, ordered, signed, sold, taken_back

pytestmark = pytest.mark.django_db


def at_risk(customer: int) -> tuple[int, int, int, int]:
    """Receivables, delivered and not invoiced, open orders, and the exposure of them all, in fen."""
    row = exposure_row(actor=SYSTEM, customer_id=customer, today=TODAY)
    assert row is not None
    parts = {one.component: one.minor for one in row.components}
    assert exposure_sums(customer_ids=[customer], today=TODAY)[customer].minor == row.exposure_minor
    return parts[Component.RECEIVABLES], parts[Component.DELIVERED], parts[Component.ORDERS], row.exposure_minor


def new_buyer() -> tuple[Books, int]:
    books = new_books()
    buyer = books.customer("乙公司")
    set_limit(buyer, 1_000_000_00)
    return books, buyer


def test_a_delivery_without_an_order_counts_until_it_is_billed() -> None:
    """Given ten pumps at 10,000.00 delivered without an order, 100,000.00 are at risk; 40,000.00 of them billed move to the
    receivables and back when the invoice is taken back; an order beside them adds its own 100,000.00 once."""
    books, buyer = new_buyer()
    assert at_risk(buyer) == (0, 0, 0, 0)
    note = delivered(books, buyer)
    assert at_risk(buyer) == (0, 100_000_00, 0, 100_000_00)
    signed(books, note)
    (item,) = books.invoice(buyer, "F-1", 40_000_00, issued=date(2026, 2, 27), due=date(2026, 3, 27))
    assert at_risk(buyer) == (40_000_00, 100_000_00, 0, 140_000_00)  # nobody said yet what it bills
    acting = {"actor": SYSTEM, "now": books.now, "today": TODAY, "key": books.key()}
    link_invoice(**acting, invoice_id=item.invoice_id, note_ids=[note])  # type: ignore[arg-type]
    assert at_risk(buyer) == (40_000_00, 60_000_00, 0, 100_000_00)
    order = ordered(books, buyer)["order_id"]
    assert at_risk(buyer) == (40_000_00, 60_000_00, 100_000_00, 200_000_00)
    delivered(books, buyer, "SH-2", goods(6), order_id=order)
    assert at_risk(buyer) == (40_000_00, 120_000_00, 40_000_00, 200_000_00)
    cancel(books, item.invoice_id)
    assert at_risk(buyer) == (0, 160_000_00, 40_000_00, 200_000_00)
    taken_back(books, PaperKind.NOTE, note)
    assert at_risk(buyer) == (0, 60_000_00, 40_000_00, 100_000_00)


def test_consigned_goods_count_once_sold_and_a_contract_counts_what_its_milestones_left() -> None:
    books, buyer = new_buyer()
    note = delivered(books, buyer, is_consignment=True)
    signed(books, note)
    assert at_risk(buyer) == (0, 0, 0, 0)
    sold(books, note, 3)
    assert at_risk(buyer) == (0, 30_000_00, 0, 30_000_00)
    milestones = (part(1, "预付款", Trigger.DATE, 300, 0, on=SIGNED), part(2, "验收款", Trigger.ACCEPTANCE, 700))
    contract = signed_contract(books, buyer, terms(100_000_00, milestones))
    delivered(books, buyer, "SH-2", contract_id=contract)
    assert at_risk(buyer) == (30_000_00, 100_000_00, 0, 130_000_00)


def test_without_the_port_the_goods_would_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        def not_invoiced(self, *, customer_ids: object) -> dict[int, dict[str, int]]:
            return {}

    books, buyer = new_buyer()
    delivered(books, buyer)
    monkeypatch.setattr("huikuan.credit.gathered.goods_waiting", Nothing)
    owed = open_sums(customer_ids=[buyer], as_of=TODAY)
    found = components_of(customer_ids=[buyer], open_now=owed, rates=Rates(on=TODAY, base="CNY"), today=TODAY)
    assert found[buyer][Component.DELIVERED] == 0


def cancel(books: Books, invoice_id: int) -> None:
    posting_id = Posting.objects.get(kind=PostingKind.INVOICE.value, document_id=invoice_id).pk
    acting = {"actor": SYSTEM, "now": books.now, "key": books.key()}
    reverse_posting(posting_id=posting_id, effective_date=TODAY, reason="开错", **acting)  # type: ignore[arg-type]
