"""Which SQLite this process uses, and whether its write-ahead log may be trusted.

SQLite 3.7.0 to 3.51.2 can corrupt a database when a write-ahead log is reset while another connection commits
(repaired in 3.51.3, and in 3.50.7 and 3.44.6 for their lines; https://sqlite.org/wal.html). Python's own sqlite3
often links an affected release, so a wheel that carries a repaired one goes first, and where none is to be had the
database runs with a rollback journal instead.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

CANDIDATES = ("pysqlite3", "sqlite3")
NOTICE_GIVEN = "HUIKUAN_SQLITE_NOTICE_GIVEN"

_FIRST_AFFECTED = (3, 7, 0)
_REPAIRED = (3, 51, 3)
_REPAIRED_LINES = ((3, 50, 7), (3, 44, 6))


class NoSqlite(RuntimeError):
    """No SQLite library can be loaded."""


@dataclass(frozen=True, slots=True)
class SqliteChoice:
    """The SQLite in use: its release, the module it comes from, and whether it is free of the WAL-reset fault."""

    version: tuple[int, int, int]
    source: str
    wal_safe: bool

    @property
    def journal_mode(self) -> str:
        """The journal this release may be run with: WAL, else DELETE (slower: readers wait for writers)."""
        return "WAL" if self.wal_safe else "DELETE"

    @property
    def release(self) -> str:
        """The release as SQLite writes it, such as 3.53.4."""
        return ".".join(str(part) for part in self.version)


def is_wal_safe(*, version: tuple[int, int, int]) -> bool:
    """Whether this SQLite release knows the write-ahead log and is free of the WAL-reset fault."""
    if version < _FIRST_AFFECTED:
        return False
    in_repaired_line = any(version[:2] == line[:2] and version >= line for line in _REPAIRED_LINES)
    return in_repaired_line or version >= _REPAIRED


def choose_among(*, candidates: Sequence[str]) -> SqliteChoice:
    """The first of these modules that loads with a safe release, else the newest that loads; raises NoSqlite."""
    found = [choice for choice in map(_try, candidates) if choice is not None]
    if not found:
        raise NoSqlite(f"none of the modules {', '.join(candidates)} can be imported")
    safe = [choice for choice in found if choice.wal_safe]
    return safe[0] if safe else max(found, key=lambda choice: choice.version)


@cache
def choose_sqlite() -> SqliteChoice:
    """The SQLite this process uses, the same answer for its whole life."""
    return choose_among(candidates=CANDIDATES)


def sqlite_module() -> ModuleType:
    """The DB-API module of the chosen SQLite; every part of the product that opens a SQLite file uses this one."""
    return importlib.import_module(f"{choose_sqlite().source}.dbapi2")


def warning_of(*, choice: SqliteChoice) -> str | None:
    """What `huikuan check` and the terminal say about this choice, in English; None when all is well."""
    if choice.wal_safe:
        return None
    return (
        f"SQLite {choice.release} (module {choice.source}) has the WAL-reset fault, "
        "so the database runs with a rollback journal (journal_mode=DELETE): safe, but readers wait for writers. "
        "SQLite 3.51.3 or newer, the package pysqlite3, or PostgreSQL removes the limit."
    )


def warn_once(*, choice: SqliteChoice) -> None:
    """Say the warning on standard error once for this process and those it starts."""
    sentence = warning_of(choice=choice)
    if sentence is None or os.environ.get(NOTICE_GIVEN):
        return
    os.environ[NOTICE_GIVEN] = "1"
    sys.stderr.write(f"huikuan: {sentence}\n")


def _try(name: str) -> SqliteChoice | None:
    try:
        module = importlib.import_module(f"{name}.dbapi2")
    except ImportError:
        return None
    major, minor, patch = module.sqlite_version_info[:3]
    version = (int(major), int(minor), int(patch))
    return SqliteChoice(version=version, source=name, wal_safe=is_wal_safe(version=version))
