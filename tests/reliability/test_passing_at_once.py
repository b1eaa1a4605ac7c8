"""Several people pass money between two own companies at once, both ways: none goes twice, nobody waits for ever."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
RECEIPTS, FACE = 25, 10_000
SEED = f"""
import django
django.setup()
from tests.books import new_books
one, other = new_books(), new_books("乙方销售有限公司")
buyer = one.customer("华锐")
for number in range({RECEIPTS}):
    one.receipt({FACE}, buyer)
    other.receipt({FACE}, buyer)
"""
CHECK = """
import json
import django
django.setup()
from django.db.models import Sum
from huikuan.jobs.checks import check_all, summary
from huikuan.receipts.models import PassedMoney
live = PassedMoney.objects.filter(undone_act=None)
per_receipt = live.values_list("receipt").annotate(n=Sum("amount_minor")).values_list("n", flat=True)
print(json.dumps({
    "broken": sorted({one.invariant for one in summary(findings=check_all())[1]}),
    "passed": live.aggregate(n=Sum("amount_minor"))["n"],
    "most": max(per_receipt),
}))
"""


def race(books: OwnBooks, *flags: str) -> tuple[Counter[str], dict[str, object]]:
    books.run("-c", SEED)
    outcome = books.crew("tests.reliability.passing_worker", *flags, count=4)
    return outcome, json.loads(books.run("-c", CHECK))


def test_money_is_passed_on_once_and_both_ways_without_a_deadlock(own_books: OwnBooks) -> None:
    outcome, found = race(own_books)
    assert [name for name in outcome if name.startswith("error")] == []
    assert found["broken"] == []
    assert found["passed"] == outcome["passed"] - outcome["back"]
    assert outcome["refused MORE_THAN_UNAPPLIED"] > 0
    assert isinstance(found["most"], int)
    assert found["most"] <= FACE


def test_without_the_lock_the_same_money_goes_twice(postgresql_only: None, own_books: OwnBooks) -> None:
    """The negative control."""
    outcome, found = race(own_books, "WITHOUT_GUARDS")
    assert outcome["passed"] > 0
    assert found["broken"] != [] or [name for name in outcome if name.startswith("error")] != []
