"""The order in which money pays what is open: its versions, and what it fills in from securities and contracts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huikuan.contracts.models import Contract, ContractVersion
from huikuan.contracts.queries.late_rates import late_rates
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receipts.debt_order import Order
from huikuan.receipts.models import DebtOrderVersion
from huikuan.receipts.operations.ordering import DebtOrderDraft, set_debt_order
from huikuan.receipts.queries.debt_orders import debt_order_of, debt_order_versions, suggested_spread
from huikuan.receivables.queries.items import open_items_of
from tests.books import NOW, Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def change(books: Books, order: Order, seen: int, reason: str = "框架合同第七条", actor=SYSTEM) -> None:
    draft = DebtOrderDraft(books.company_id, order, reason, seen)
    set_debt_order(actor=actor, now=NOW, key=books.key(), draft=draft)


def test_the_law_is_shipped_and_every_change_is_a_version() -> None:
    books = new_books()
    assert debt_order_of(company_id=books.company_id).order is Order.STATUTORY
    change(books, Order.OLDEST_DUE, 0)
    change(books, Order.OLDEST_INVOICE, 1, "改为按开单")
    assert [(row.number, row.order) for row in debt_order_versions(company_id=books.company_id)] == [
        (2, Order.OLDEST_INVOICE),
        (1, Order.OLDEST_DUE),
        (0, Order.STATUTORY),
    ]
    with pytest.raises(Changed):
        change(books, Order.STATUTORY, 1)
    with pytest.raises(Refused) as blank:
        change(books, Order.STATUTORY, 2, " ")
    assert blank.value.code == "DEBT_ORDER_REASON_MISSING"
    with pytest.raises(NotPermitted):
        change(books, Order.STATUTORY, 2, actor=new_people().accountant)


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"debt_order": "RANDOM"}, {"number": 1}])
def test_the_table_keeps_versions_whole(wrong) -> None:
    books = new_books()
    change(books, Order.OLDEST_DUE, 0)
    kept = DebtOrderVersion.objects.get()
    given = {"number": 2, "debt_order": "OLDEST_DUE", "reason": "x"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        DebtOrderVersion.objects.create(company_id=kept.company_id, who_name="x", at=NOW, act_id=kept.act_id, **given)


def contract(books: Books, customer_id: int, number: str, clauses: dict[str, object]) -> None:
    """A signed contract that says what late payment costs."""
    row = Contract.objects.create(
        company_id=books.company_id,
        customer_id=customer_id,
        number=number,
        title="供货",
        currency="CNY",
        amount_minor=1,
        state="SIGNED",
        signed_on=TODAY,
        created_at=NOW,
    )
    from huikuan.audit.models import Act

    act = Act.objects.order_by("pk").first()
    assert act is not None
    ContractVersion.objects.create(contract=row, number=1, terms={"clauses": clauses}, made_at=NOW, act=act)


def test_the_heavier_contract_is_paid_before_the_older_invoice() -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F1", 100_00, date(2026, 1, 31))
    contract(books, buyer, "HT-1", {"late_basis": "DECREE_802"})
    contract(books, buyer, "HT-2", {"late_basis": "AGREED", "late_rate_bp": 1200})
    contract(books, buyer, "HT-3", {"late_basis": "AGREED", "late_rate_bp": 0, "late_daily_ppm": 350})
    contract(books, buyer, "HT-4", {"late_basis": "EXCLUDED"})
    assert late_rates(company_id=books.company_id, numbers=["HT-1", "HT-2", "HT-3", "HT-4", ""]) == {
        "HT-1": Decimal("18.25"),
        "HT-2": Decimal(12),
        "HT-3": Decimal("12.775"),
    }
    from huikuan.receivables.models import Invoice

    for number, of in (("F2", "HT-2"), ("F3", "HT-1")):
        books.invoice(buyer, number, 100_00, date(2026, 2, 9))
        Invoice.objects.filter(number=number).update(contract=of)
    items = open_items_of(actor=SYSTEM, customer_id=buyer, as_of=TODAY)
    numbers = {str(item.id): item.invoice_number for item in items}

    def paid(minor: int, order: Order, named: str = "") -> list[tuple[str, int]]:
        named_id = next((int(pk) for pk, number in numbers.items() if number == named), None)
        spread = suggested_spread(minor=minor, items=items, today=TODAY, order=order, named_id=named_id)
        return [(numbers[one.id], one.total_minor) for one in spread.settled]

    assert paid(250_00, Order.STATUTORY) == [("F3", 100_00), ("F2", 100_00), ("F1", 50_00)]
    assert paid(150_00, Order.OLDEST_DUE) == [("F1", 100_00), ("F2", 25_00), ("F3", 25_00)]
    assert paid(150_00, Order.STATUTORY, named="F1") == [("F1", 100_00), ("F3", 50_00)]
