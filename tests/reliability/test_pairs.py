"""Two of a kind at the same moment: the second waits for the first and then sees what it did; without the guard it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgresql_server import DATABASE, PrivateServer, new_server, programs

pytestmark = pytest.mark.reliability
Play = Callable[..., dict[str, object]]
_copies = count(1)

# Scene, what comes of it, what would come of it without its guard.
PAIRS = [
    (
        "sealing",
        {"waited": True, "second": "done", "blocks": 1, "faults": 0},
        {"waited": True, "second": "IntegrityError", "blocks": 1, "faults": 0},
    ),
    (
        "matching",
        {"waited": True, "second": "done", "outcomes": 3},
        {"waited": True, "second": "IntegrityError", "outcomes": 3},
    ),
    (
        "disabling",
        {"waited": True, "second": "LAST_ADMINISTRATOR", "administrators": 1},
        {"waited": False, "second": "done", "administrators": 0},
    ),
    (
        "changing",
        {"waited": True, "second": "LAST_ADMINISTRATOR", "administrators": 1},
        {"waited": False, "second": "done", "administrators": 0},
    ),
    (
        "crediting",
        {"waited": True, "second": "done", "receipts": 1},
        {"waited": True, "second": "done", "receipts": 2},
    ),
    (
        "ledgers",
        {"waited": True, "second": "done", "receipts": 3},
        {"waited": True, "second": "done", "receipts": 4},
    ),
]


@pytest.mark.parametrize(("scene", "guarded", "unguarded"), PAIRS, ids=[scene for scene, _, _ in PAIRS])
def test_who_is_second_sees_what_the_first_did(
    play: Play, scene: str, guarded: dict[str, object], unguarded: dict[str, object]
) -> None:
    assert play(scene) == guarded
    assert play(scene, "WITHOUT_GUARD") == unguarded


@pytest.fixture(scope="module")
def migrated(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    """A server whose database has its tables and no row; SQLite has one writer, so there is nothing to play there."""
    if request.config.getoption("--database") == "sqlite":
        pytest.skip("belongs to the PostgreSQL run")
    server = new_server()
    try:
        run(["-m", "django", "migrate", "--verbosity=0"], url=server.url)
        yield server
    finally:
        server.remove()


@pytest.fixture
def play(migrated: PrivateServer, tmp_path: Path) -> Play:
    """Plays a scene on a copy of that database."""

    def on_a_copy(*arguments: str) -> dict[str, object]:
        name = f"copy_{next(_copies)}"
        command = [str(programs() / "createdb"), "-h", str(migrated.folder), "-U", DATABASE, "-T", DATABASE, name]
        subprocess.run(command, check=True)
        url = migrated.url.replace(f"/{DATABASE}?", f"/{name}?")
        return dict(json.loads(run(["-m", "tests.reliability.pairs_worker", *arguments], url=url, home=tmp_path)))

    return on_a_copy


def run(arguments: list[str], *, url: str, home: Path | None = None) -> str:
    """A program on that database; what it printed."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    if home is not None:
        environment["HUIKUAN_HOME"] = str(home)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout
