"""Several people endorse the same bills at once: each unit goes to one of them, and without the guards it would go to more."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
BILLS = 60
SEED = f"""
import django
django.setup()
from datetime import date
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.rules import ReceiptMethod
from tests.books import new_books
books = new_books()
buyer = books.customer("乙公司")
for number in range({BILLS}):
    draft = PaperDraft(ReceiptMethod.BANK_BILL, f"51021000999962026011500000{{number:04}}0"[:30], "工商银行", date(2026, 1, 15),
                       date(2026, 2, 20), buyer, date(2026, 7, 15), range=BillRange(1, 1_000))
    receive_paper(actor=SYSTEM, now=books.now, key=books.key(), company_id=books.company_id, draft=draft)
"""
CHECK = """
import json
import django
django.setup()
from django.db.models import Sum
from huikuan.bills.models import BillEvent, BillPart
from huikuan.jobs.checks import check_all, summary
from huikuan.ledger.models import Entry
broken = summary(findings=check_all())[1]
passed = BillPart.objects.filter(state="ENDORSED")
held = BillPart.objects.filter(state="HELD")
sums = BillEvent.objects.filter(event="ENDORSE").values_list("part__bill").annotate(n=Sum("amount_minor"))
print(json.dumps({
    "broken": sorted({one.invariant for one in broken}),
    "endorsed": passed.aggregate(n=Sum("amount_minor"))["n"],
    "held": held.aggregate(n=Sum("amount_minor"))["n"] or 0,
    "owed": Entry.objects.filter(account="SET_OFF").aggregate(n=Sum("minor"))["n"],
    "most": max(sums.values_list("n", flat=True)),
    "events": BillEvent.objects.filter(event="ENDORSE").count(),
}))
"""


def race(books: OwnBooks, *flags: str) -> tuple[Counter[str], dict[str, object]]:
    books.run("-c", SEED)
    outcome = books.crew("tests.reliability.bills_worker", *flags, count=4)
    return outcome, json.loads(books.run("-c", CHECK))


def test_a_unit_of_a_bill_is_passed_on_once(own_books: OwnBooks) -> None:
    outcome, found = race(own_books)
    assert [name for name in outcome if name.startswith("error")] == []
    assert found["broken"] == []
    assert found["endorsed"] == found["owed"] == outcome["units"]
    assert (found["held"], found["events"]) == (BILLS * 1_000 - outcome["units"], outcome["passed"])
    assert outcome["refused BILL_CHANGED"] > 0
    assert isinstance(found["most"], int)
    assert found["most"] <= 1_000


def test_without_lock_and_condition_the_same_units_go_to_two(postgresql_only: None, own_books: OwnBooks) -> None:
    """The negative control."""
    outcome, found = race(own_books, "WITHOUT_GUARDS")
    assert outcome["passed"] > 0
    assert isinstance(found["most"], int)
    assert found["most"] > 1_000
    assert found["broken"] != []
