"""Several processes allocate on the same hot items: nothing is over-allocated, and without the guards it would be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.reliability
WORKERS = 4
ALLOCATIONS = 20_000
SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
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
Run = Callable[..., subprocess.CompletedProcess[str]]


def work(run: Run, *flags: str, requests: int) -> Counter[str]:
    script = str(Path(__file__).with_name("allocating_worker.py"))
    started = [run.start([script, str(seed), str(requests // WORKERS), *flags]) for seed in range(WORKERS)]  # type: ignore[attr-defined]
    outcome: Counter[str] = Counter()
    for process in started:
        output, _ = process.communicate(timeout=900)
        assert process.returncode == 0, output
        outcome.update(json.loads(output))
    return outcome


def test_twenty_thousand_allocations_on_hot_items_never_exceed_them(fresh_database: Run) -> None:
    fresh_database(SEED)
    outcome = work(fresh_database, requests=1_300)
    found = json.loads(fresh_database(CHECK).stdout)
    assert found == {"broken": [], "allocations": outcome["accepted"]}
    assert outcome["accepted"] >= ALLOCATIONS
    assert outcome["refused MORE_THAN_OPEN"] > 0
    assert [name for name in outcome if name.startswith("error")] == []


def test_without_row_locks_the_books_break(fresh_database: Run, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--database") == "sqlite":
        pytest.skip("SQLite has no row locks: BEGIN IMMEDIATE guards it, see tests/config")
    fresh_database(SEED)
    outcome = work(fresh_database, "WITHOUT_LOCKS", requests=100)
    found = json.loads(fresh_database(CHECK).stdout)
    parts_differ = {invariant for invariant, _ in found["broken"]} & {"R1", "P1"}
    assert parts_differ or any(REFUSED_BY_PARTS.search(name) for name in outcome)


@pytest.fixture
def fresh_database(tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    """Runs a Python program against a database of the test's own."""
    environment = os.environ | {
        "HUIKUAN_HOME": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    if request.config.getoption("--database") == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgresql_to_kill").url

    def run(program: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True, timeout=300
        )

    def start(arguments: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)

    run.start = start  # type: ignore[attr-defined]
    return run
