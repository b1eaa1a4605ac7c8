"""Django's database settings for the embedded SQLite file and for a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from huikuan.config import fork_safety
from huikuan.config.sqlite_library import SqliteChoice, choose_sqlite, warn_once

SQLITE_FILE = "huikuan.sqlite3"
LOCK_WAIT_SECONDS = 20
WRITER_WAIT_SECONDS = 60
"""SQLite asks again ten times a second and is not fair: under load the unlucky one of several writers waits longer."""
KEEP_CONNECTION_SECONDS = 600

_LIBPQ_KEYS = frozenset(
    {
        "application_name",
        "channel_binding",
        "connect_timeout",
        "keepalives",
        "keepalives_idle",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)


class BadDatabaseUrl(ImproperlyConfigured):
    """DATABASE_URL cannot be used; the message never repeats its password."""


def database_settings(*, url: str | None, home: Path, statement_timeout_ms: int = 0) -> dict[str, Any]:
    """Django's DATABASES["default"]: without a URL the SQLite file in `home`, else what the URL names.

    URLs: `sqlite:////absolute/path` or `postgresql://user:password@host:port/name?sslmode=require&pool=8`.
    `pool` is the most connections one process keeps; `statement_timeout_ms` (0: none; PostgreSQL only) ends a longer
    statement and may stand in the URL too. Raises BadDatabaseUrl.
    """
    fork_safety.forget_connections_in_children()
    if not url:
        return sqlite_settings(path=home / SQLITE_FILE, choice=choose_sqlite())
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadDatabaseUrl("DATABASE_URL is not a URL") from error
    if parts.scheme == "sqlite":
        return sqlite_settings(path=Path(unquote(parts.path)[1:]), choice=choose_sqlite())
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql_settings(url=url, statement_timeout_ms=statement_timeout_ms)
    raise BadDatabaseUrl(f"DATABASE_URL names {parts.scheme or 'no database'}; postgresql or sqlite is needed")


def sqlite_settings(*, path: Path, choice: SqliteChoice) -> dict[str, Any]:
    """Settings of a SQLite file: one writer at a time from BEGIN on, each commit on the disk, keys enforced."""
    warn_once(choice=choice)
    pragmas = (
        f"PRAGMA journal_mode = {choice.journal_mode}",
        "PRAGMA synchronous = FULL",  # NORMAL may lose the last commits when the power fails
        "PRAGMA foreign_keys = ON",
        "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE deletes a ledger row unseen by its trigger
        "PRAGMA cache_size = -65536",  # KiB
        "PRAGMA journal_size_limit = 67108864",  # bytes kept of a write-ahead log after a large import
    )
    return {
        "ENGINE": "huikuan.config.sqlite_backend",
        "NAME": str(path),
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "OPTIONS": {
            "timeout": WRITER_WAIT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "; ".join(pragmas),
        },
    }


def _postgresql_settings(*, url: str, statement_timeout_ms: int) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    pool = _number(query.pop("pool", "0"), key="pool")
    timeout_ms = _number(query.pop("statement_timeout_ms", str(statement_timeout_ms)), key="statement_timeout_ms")
    host, port = query.pop("host", parts.hostname or ""), query.pop("port", _port_of(parts))
    unknown = sorted(set(query) - _LIBPQ_KEYS)
    if unknown:
        raise BadDatabaseUrl(f"DATABASE_URL has unknown settings: {', '.join(unknown)}")
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise BadDatabaseUrl("DATABASE_URL names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if pool else KEEP_CONNECTION_SECONDS,  # a pool keeps the connections itself
        "OPTIONS": {**query, **_session_options(pool=pool, timeout_ms=timeout_ms)},
    }


def _session_options(*, pool: int, timeout_ms: int) -> dict[str, Any]:
    from psycopg import IsolationLevel  # the driver is loaded only where PostgreSQL is used

    # Short statements over indexes: compiling one (100 ms) always costs more than running it.
    session = ["-c jit=off", *([f"-c statement_timeout={timeout_ms}"] if timeout_ms else [])]
    options: dict[str, Any] = {"isolation_level": IsolationLevel.READ_COMMITTED, "options": " ".join(session)}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": LOCK_WAIT_SECONDS}
    return options


def _port_of(parts: SplitResult) -> str:
    try:
        return "" if parts.port is None else str(parts.port)
    except ValueError as error:
        raise BadDatabaseUrl("the port in DATABASE_URL is not a port") from error


def _number(text: str, *, key: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadDatabaseUrl(f"{key} in DATABASE_URL must be a whole number")
    return int(text)
