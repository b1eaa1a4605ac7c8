"""The facts of Art. 634 as a plan's page finds them: the whole price of the sale, and a demand that a paper proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.contracts.models import Contract
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receivables.models import Receivable
from huikuan.settlements.gates import PlanGate, gate_of
from huikuan.settlements.models import PlanStep
from huikuan.settlements.operations.accelerating import Demand, demand_payment
from huikuan.settlements.rules.acceleration import Lacking
from tests.books import Books, new_books
from tests.planned import planned
from tests.settlements.test_operations import judged

pytestmark = pytest.mark.django_db
LATE, DEMANDED, AFTER = date(2026, 4, 10), date(2026, 4, 11), date(2026, 4, 28)
NOON = datetime(2026, 4, 11, 4, tzinfo=UTC)


def demanded(books: Books, plan: int, **more: Any) -> None:
    demand = replace(Demand(DEMANDED, "催告函，EMS 签收", "回执.pdf", BLANK_PDF), **more)
    demand_payment(actor=SYSTEM, now=NOON, today=DEMANDED, key=books.key(), plan_id=plan, demand=demand)


def broken(books: Books, row: Receivable) -> int:
    """Three instalments of what is open, of which the first did not come."""
    plan = planned(books, [row])
    assert judged(books, LATE)[plan] == "BROKEN"
    return plan


def gate(plan: int) -> PlanGate:
    found = gate_of(actor=SYSTEM, plan_id=plan, today=AFTER)
    assert found is not None
    return found


def test_the_price_is_that_of_the_whole_invoice_not_of_the_rest_in_the_plan() -> None:
    """600,000 of 1,000,000 were paid before: a missed third of the other 400,000 is no fifth of the price (Civil Code Art. 634)."""
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 1_000_000)
    books.allocate(books.receipt(600_000, row.customer_id), (row, 600_000))
    row.refresh_from_db()
    plan = broken(books, row)
    demanded(books, plan)
    found = gate(plan)
    assert (found.sale.price_minor, found.sale.arrears_minor, found.gate.threshold_minor) == (
        1_000_000,
        133_334,
        200_000,
    )
    assert found.gate.missing == (Lacking.ARREARS, Lacking.DEMAND)


def test_the_price_is_that_of_the_contract_where_the_invoice_names_one_that_says_more() -> None:
    books = new_books()
    buyer = books.customer("乙")
    rows = [
        books.invoice(buyer, number, 90_000, contract=contract)[0]
        for number, contract in (("F1", "HT-1"), ("F2", "HT-1"), ("F3", "HT-2"), ("F4", ""), ("F5", "HT-9"))
    ]
    signed: dict[str, Any] = {"customer_id": buyer, "title": "设备", "currency": "CNY", "created_at": NOON}
    signed |= {"state": "SIGNED", "signed_on": date(2026, 1, 5), "company_id": books.company_id}
    for number, minor in (("HT-1", 500_000), ("HT-2", 1_000)):
        Contract.objects.create(number=number, amount_minor=minor, **signed)
    plan = planned(books, rows)
    judged(books, LATE)
    # the contract of F1 and F2 once; the invoices where they say more than theirs, or name none that is known
    assert gate(plan).sale.price_minor == 500_000 + 3 * 90_000


def test_a_demand_counts_by_the_paper_that_proves_it() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 90_000)
    plan = broken(books, row)
    for paper in ({"content": b""}, {"name": "口头.txt", "content": "说过了".encode()}):
        with pytest.raises(Refused, match="SETTLEMENT_DEMAND_PAPER"):
            demanded(books, plan, **paper)
    demanded(books, plan)
    step = PlanStep.objects.get(plan_id=plan, event="DEMAND")
    assert gate(plan).gate.is_open and step.document_id is not None


def test_a_demand_recorded_before_papers_were_kept_does_not_count() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 90_000)
    plan = broken(books, row)
    made = PlanStep.objects.filter(plan_id=plan).first()
    assert made is not None
    PlanStep.objects.create(
        plan_id=plan,
        event="DEMAND",
        state="BROKEN",
        on=DEMANDED,
        at=NOON,
        who_name="吴静",
        note="电话",
        act_id=made.act_id,
    )
    assert gate(plan).gate.missing == (Lacking.DEMAND,)
