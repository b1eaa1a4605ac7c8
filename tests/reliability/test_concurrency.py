"""Several processes allocate on the same hot items: nothing is over-allocated, and without the guards it would be."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
WORKERS = 4
ALLOCATIONS = 20_000
SEED = """
import django
django.setup()
from tests.books import new_books
books = new_books()
buyer = books.customer("乙公司")
for number in range(40):
    books.invoice(buyer, f"F{number:03}", 560_000)
for number in range(16):
    books.receipt(2_000_000, buyer)
"""
CHECK = """
import json
import django
django.setup()
from huikuan.jobs.checks import check_all, summary
from huikuan.ledger.models import Posting
checked, broken = summary(findings=check_all())
print(json.dumps({"broken": [[b.invariant, b.object] for b in broken], "allocations": Posting.objects.filter(kind="ALLOCATE").count()}))
"""
REFUSED_BY_PARTS = re.compile(r"check constraint \"(receivables|receipts)_parts_(sum|not_negative)\"")


def work(books: OwnBooks, *flags: str, requests: int) -> Counter[str]:
    return books.crew("tests.reliability.allocating_worker", str(requests // WORKERS), *flags, count=WORKERS)


def test_twenty_thousand_allocations_on_hot_items_never_exceed_them(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = work(own_books, requests=1_300)
    found = json.loads(own_books.run("-c", CHECK))
    assert found == {"broken": [], "allocations": outcome["accepted"]}
    assert outcome["accepted"] >= ALLOCATIONS
    assert outcome["refused MORE_THAN_OPEN"] > 0
    assert [name for name in outcome if name.startswith("error")] == []


def test_without_row_locks_the_books_break(postgresql_only: None, own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = work(own_books, "WITHOUT_LOCKS", requests=100)
    found = json.loads(own_books.run("-c", CHECK))
    parts_differ = {invariant for invariant, _ in found["broken"]} & {"R1", "P1"}
    assert parts_differ or any(REFUSED_BY_PARTS.search(name) for name in outcome)
