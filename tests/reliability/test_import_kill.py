"""An import killed at any moment is before or after, never between; taken in again it completes, and nothing is doubled."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from huikuan.customers.models import Customer
from huikuan.imports.models import ImportBatch
from huikuan.jobs.checks import check_all, summary
from huikuan.ledger.models import Entry
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Invoice, Receivable
from tests.books import new_books
from tests.own_books import Shelf
from tests.reliability.import_worker import ROWS
from tests.reliability.killing import KILLS, Lives, kills

pytestmark = pytest.mark.reliability
ROOT = Path(__file__).resolve().parents[2]
NOTHING = (0, 0, 0, 0, 0, 0)
EVERYTHING = (40, ROWS, ROWS, ROWS // 2, 2 * (ROWS + ROWS // 2 + ROWS // 2), 1)


class Worker:
    """The process that forks one child an import."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.reliability.import_worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def import_into(self, database: str, *, killed_after: float | None = None) -> float:
        """Let a child import; kill it after so many seconds. How long it lived, negative if it was killed."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{database}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        start = time.monotonic()
        if killed_after is not None:
            time.sleep(killed_after)
            with contextlib.suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        status = int(self.process.stdout.readline())
        lived = time.monotonic() - start
        if os.WIFSIGNALED(status):
            return -lived
        assert status == 0
        return lived

    def stop(self) -> None:
        """End it."""
        self.process.communicate(timeout=60)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def written() -> tuple[int, ...]:
    """Rows of every kind the import writes."""
    models = (Customer, Invoice, Receivable, Receipt, Entry, ImportBatch)
    return tuple(model.objects.count() for model in models)


def wait_for_the_server() -> None:
    """PostgreSQL may still be carrying out the last statement of a client that is dead."""
    end = time.monotonic() + 30
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        assert time.monotonic() < end, "the server still works for a dead client"
        time.sleep(0.02)


def test_killed_imports_are_before_or_after_and_never_between(
    shelf: Shelf, django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker: Worker
) -> None:
    lives = Lives(shelf)
    chance = random.Random(20261122)
    outcomes: list[tuple[int, ...]] = []
    killed = 0
    with django_db_blocker.unblock(), lives.opened():
        new_books()
        with lives.fresh():
            worker.import_into(str(connection.settings_dict["NAME"]))
            assert written() == EVERYTHING
        with lives.fresh():
            length = worker.import_into(str(connection.settings_dict["NAME"]))
        while killed < kills(of="import"):
            with lives.fresh():
                database = str(connection.settings_dict["NAME"])
                # The kill may come too late: that import has to be there.
                lived = worker.import_into(database, killed_after=chance.uniform(0.1, 1.2) * length)
                killed += lived < 0
                length = max(lived, 0) or length  # that was a whole one: the machine may have less other work by now
                wait_for_the_server()
                outcomes.append(written())
                assert summary(findings=check_all())[1] == []
                lived = worker.import_into(database)
                length = lived if outcomes[-1] == NOTHING else length  # the machine may have other work by now
                assert written() == EVERYTHING
                assert summary(findings=check_all())[1] == []
    assert set(outcomes) == {NOTHING, EVERYTHING}


def test_a_run_of_all_tests_kills_two_hundred_times() -> None:
    assert sum(KILLS.values()) >= 200
