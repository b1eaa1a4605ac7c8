"""How every test session begins: its own data folder, its own database, a quick password hasher.

The database is SQLite, or a private PostgreSQL server with `--database=postgresql` or
HUIKUAN_TEST_DATABASE=postgresql.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers

from tests.own_books import OwnBooks, Shelf
from tests.postgresql_server import NoServer, new_server

DATABASES = ("sqlite", "postgresql")
ON_BOTH = (
    "stories/",
    "guards/",
    "reliability/",
    "ledger/",
    "receivables/",
    "receipts/operations/",
    "receipts/queries/",
    "audit/",
    "outbox/",
    "portfolio/",
    "jobs/",
    "imports/test_import",
    "web/test_routes.py",
    "cli/test_commands.py",
)
"""What the second run tries: where locks, guards and SQL of our own matter, the stories through every room, and each page and
command as everybody. The rest says of PostgreSQL what these say already (decision 0005)."""
AT_ONCE = ("reliability/test_concurrency.py", "reliability/test_delivery.py", "reliability/test_pairs.py")
"""Many at once, with files called so: tried in the second run, where several write at a time."""
LIVES = ("_machine.py", "_years.py", "test_smtp_faults.py", "_kill.py", "test_under_fire.py")
"""Random and long lives, and processes that die: what they say hangs on our acts, and the first run says it."""
BEFORE_A_RELEASE = (
    "reliability/test_upgrades.py",
    "jobs/test_laying_out.py",
    "reliability/test_thirty_years.py",
    "reliability/test_business_years.py",
)
"""All migrations, once or back and forth, thirty years by the rules and four by the real business day take minutes of processor:
neither run of every day does it, `make test ALL=1` does, and whoever writes a migration runs the first two."""
SOURCE = "test_architecture.py"
"""Said by `make check`."""
BROWSER = "browser/"
LONGEST = (BROWSER, "reliability/", "jobs/")
"""Begun first, so that no worker is left alone with them at the end."""
_reason_to_skip = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=DATABASES,
        default=os.environ.get("HUIKUAN_TEST_DATABASE") or "sqlite",
        help="run on SQLite (default) or on a private PostgreSQL server",
    )
    parser.addoption(
        "--first", action="store_true", help="leave out what is tried before a release, as `make test` does"
    )
    parser.addoption(
        "--second",
        action="store_true",
        help="leave out what the run on SQLite says for both, as `make test` does",
    )


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # till all are collected: ten thousand tests are looked through for cycles again and again
    # How long an example takes hangs on what else the machine does: no test fails for it.
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("untimed")
    # Else every worker reads the source of each module loaded by then for constants to draw: half a minute, and examples
    # that hang on which tests ran before.
    providers.is_local_module_file = lambda _path: False  # type: ignore[attr-defined,assignment]
    if _only_hands_out(config):
        return
    home = Path(tempfile.mkdtemp(prefix="huikuan-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["HUIKUAN_HOME"] = str(home)
    os.environ["DATABASE_URL"] = _database_url(config, home)
    if not config.pluginmanager.hasplugin("django"):
        return  # the pure suites run with `-p no:django` too
    os.environ["DJANGO_SETTINGS_MODULE"] = "huikuan.config.settings"
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = False  # every browser of a test would look through all static files anew
    # A file, as in production: with the journal, the locks and the durability of the real thing.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(home / "test.sqlite3")} if _on_sqlite(config) else {}


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What a run leaves out it does not even read; None leaves the decision to the others."""
    first, second = config.getoption("--first"), config.getoption("--second")
    if collection_path.suffix != ".py" or not (first or second):
        return None
    return _is_left_out(collection_path, is_second=second) or None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A file's tests stay together, and all that work in a browser: one server and one browser at a time are enough."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    by_file = LoadFileScheduling(config, log)
    file_of = by_file._split_scope
    by_file._split_scope = lambda nodeid: BROWSER if nodeid.startswith(f"tests/{BROWSER}") else file_of(nodeid)
    return by_file


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not _path_of(item.path).startswith(LONGEST))
    if reason := config.stash.get(_reason_to_skip, None):
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Makes books of a test's own on the database of this run."""
    return Shelf(tmp_path_factory.mktemp("shelf"), "" if _on_sqlite(request.config) else os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database of the tests is laid out before Django looks at it; it goes with the folder or server of the run."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, shelf: Shelf) -> None:
    """Lay it out as a copy, under the name that this worker has for it."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    shelf.lay_out(name=default["TEST"].get("NAME") or f"test_{default['NAME']}")


@pytest.fixture
def own_books(shelf: Shelf) -> Iterator[OwnBooks]:
    """Books of the test's own, without a row."""
    books = shelf.new()
    yield books
    shelf.drop(books)


@pytest.fixture(scope="session")
def sqlite_only(request: pytest.FixtureRequest) -> None:
    """For what hangs on no database, as how a page looks or whether a judge sees what is wrong: once is enough."""
    if not _on_sqlite(request.config):
        pytest.skip("belongs to the SQLite run")


@pytest.fixture
def postgresql_only(request: pytest.FixtureRequest) -> None:
    """SQLite has one writer at a time: who waits for whom there, and which locks, is nothing to test."""
    if _on_sqlite(request.config):
        pytest.skip("belongs to the PostgreSQL run")


def _is_left_out(file: Path, *, is_second: bool) -> bool:
    path = _path_of(file)
    if path in BEFORE_A_RELEASE:
        return True
    if not is_second:
        return path == SOURCE or path in AT_ONCE or path.endswith("_at_once.py")
    is_pure = "/rules/" in path or path.endswith("test_rules.py") or path.startswith("portfolio/engines/")
    return is_pure or path.endswith(LIVES) or not path.startswith(ON_BOTH)


def _path_of(file: Path) -> str:
    return file.relative_to(Path(__file__).parent).as_posix()


def _only_hands_out(config: pytest.Config) -> bool:
    # With `-n` the tests run in workers; each makes its own folder and database here.
    hands_out = config.getoption("dist", "no") != "no" and not config.option.collectonly
    return hands_out and not hasattr(config, "workerinput")


def _on_sqlite(config: pytest.Config) -> bool:
    return bool(config.getoption("--database") == "sqlite")


def _database_url(config: pytest.Config, home: Path) -> str:
    if _on_sqlite(config):
        return f"sqlite:///{home}/huikuan.sqlite3"
    try:
        server = new_server()
    except NoServer as problem:
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(f"the PostgreSQL run is part of the gate: {problem}") from problem
        config.stash[_reason_to_skip] = str(problem)
        return f"sqlite:///{home}/huikuan.sqlite3"
    config.add_cleanup(server.remove)
    return server.url
