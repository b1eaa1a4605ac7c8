"""A forked child opens connections of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection

FORK = """
import os, sys
from pathlib import Path
from django.conf import settings
from huikuan.config import fork_safety
if sys.argv[1] == "unguarded":
    fork_safety.forget_connections_in_children = lambda: None
from huikuan.config.databases import database_settings
settings.configure(DATABASES={"default": database_settings(url=sys.argv[2], home=Path("/nowhere"))})
from django.db import connection

def session():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
        cursor.execute("SELECT 1")
        return id(connection.connection)

before = session()
if connection.vendor == "postgresql":
    connection.close()  # gives it back to the pool
child = os.fork()
if child == 0:
    os._exit(int(session() == before))
same = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert session() == before
print("shared" if same else "own")
"""


def _fork(mode: str, url: str) -> str:
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORK, mode, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(("mode", "expected"), [("guarded", "own"), ("unguarded", "shared")])
def test_a_sqlite_connection_is_not_carried_over_a_fork(tmp_path, mode, expected):
    assert _fork(mode, f"sqlite:///{tmp_path}/a.sqlite3") == expected


@pytest.mark.parametrize(("mode", "expected"), [("guarded", "own"), ("unguarded", "shared")])
def test_a_postgresql_pool_is_not_carried_over_a_fork(mode, expected):
    if connection.vendor != "postgresql":
        pytest.skip("belongs to the PostgreSQL run")
    assert _fork(mode, os.environ["DATABASE_URL"] + "&pool=1") == expected
