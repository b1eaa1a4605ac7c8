"""The backend gives Django the chosen SQLite, with its errors, its journal and its locks."""

from __future__ import annotations

import datetime
import pickle
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.db.utils import ConnectionHandler

from huikuan.config.databases import sqlite_settings
from huikuan.config.sqlite_library import NOTICE_GIVEN, SqliteChoice, choose_sqlite

AFFECTED = SqliteChoice(version=(3, 40, 1), source="sqlite3", wal_safe=False)


@pytest.fixture(autouse=True)
def _database_allowed(django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def _open(path: Path, *, choice: SqliteChoice | None = None, **options: Any) -> Any:
    settings = sqlite_settings(path=path, choice=choice or choose_sqlite())
    settings["OPTIONS"].update(options)
    return ConnectionHandler({"default": settings})["default"]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Any]:
    opened = _open(tmp_path / "books.sqlite3")
    yield opened
    opened.close()


def _value(connection: Any, sql: str, parameters: Any = None) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(sql, parameters).fetchone()[0]


def test_the_library_in_use_is_the_one_chosen(connection):
    assert _value(connection, "SELECT sqlite_version()") == choose_sqlite().release
    assert connection.get_database_version() == choose_sqlite().version


def test_every_connection_has_the_settings_of_the_ledger(connection):
    expected = {
        "journal_mode": choose_sqlite().journal_mode.lower(),
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 60_000,
        "cache_size": -65_536,
    }
    assert {name: _value(connection, f"PRAGMA {name}") for name in expected} == expected


def test_an_affected_library_takes_a_file_out_of_wal(monkeypatch, tmp_path):
    monkeypatch.setenv(NOTICE_GIVEN, "1")
    written = _open(tmp_path / "a.sqlite3")
    _value(written, "SELECT 1")
    written.close()
    held_back = _open(tmp_path / "a.sqlite3", choice=AFFECTED)
    assert _value(held_back, "PRAGMA journal_mode") == "delete"
    held_back.close()


def test_an_affected_library_does_not_join_others_in_wal(monkeypatch, tmp_path, connection):
    monkeypatch.setenv(NOTICE_GIVEN, "1")
    if not choose_sqlite().wal_safe:
        pytest.skip("no SQLite that may use WAL is installed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (x)")
    joining = _open(tmp_path / "books.sqlite3", choice=AFFECTED, timeout=0.1)
    with pytest.raises(OperationalError, match="locked"):
        _value(joining, "SELECT 1")


def test_both_placeholder_styles(connection):
    assert _value(connection, "SELECT %s || '%%'", ["5"]) == "5%"
    assert _value(connection, "SELECT %(a)s - %(b)s", {"a": 7, "b": 3}) == 4
    assert _value(connection, "SELECT '100%'") == "100%"


def test_many_rows_from_a_generator(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (x, y)")
        cursor.executemany("INSERT INTO a VALUES (%s, %s)", ((n, 2 * n) for n in range(3)))
        cursor.executemany("INSERT INTO a VALUES (%(x)s, %(y)s)", iter([{"x": 3, "y": 6}]))
        cursor.executemany("INSERT INTO a VALUES (%s, %s)", [])
        assert cursor.execute("SELECT x, y FROM a ORDER BY x").fetchall() == [(0, 0), (1, 2), (2, 4), (3, 6)]


def test_values_come_back_as_through_djangos_own_backend(connection):
    day, moment = datetime.date(2026, 2, 28), datetime.datetime(2026, 2, 28, 23, 59, 59, 123456)  # noqa: DTZ001
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (d date, m datetime, b bool, n bigint)")
        cursor.execute("INSERT INTO a VALUES (%s, %s, %s, %s)", [day, moment, True, Decimal(10**13)])
        assert cursor.execute("SELECT d, m, b, n FROM a").fetchone() == (day, moment, True, 10**13)


def test_errors_become_djangos_and_survive_pickling(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (x INTEGER CHECK (x > 0))")
        with pytest.raises(IntegrityError, match="CHECK") as raised:
            cursor.execute("INSERT INTO a VALUES (0)")
    assert type(raised.value.__cause__) is connection.Database.IntegrityError
    copied = pickle.loads(pickle.dumps(raised.value))
    assert (type(copied), copied.args) == (IntegrityError, raised.value.args)
    cause = pickle.loads(pickle.dumps(raised.value.__cause__))
    assert isinstance(cause, connection.Database.IntegrityError)


@pytest.mark.parametrize(("recursive_triggers", "refused"), [("ON", True), ("OFF", False)])
def test_replace_cannot_pass_by_the_trigger_of_an_append_only_table(connection, recursive_triggers, refused):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
        cursor.execute("CREATE TABLE a (x INTEGER PRIMARY KEY, y)")
        cursor.execute("CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT RAISE(ABORT, 'append-only'); END")
        cursor.execute("INSERT INTO a VALUES (1, 'kept')")
        try:
            cursor.execute("INSERT OR REPLACE INTO a VALUES (1, 'changed')")
        except DatabaseError as error:
            assert "append-only" in str(error)
    assert _value(connection, "SELECT y FROM a") == ("kept" if refused else "changed")


def test_a_transaction_locks_at_its_begin_so_what_it_read_stays_true(tmp_path, connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (x)")
    second = _open(tmp_path / "books.sqlite3", timeout=0.05)
    _begin(connection)
    with pytest.raises(OperationalError, match="locked"):
        _begin(second)
    second.close()


def test_without_the_lock_at_begin_a_writer_fails_after_it_has_read(tmp_path, connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a (x)")
    first = _open(tmp_path / "books.sqlite3", timeout=0.05, transaction_mode="DEFERRED")
    _begin(first)
    assert _value(first, "SELECT count(*) FROM a") == 0
    with connection.cursor() as other:
        if choose_sqlite().wal_safe:
            other.execute("INSERT INTO a VALUES (1)")
        else:  # with a rollback journal the reader holds the writer up instead
            other.execute("PRAGMA busy_timeout = 50")
            with pytest.raises(OperationalError, match="locked"):
                other.execute("INSERT INTO a VALUES (1)")
            return
    with pytest.raises(OperationalError, match="locked"), first.cursor() as cursor:
        cursor.execute("INSERT INTO a VALUES (2)")
    first.close()


ADD_UP = """
import sys
from pathlib import Path
from django.conf import settings
from django.db import connection, transaction
from huikuan.config.databases import sqlite_settings
from huikuan.config.sqlite_library import choose_sqlite
settings.configure(DATABASES={"default": sqlite_settings(path=Path(sys.argv[1]), choice=choose_sqlite())})
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS a (x INTEGER)")
    for _ in range(50):
        with transaction.atomic():
            rows = cursor.execute("SELECT coalesce(max(x), 0) FROM a").fetchone()[0]
            cursor.execute("INSERT INTO a VALUES (%s)", [rows + 1])
"""


@pytest.mark.reliability
def test_writers_of_one_new_file_wait_for_each_other(tmp_path):
    path = tmp_path / "shared.sqlite3"
    command = [sys.executable, "-c", ADD_UP, str(path)]
    writers = [subprocess.Popen(command) for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    counted = _open(path)
    assert _value(counted, "SELECT count(DISTINCT x) FROM a") == 200
    counted.close()


def _begin(connection: Any) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
