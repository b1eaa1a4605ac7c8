"""A period is closed and posted into at the same moment: one waits for the other, and nothing gets into it (TRUST J5)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.reliability
Play = Callable[..., dict[str, object]]


@pytest.mark.parametrize("way", ["post", "import"])
def test_who_posts_waits_for_who_closes_and_is_refused(play: Play, way: str) -> None:
    assert play("close", way) == {"waited": True, "second": "PERIOD_CLOSED", "postings": 0}


@pytest.mark.parametrize("way", ["post", "import"])
def test_who_closes_waits_for_who_posts(play: Play, way: str) -> None:
    assert play(way, "close") == {"waited": True, "second": "done", "postings": 1}


def test_without_the_lock_a_posting_gets_into_the_closed_period(play: Play) -> None:
    assert play("close", "post", "WITHOUT_LOCK") == {"waited": False, "second": "done", "postings": 1}


@pytest.fixture
def play(tmp_path: Path, request: pytest.FixtureRequest) -> Play:
    """Runs the worker on a database of its own; SQLite has one writer, so there is nothing to play there."""
    environment = os.environ | {
        "HUIKUAN_HOME": str(tmp_path),
        "DATABASE_URL": request.getfixturevalue("postgresql_to_kill").url,
        "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }

    def run(*arguments: str) -> dict[str, object]:
        worker = str(Path(__file__).with_name("closing_worker.py"))
        command = [sys.executable, worker, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return run
