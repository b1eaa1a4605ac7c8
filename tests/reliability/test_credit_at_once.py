"""Sixteen processes ask for the last of one limit: never more than the limit, and without the lock it would be (TRUST C2)."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
PROCESSES = 16
LIMIT = 100_000  # ten orders of 10,000
SEED = f"""
import django
django.setup()
from tests.credit.desk import set_limit
from tests.books import new_books
books = new_books()
buyer = books.customer("乙公司")
set_limit(buyer, {LIMIT})
"""
FOUND = """
import json
import django
django.setup()
from django.db.models import Sum
from huikuan.credit.checks import check_credit_control
from huikuan.credit.models import Commitment, Decision, Hold
broken = [[one.invariant, one.object] for found in check_credit_control() for one in found.broken]
print(json.dumps({
    "ordered": Commitment.objects.aggregate(total=Sum("ordered_minor"))["total"],
    "orders": Commitment.objects.count(), "decisions": Decision.objects.count(), "holds": Hold.objects.count(),
    "broken": broken,
}))
"""


def asked_at_once(books: OwnBooks, *flags: str, each: int) -> Counter[str]:
    return books.crew("tests.reliability.credit_worker", str(each), *flags, count=PROCESSES)


def test_sixteen_processes_never_take_more_than_the_limit(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = asked_at_once(own_books, each=3)
    assert outcome == {"allow": 10, "hold": 38}
    found = json.loads(own_books.run("-c", FOUND))
    assert found == {"ordered": LIMIT, "orders": 10, "decisions": 48, "holds": 38, "broken": []}


def test_without_the_lock_they_take_more(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = asked_at_once(own_books, "WITHOUT_LOCK", each=1)
    assert outcome["allow"] > 10
    assert json.loads(own_books.run("-c", FOUND))["ordered"] > LIMIT
