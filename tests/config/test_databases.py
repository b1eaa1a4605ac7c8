"""What DATABASE_URL becomes, and what a bad one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg import IsolationLevel

from huikuan.config.databases import BadDatabaseUrl, database_settings, sqlite_settings
from huikuan.config.sqlite_library import NOTICE_GIVEN, SqliteChoice

HOME = Path("/srv/huikuan")


def test_without_a_url_the_file_in_the_data_folder_is_taken():
    settings = database_settings(url=None, home=HOME)
    assert settings["NAME"] == "/srv/huikuan/huikuan.sqlite3"
    assert settings["ENGINE"] == "huikuan.config.sqlite_backend"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 60


def test_a_sqlite_url_names_the_file():
    assert database_settings(url="sqlite:////var/db/a%20b.sqlite3", home=HOME)["NAME"] == "/var/db/a b.sqlite3"


@pytest.mark.parametrize(("wal_safe", "journal"), [(True, "WAL"), (False, "DELETE")])
def test_the_journal_follows_the_gate(monkeypatch, wal_safe, journal):
    monkeypatch.setenv(NOTICE_GIVEN, "1")
    choice = SqliteChoice(version=(3, 0, 0), source="any", wal_safe=wal_safe)
    commands = sqlite_settings(path=HOME / "x", choice=choice)["OPTIONS"]["init_command"].split("; ")
    assert commands[0] == f"PRAGMA journal_mode = {journal}"
    assert "PRAGMA synchronous = FULL" in commands
    assert "PRAGMA foreign_keys = ON" in commands
    assert "PRAGMA recursive_triggers = ON" in commands


def test_a_postgresql_url():
    url = "postgresql://collector:p%40ss%3A@db.internal:5433/huikuan?sslmode=require&statement_timeout_ms=900"
    assert database_settings(url=url, home=HOME, statement_timeout_ms=10_000) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "huikuan",
        "USER": "collector",
        "PASSWORD": "p@ss:",
        "HOST": "db.internal",
        "PORT": "5433",
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "sslmode": "require",
            "isolation_level": IsolationLevel.READ_COMMITTED,
            "options": "-c jit=off -c statement_timeout=900",
        },
    }


def test_a_socket_folder_and_a_pool():
    settings = database_settings(url="postgres://me@/books?host=/Run/PG&port=5434&pool=8", home=HOME)
    assert (settings["HOST"], settings["PORT"], settings["CONN_MAX_AGE"]) == ("/Run/PG", "5434", 0)
    assert settings["OPTIONS"] == {
        "isolation_level": IsolationLevel.READ_COMMITTED,
        "options": "-c jit=off",
        "pool": {"min_size": 1, "max_size": 8, "timeout": 20},
    }


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://root:secret@host/x", "names mysql"),
        ("huikuan", "names no database"),
        ("postgresql://me:secret@host:5432/", "names no database"),
        ("postgresql://me:secret@host:99999/x", "port"),
        ("postgresql://me:secret@host:x/y", "port"),
        ("postgresql://me:secret@host/x?passfile=/etc/passwd", "unknown settings: passfile"),
        ("postgresql://me:secret@host/x?pool=many", "pool in DATABASE_URL must be a whole number"),
        ("postgresql://me:secret@host/x?pool=-1", "pool in DATABASE_URL must be a whole number"),
        ("postgresql://me:secret@[host/x", "not a URL"),
    ],
)
def test_a_bad_url_says_what_is_wrong_and_keeps_the_password(url, complaint):
    with pytest.raises(BadDatabaseUrl, match=complaint) as raised:
        database_settings(url=url, home=HOME)
    assert "secret" not in str(raised.value)
