"""Several imports of overlapping lists and entries by hand at the same moment: each row once, no id and no number twice."""

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
new_books().customer("乙公司")
"""
CHECK = """
import json
import django
django.setup()
from huikuan.jobs.checks import check_all, summary
from huikuan.receivables.models import Invoice
_, broken = summary(findings=check_all())
print(json.dumps({"broken": [[b.invariant, b.object] for b in broken], "invoices": Invoice.objects.count()}))
"""


@pytest.fixture
def books(own_books: OwnBooks) -> OwnBooks:
    """With one company and one customer."""
    own_books.run("-c", SEED)
    return own_books


def at_once(books: OwnBooks, *orders: tuple[str, int, int], flags: tuple[str, ...] = ()) -> tuple[Counter[str], int]:
    """Start a worker an order, let them go together; their sums, and how many failed."""
    module = "tests.reliability.importing_worker"
    workers = [books.start("-m", module, *map(str, order), *flags) for order in orders]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    done: Counter[str] = Counter()
    failed = 0
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        output, errors = worker.communicate(timeout=300)
        failed += worker.returncode != 0
        assert worker.returncode == 0 or "IntegrityError" in errors, errors[-2000:]
        done.update(json.loads(output) if worker.returncode == 0 else {})
    return done, failed


def test_each_row_is_taken_once_whoever_is_first(books: OwnBooks) -> None:
    done, failed = at_once(books, ("lists", 1, 200), ("lists", 101, 200), ("lists", 1, 200), ("hand", 1, 120))
    found = json.loads(books.run("-c", CHECK))
    assert (failed, found["broken"]) == (0, [])
    assert found["invoices"] == done["accepted"] == 320 + 120
    assert done["duplicate"] == 3 * 10 * 40 - 320
    assert done["rejected"] == 0


def test_without_the_lock_ids_are_taken_twice(postgresql_only: None, books: OwnBooks) -> None:
    orders = [("lists", 1, 200), *(("hand", 1 + 1_000 * i, 120) for i in range(3))]
    _, failed = at_once(books, *orders, flags=("--naive-ids",))
    assert failed > 0
