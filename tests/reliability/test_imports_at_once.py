"""Several imports of overlapping lists and entries by hand at the same moment: each row once, no id and no number twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.reliability
ROOT = Path(__file__).resolve().parents[2]
SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
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


class Books:
    """A database of the test's own, and programs on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.environment = {
            **os.environ,
            "HUIKUAN_HOME": str(home),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
        }

    def run(self, program: str) -> str:
        """Run a program to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return done.stdout

    def at_once(self, *orders: tuple[str, int, int], flags: tuple[str, ...] = ()) -> tuple[Counter[str], int]:
        """Start a worker an order, let them go together; their sums, and how many failed."""
        module = "tests.reliability.importing_worker"
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", module, *map(str, order), *flags],
                env=self.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True,
            )
            for order in orders
        ]  # fmt: skip
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


@pytest.fixture
def books(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    url = ""
    if request.config.getoption("--database") == "postgresql":
        url = request.getfixturevalue("postgresql_to_kill").url
    made = Books(tmp_path, url)
    made.run(SEED)
    return made


def test_each_row_is_taken_once_whoever_is_first(books: Any) -> None:
    done, failed = books.at_once(("lists", 1, 200), ("lists", 101, 200), ("lists", 1, 200), ("hand", 1, 120))
    found = json.loads(books.run(CHECK))
    assert (failed, found["broken"]) == (0, [])
    assert found["invoices"] == done["accepted"] == 320 + 120
    assert done["duplicate"] == 3 * 10 * 40 - 320
    assert done["rejected"] == 0


def test_without_the_lock_ids_are_taken_twice(books: Any, request: pytest.FixtureRequest) -> None:
    """The control, where there is a lock to leave out: SQLite has one writer at a time anyway."""
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("belongs to the PostgreSQL run")
    orders = [("lists", 1, 200), *(("hand", 1 + 1_000 * i, 120) for i in range(3))]
    _, failed = books.at_once(*orders, flags=("--naive-ids",))
    assert failed > 0
