"""Eight processes move and merge the same customers at once: no group ever becomes a circle."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
SEED = """
import django
django.setup()
from tests.books import new_books
books = new_books()
for number in range(5):
    books.customer(f"客户{number}")
"""
CHECK = """
import json
import django
django.setup()
from huikuan.customers.checks import check_customers
from huikuan.customers.models import CustomerMerge
print(json.dumps({
    "broken": [[one.invariant, one.object] for found in check_customers() for one in found.broken],
    "standing": CustomerMerge.objects.filter(undone_at=None).count(),
}))
"""
LOST_RACES = ("error OperationalError deadlock detected", "error IntegrityError duplicate key")


def work(books: OwnBooks, *flags: str, workers: int, calls: int) -> Counter[str]:
    return books.crew("tests.reliability.groups_worker", str(calls), *flags, count=workers)


def test_no_circle_and_no_merge_without_its_pointer(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = work(own_books, workers=8, calls=60)
    found = json.loads(own_books.run("-c", CHECK))
    assert [name for name in outcome if name.startswith("error") and not name.startswith(LOST_RACES)] == []
    assert found["broken"] == []
    assert found["standing"] == outcome["merged"] - outcome["undone"]
    assert "refused CUSTOMER_GROUP_CYCLE" in outcome
    assert min(outcome["moved"], outcome["merged"], outcome["undone"]) > 0


def test_without_looking_at_the_way_up_there_are_circles(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    work(own_books, "WITHOUT_GUARD", workers=2, calls=40)
    found = json.loads(own_books.run("-c", CHECK))
    assert any(invariant == "CU1" for invariant, _ in found["broken"])
