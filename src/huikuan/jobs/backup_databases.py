"""Copies of the whole database, taken while others write, put back, and counted; SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.db import connection, transaction

from huikuan.kernel.refusal import Refused

Query = Callable[[str], list[tuple[Any, ...]]]
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_POSTGRESQL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_HEAD = "SELECT hash FROM audit_seal ORDER BY number DESC LIMIT 1"
NO_HEAD = "0" * 64


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows by table and the head of the audit chain: what a restored copy must show again."""

    rows: Mapping[str, int]
    chain_head: str


def copy_database(*, to: Path) -> Contents:
    """Write a consistent copy of the database to `to`; what it holds. Raises Refused BACKUP_PROGRAM_MISSING."""
    return _copy_sqlite(to) if connection.vendor == "sqlite" else _copy_postgresql(to)


def restored_contents(*, copy: Path, vendor: str) -> Contents:
    """Restore a copy into a scratch database, prove it whole and count it; the scratch database is gone afterwards.

    Raises Refused BACKUP_DAMAGED, BACKUP_PROGRAM_MISSING, SCRATCH_DATABASE_REFUSED.
    """
    if vendor == "sqlite":
        return _contents_of_sqlite(copy)
    with _scratch_database() as name:
        _pg("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "-d", name, str(copy))
        return _contents_of_postgresql(name)


def is_empty() -> bool:
    """Whether the database of this installation holds no act yet."""
    tables = connection.introspection.table_names()
    if "audit_act" not in tables:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_act LIMIT 1")
        return cursor.fetchone() is None


def put_back(*, copy: Path, stamp: str) -> None:
    """Make the copy the database of this installation; an earlier SQLite file is kept beside it with `stamp` in its name."""
    if connection.vendor == "sqlite":
        _put_back_sqlite(copy, stamp)
    else:
        name = str(connection.settings_dict["NAME"])
        connection.close()
        _pg(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--clean",
            "--if-exists",
            "--single-transaction",
            "-d",
            name,
            str(copy),
        )


def _copy_sqlite(to: Path) -> Contents:
    connection.ensure_connection()
    with closing(_sqlite_library().connect(str(to))) as copy:
        connection.connection.backup(copy)
    return _contents_of_sqlite(to)


def _contents_of_sqlite(path: Path) -> Contents:
    with closing(_sqlite_library().connect(f"file:{path}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Refused("BACKUP_DAMAGED", part="database")
        if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise Refused("BACKUP_DAMAGED", part="database")
        return _contents(lambda sql: copy.execute(sql).fetchall(), _SQLITE_TABLES)


def _put_back_sqlite(copy: Path, stamp: str) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.rename(path.with_name(f"{path.name}.replaced-{stamp}{suffix}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, path)


def _copy_postgresql(to: Path) -> Contents:
    """The dump and the counts see the same moment: one exported snapshot."""
    with transaction.atomic():
        rows = _queried("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ") or _queried("SELECT pg_export_snapshot()")
        snapshot = str(rows[0][0])
        name = str(connection.settings_dict["NAME"])
        _pg(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", "-f", str(to), name
        )
        return _contents(_queried, _POSTGRESQL_TABLES)


def _queried(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def _contents_of_postgresql(name: str) -> Contents:
    import psycopg

    with psycopg.connect(**{**connection.get_connection_params(), "dbname": name}) as scratch:
        return _contents(lambda sql: scratch.execute(sql).fetchall(), _POSTGRESQL_TABLES)


def _contents(query: Query, tables: str) -> Contents:
    names = sorted(str(row[0]) for row in query(tables))
    counts = {name: int(query(f'SELECT COUNT(*) FROM "{name}"')[0][0]) for name in names}  # noqa: S608  (own tables)
    head = query(_HEAD) if "audit_seal" in counts else []
    return Contents(counts, str(head[0][0]) if head else NO_HEAD)


@contextmanager
def _scratch_database() -> Iterator[str]:
    name = f"huikuan_restored_{token_hex(6)}"
    try:
        _pg("createdb", name)
    except Refused as refusal:
        raise Refused("SCRATCH_DATABASE_REFUSED", reason=str(refusal.parameters.get("reason", ""))) from refusal
    try:
        yield name
    finally:
        _pg("dropdb", "--if-exists", name)


def _pg(program: str, *arguments: str) -> None:
    """Run a program of the PostgreSQL client on the server of this installation; the password never stands in a list."""
    found = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise Refused("BACKUP_PROGRAM_MISSING", program=program)
    settings = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {name: str(settings[key]) for name, key in named.items() if settings.get(key)}
    environment |= {f"PG{key.upper()}": str(value) for key, value in settings["OPTIONS"].items() if key in _SSL}
    done = subprocess.run([found, *arguments], env={**os.environ, **environment}, capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()[-300:]
        raise Refused("BACKUP_PROGRAM_FAILED", program=program, reason=reason)


_SSL = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey"})


def _sqlite_library() -> Any:
    """The library that runs this installation's database: a copy must not be read by an older one."""
    library: Any = connection
    return library.Database
