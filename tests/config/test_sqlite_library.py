"""Which SQLite is taken, and with which journal it is run."""

from __future__ import annotations

import os
import subprocess
import sys
from types import ModuleType

import pytest

from huikuan.config.sqlite_library import (
    NOTICE_GIVEN,
    NoSqlite,
    SqliteChoice,
    choose_among,
    is_wal_safe,
    warn_once,
    warning_of,
)

AFFECTED = SqliteChoice(version=(3, 40, 1), source="sqlite3", wal_safe=False)
REPAIRED = SqliteChoice(version=(3, 53, 4), source="pysqlite3", wal_safe=True)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),  # knows no write-ahead log
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_affected_range(version, safe):
    assert is_wal_safe(version=version) is safe


def test_a_safe_library_goes_before_an_affected_one(monkeypatch):
    _install(monkeypatch, affected=(3, 50, 6), repaired=(3, 50, 7))
    assert choose_among(candidates=["affected", "repaired"]) == SqliteChoice((3, 50, 7), "repaired", wal_safe=True)


def test_of_two_safe_ones_the_first_named_is_taken(monkeypatch):
    _install(monkeypatch, first=(3, 51, 3), second=(3, 60, 0))
    assert choose_among(candidates=["first", "second"]).source == "first"


def test_with_affected_ones_only_the_newest_runs_without_a_write_ahead_log(monkeypatch):
    _install(monkeypatch, older=(3, 40, 1), newer=(3, 51, 2))
    choice = choose_among(candidates=["older", "absent", "newer"])
    assert (choice.release, choice.journal_mode) == ("3.51.2", "DELETE")


def test_no_library_at_all_is_an_error():
    with pytest.raises(NoSqlite, match="absent"):
        choose_among(candidates=["absent"])


def test_only_an_affected_release_is_warned_about():
    assert warning_of(choice=REPAIRED) is None
    sentence = warning_of(choice=AFFECTED)
    assert sentence is not None
    assert "3.40.1" in sentence
    assert "journal_mode=DELETE" in sentence


def test_the_warning_is_said_once(monkeypatch, capsys):
    monkeypatch.delenv(NOTICE_GIVEN, raising=False)
    monkeypatch.setenv(NOTICE_GIVEN, "")
    warn_once(choice=AFFECTED)
    warn_once(choice=AFFECTED)
    assert capsys.readouterr().err.count("3.40.1") == 1


def test_a_good_release_is_not_mentioned(monkeypatch, capsys):
    monkeypatch.setenv(NOTICE_GIVEN, "")
    warn_once(choice=REPAIRED)
    assert capsys.readouterr().err == ""


SETTINGS_IN_A_NEW_PROCESS = """
import sys
if sys.argv[1] == "without":
    sys.modules["pysqlite3"] = None
from pathlib import Path
from huikuan.config.databases import database_settings
from huikuan.config.sqlite_library import choose_sqlite, sqlite_module
settings = database_settings(url=None, home=Path("/nowhere"))
choice = choose_sqlite()
assert sqlite_module().sqlite_version == choice.release
assert f"journal_mode = {choice.journal_mode};" in settings["OPTIONS"]["init_command"]
print(choice.source, choice.journal_mode)
"""


@pytest.mark.skipif(choose_among(candidates=["sqlite3"]).wal_safe, reason="this Python links a repaired SQLite")
def test_without_the_wheel_the_old_library_of_this_python_is_held_back():
    found = _in_a_new_process("without")
    assert found.stdout.split() == ["sqlite3", "DELETE"]
    assert found.stderr.count("WAL-reset fault") == 1


@pytest.mark.skipif(choose_among(candidates=["sqlite3"]).wal_safe, reason="this Python links a repaired SQLite")
def test_with_the_wheel_the_write_ahead_log_is_used():
    pytest.importorskip("pysqlite3")
    found = _in_a_new_process("with")
    assert found.stdout.split() == ["pysqlite3", "WAL"]
    assert found.stderr == ""


def _in_a_new_process(wheel: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != NOTICE_GIVEN}
    command = [sys.executable, "-c", SETTINGS_IN_A_NEW_PROCESS, wheel]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def _install(monkeypatch: pytest.MonkeyPatch, **releases: tuple[int, int, int]) -> None:
    for name, release in releases.items():
        module = ModuleType(f"{name}.dbapi2")
        module.__dict__["sqlite_version_info"] = release
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.setitem(sys.modules, f"{name}.dbapi2", module)
